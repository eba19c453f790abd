import { readFileSync } from 'node:fs';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { createAjv } from './create-ajv.ts';
import { packageFile } from './package-file.ts';

/** A departure of an `x-pagewright` block from the vocabulary. */
export interface VocabularyProblem {
  /** Keys that lead to it, from the block. */
  readonly path: readonly string[];
  readonly message: string;
}

let validate: ValidateFunction | undefined;

/**
 * Holds an `x-pagewright` block against the published JSON Schema of the vocabulary.
 *
 * @returns what is wrong, in the order of the block; empty when all is well
 */
export function checkVocabulary(block: unknown): readonly VocabularyProblem[] {
  validate ??= compileSchema();
  if (validate(block)) return [];
  return narrow(validate.errors ?? [])
    .toSorted(byKeyword)
    .map(describe);
}

function compileSchema(): ValidateFunction {
  const schema = JSON.parse(readFileSync(packageFile('openapi', 'contract.schema.json'), 'utf8')) as { $id: string };
  const ajv = createAjv();
  ajv.addSchema(schema);
  return ajv.compile({ $ref: `${schema.$id}#/$defs/list` });
}

/** A key that is unknown is often the misspelling of one that is missing, so it comes first. */
function byKeyword(a: ErrorObject, b: ErrorObject): number {
  return Number(a.keyword === 'required') - Number(b.keyword === 'required');
}

/** Of the branches of a oneOf that all failed, the problems inside say more than "must match exactly one schema". */
function narrow(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const inner = errors.filter((error) => error.keyword !== 'oneOf');
  return inner.filter((error, index) => {
    const isDeeper = inner.some(
      (other) => other.instancePath.startsWith(`${error.instancePath}/`) && error.keyword === 'type',
    );
    const isRepeated =
      inner.findIndex((other) => other.instancePath === error.instancePath && other.keyword === error.keyword) !==
      index;
    return !isDeeper && (!isRepeated || error.keyword === 'additionalProperties' || error.keyword === 'required');
  });
}

function describe(error: ErrorObject): VocabularyProblem {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(error.params['additionalProperty']);
      const known = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
      return { path: [...path, key], message: `unknown key ${key}; expected one of ${known.join(', ')}` };
    }
    case 'propertyNames': {
      const key = String(error.params['propertyName']);
      return { path: [...path, key], message: `${key} is not a possible key here` };
    }
    case 'required':
      return { path, message: `${String(error.params['missingProperty'])} is missing` };
    case 'enum':
      return {
        path,
        message: `expected one of ${(error.params['allowedValues'] as unknown[]).join(', ')}, not ${JSON.stringify(error.data)}`,
      };
    case 'pattern':
      return {
        path,
        message: `${JSON.stringify(error.data)} does not have the form ${String(error.params['pattern'])}`,
      };
    default:
      return { path, message: `${error.message ?? 'is not valid'}, not ${JSON.stringify(error.data)}` };
  }
}
