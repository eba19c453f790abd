import type { Contract, JsonSchema } from '../contract/contract.ts';
import { PagewrightError, type Problem } from '../contract/error.ts';
import { problemOf } from '../contract/openapi/schema-places.ts';
import { patternOf } from '../contract/pattern.ts';
import { checkRow } from './row-check.ts';
import { loadScenario } from './scenarios/load-scenario.ts';

/** What is to be said of the rows of a contract before anybody asks for them. */
export interface RowFindings {
  /** Why there can be no rows, with file and line; none where the contract can be served. */
  readonly errors: readonly Problem[];
  /** What is passed over: patterns that are no regular expressions, or cannot be matched in linear time. */
  readonly warnings: readonly Problem[];
}

/** So many rows of each collection are made and checked. */
const SAMPLE = 30;

/**
 * Makes some rows of a contract, as serving it would.
 *
 * @returns what cannot be made, by the words that serving it would fail with
 */
export function findRowProblems(contract: Contract): RowFindings {
  return { errors: findErrors(contract), warnings: findPatternProblems(contract) };
}

function findErrors(contract: Contract): readonly Problem[] {
  try {
    const { collections } = loadScenario({ contract });
    for (const source of [...collections.values()].flat()) {
      for (let index = 0; index < Math.min(source.size, SAMPLE); index++) {
        const [fault] = checkRow(contract, source.row(index));
        if (fault === undefined) continue;
        const message = `A generated row would not match the schema: ${fault.path.join('/')} ${fault.message}`;
        return [problemOf(contract.itemSchema, message) ?? atStart(contract, message)];
      }
    }
    return [];
  } catch (error) {
    if (!(error instanceof PagewrightError)) throw error;
    if (error.problems.length > 0) return error.problems;
    const message = error.message.replace(`${contract.file}: `, '');
    const schema = error.field === undefined ? contract.itemSchema : schemaOf(contract, error.field);
    return [problemOf(schema, message) ?? problemOf(contract.itemSchema, message) ?? atStart(contract, message)];
  }
}

function atStart({ file }: Contract, message: string): Problem {
  return { file, line: 1, column: 1, message };
}

/** The schema of a field, as far as it is found by properties and items alone. */
function schemaOf({ itemSchema }: Contract, field: string): unknown {
  return field.split('/').reduce<unknown>((schema, name) => {
    const { properties, items, allOf } = (schema ?? {}) as Readonly<Record<string, unknown>>;
    if (name === '*') return items;
    const parts = [properties, ...((allOf ?? []) as readonly JsonSchema[]).map((part) => part['properties'])];
    return parts.map((part) => (part as Readonly<Record<string, unknown>> | undefined)?.[name]).find(Boolean);
  }, itemSchema);
}

function findPatternProblems(contract: Contract): readonly Problem[] {
  const schemas = reachSchemas([contract.itemSchema, ...contract.parameters.map(({ schema }) => schema)]);
  const ofParameters = reachSchemas(contract.parameters.map(({ schema }) => schema));
  return [...schemas].flatMap((schema): readonly Problem[] => {
    const { pattern } = schema as { readonly pattern?: unknown };
    if (typeof pattern !== 'string') return [];
    const { kind } = patternOf(pattern);
    const message =
      kind === 'invalid'
        ? `Ignored pattern ${pattern}: it is not a regular expression of JavaScript (ECMA-262)`
        : kind === 'guarded' && ofParameters.has(schema)
          ? `Slow pattern ${pattern}: look-arounds within it and back-references cannot be matched in linear time, so that a value that takes longer than 50 ms is let through`
          : undefined;
    return message === undefined ? [] : [problemOf(schema, message, ['pattern']) ?? atStart(contract, message)];
  });
}

/** All schemas that some schemas lead to. */
function reachSchemas(roots: readonly JsonSchema[]): ReadonlySet<object> {
  const reached = new Set<object>(roots);
  for (const schema of reached) {
    for (const [keyword, part] of Object.entries(schema)) {
      if (DATA.has(keyword) || keyword.startsWith('x-')) continue;
      if (typeof part === 'object' && part !== null) reached.add(part as object);
    }
  }
  return reached;
}

/** What is in these is no schema. */
const DATA: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'enum', 'const', 'required']);
