import { readFileSync } from 'node:fs';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { Block, Compilation } from './compilation.ts';
import { parsePointer } from './json-pointer.ts';
import { createAjv, cutCycles } from './json-schema.ts';
import { packageFile } from './package-file.ts';

/** A departure of an `x-pagewright` block from the vocabulary. */
interface VocabularyProblem {
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
  const path = parsePointer(error.instancePath);
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(error.params['additionalProperty']);
      const known = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
      return { path: [...path, key], message: `Unknown key ${key}: must be one of ${known.join(', ')}` };
    }
    case 'propertyNames': {
      const key = String(error.params['propertyName']);
      return { path: [...path, key], message: `Unknown key ${key}` };
    }
    case 'required':
      return { path, message: `Missing ${String(error.params['missingProperty'])}` };
    case 'enum':
      return {
        path,
        message: `Invalid value ${JSON.stringify(error.data)}: must be one of ${(error.params['allowedValues'] as unknown[]).join(', ')}`,
      };
    case 'pattern':
      return {
        path,
        message: `Invalid value ${JSON.stringify(error.data)}: must match ${String(error.params['pattern'])}`,
      };
    default:
      return {
        path,
        message: `Invalid value ${JSON.stringify(error.data)}: ${error.message ?? 'does not match the vocabulary'}`,
      };
  }
}

/** Reports every example of the operation's responses that does not satisfy its schema. */
export function checkExamples(compilation: Compilation): void {
  const ajv = createAjv();
  for (const { path, schema, examples } of listMedia(compilation.operation)) {
    const validate = ajv.compile(cutCycles(schema) as object);
    for (const [name, example] of Object.entries(examples)) {
      if (validate(example['value'])) continue;
      for (const error of validate.errors ?? [])
        reportProblem(compilation, [...path, 'examples', name, 'value'], error);
    }
  }
}

function reportProblem(compilation: Compilation, path: readonly string[], error: ErrorObject): void {
  const place = error.instancePath.split('/').slice(1);
  const message = `Invalid example: ${error.instancePath || 'it'} ${error.message ?? 'does not match the schema'}`;
  compilation.problems.push(compilation.source.problemAt([...compilation.operationPath, ...path, ...place], message));
}

interface Media {
  readonly path: readonly string[];
  readonly schema: Block;
  readonly examples: Readonly<Record<string, Block>>;
}

/** The media types of all responses that have a schema and named examples. */
function listMedia(operation: Block): readonly Media[] {
  return Object.entries((operation['responses'] ?? {}) as Block).flatMap(([status, response]) => {
    return Object.entries((response['content'] ?? {}) as Block).flatMap(([mediaType, { schema, examples }]) => {
      if (schema === undefined || examples === undefined) return [];
      return [{ path: ['responses', status, 'content', mediaType], schema, examples }];
    });
  });
}
