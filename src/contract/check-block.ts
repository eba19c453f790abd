import { readFileSync } from 'node:fs';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { parsePointer } from './json-pointer.ts';
import { createAjv } from './json-schema.ts';
import { packageFile } from './package-file.ts';

/** A departure of an `x-pagewright` block from the vocabulary. */
interface VocabularyProblem {
  /** Keys that lead to it, from the block. */
  readonly path: readonly string[];
  readonly message: string;
}

const validators = new Map<string, ValidateFunction>();

/**
 * Holds an `x-pagewright` block against the published JSON Schema of the vocabulary.
 *
 * @param definition - the part of the vocabulary that it is: `operation` is what `x-pagewright-operation` holds
 * @returns what is wrong, in the order of the block; empty when all is well
 */
export function checkVocabulary(
  block: unknown,
  definition: 'list' | 'operation' = 'list',
): readonly VocabularyProblem[] {
  const validate = validators.get(definition) ?? compileSchema(definition);
  validators.set(definition, validate);
  if (validate(block)) return [];
  const errors = validate.errors ?? [];
  const chosen = narrow(chooseBranches(errors));
  // Where each of two mistakes seems to follow from the other, both are told.
  return (chosen.length > 0 ? chosen : errors).toSorted(byKeyword).map(describe);
}

function compileSchema(definition: string): ValidateFunction {
  const schema = JSON.parse(readFileSync(packageFile('openapi', 'contract.schema.json'), 'utf8')) as { $id: string };
  const ajv = createAjv();
  ajv.addSchema(schema);
  return ajv.compile({ $ref: `${schema.$id}#/$defs/${definition}` });
}

/** A key that is unknown is often the misspelling of one that is missing, so it comes first. */
function byKeyword(a: ErrorObject, b: ErrorObject): number {
  return Number(a.keyword === 'required') - Number(b.keyword === 'required');
}

/**
 * Of a value that may have several forms, keeps what is wrong with the one that was meant: the form of its type, with the keys that
 * it needs. Where none was meant, the vocabulary says in words what there is.
 */
function chooseBranches(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = errors.filter(
    ({ keyword, parentSchema }) => keyword === 'oneOf' && expectedOf(parentSchema) !== undefined,
  );
  return choices.reduce<readonly ErrorObject[]>((kept, choice) => {
    const within = kept.filter((error) => error.instancePath.startsWith(choice.instancePath));
    const branches = groupByBranch(within, choice);
    const [best] = [...branches.values()].sort((a, b) => misfit(a, choice) - misfit(b, choice));
    const isMeant = best !== undefined && misfit(best, choice) < UNMEANT;
    const others = kept.filter((error) => !within.includes(error));
    const inner = within.filter(
      (error) => ![...branches.values()].some((branch) => branch.includes(error)) && error !== choice,
    );
    return isMeant ? [...others, ...inner, ...best] : [...others, { ...choice, keyword: 'expected' }];
  }, errors);
}

/** What the vocabulary says in words of a value that may have several forms. */
function expectedOf(schema: unknown): string | undefined {
  return (schema as { readonly 'x-expected'?: string } | undefined)?.['x-expected'];
}

function groupByBranch(
  errors: readonly ErrorObject[],
  choice: ErrorObject,
): ReadonlyMap<string, readonly ErrorObject[]> {
  const branches = new Map<string, ErrorObject[]>();
  for (const error of errors) {
    if (!error.schemaPath.startsWith(`${choice.schemaPath}/`)) continue;
    const [name = ''] = error.schemaPath.slice(choice.schemaPath.length + 1).split('/');
    branches.set(name, [...(branches.get(name) ?? []), error]);
  }
  return branches;
}

const UNMEANT = 10;

/** How far a value is from a form: another type is farthest, then a key that the form needs. */
function misfit(errors: readonly ErrorObject[], { instancePath }: ErrorObject): number {
  return errors.reduce((sum, error) => {
    if (error.instancePath !== instancePath) return sum;
    if (error.keyword === 'type') return sum + 100;
    return sum + (error.keyword === 'additionalProperties' ? 1 : UNMEANT);
  }, 0);
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
    // Of a key or a map, the map was meant where there is one.
    const isOfKeys = error.keyword === 'enum' && typeof error.data === 'object' && inner.length > 1;
    return (
      !isDeeper &&
      !isOfKeys &&
      (!isRepeated || error.keyword === 'additionalProperties' || error.keyword === 'required')
    );
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
    case 'expected':
      return {
        path,
        message: `Invalid value ${JSON.stringify(error.data)}: must be ${expectedOf(error.parentSchema)}`,
      };
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
