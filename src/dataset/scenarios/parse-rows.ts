import type { Contract } from '../../contract/contract.ts';
import type { Problem } from '../../contract/error.ts';
import { checkRow } from '../check-row.ts';
import { didYouMean } from '../hints/suggest-names.ts';
import type { Row } from '../row-source.ts';
import type { Tenant } from '../scenario.ts';
import { below, isMap, type Part, problemOf, unknownKeys } from './layers.ts';

/** Some rows of a collection: given one by one, or by a recipe. */
export type Segment =
  | { readonly kind: 'literal'; readonly rows: readonly Row[]; readonly parts: readonly Part[] }
  | {
      readonly kind: 'recipe';
      readonly count: number;
      readonly overrides: Readonly<Record<string, unknown>>;
      /** Absent where no file says so. */
      readonly part: Part | undefined;
    };

/**
 * Reads the rows of a scenario.
 *
 * @param part - what stands under `rows`
 * @param problems - gets what is wrong
 * @returns for each collection that a tenant owns, in the order of the file, its segments
 */
export function parseRows(
  contract: Contract,
  tenants: readonly Tenant[],
  part: Part | undefined,
  problems: Problem[],
): ReadonlyMap<string, readonly Segment[]> {
  const owned = tenants.flatMap(({ collections }) => collections);
  const segments = new Map<string, readonly Segment[]>();
  if (part !== undefined && !isMap(part.value)) {
    problems.push(problemOf(part, 'expected an object from the name of a collection to the list of its rows'));
  }
  for (const name of isMap(part?.value) ? Object.keys(part.value) : []) {
    const collection = below(part as Part, name);
    if (!owned.includes(name))
      problems.push(problemOf(collection, `no tenant owns a collection ${name}${didYouMean(name, owned)}`));
    segments.set(name, parseCollection(contract, collection, problems));
  }
  for (const name of owned) if (!segments.has(name)) segments.set(name, []);
  return segments;
}

function parseCollection(contract: Contract, part: Part, problems: Problem[]): readonly Segment[] {
  if (!Array.isArray(part.value)) {
    problems.push(problemOf(part, 'expected a list of rows, and of recipes such as { generate: 40 }'));
    return [];
  }
  const segments: Segment[] = [];
  for (const index of part.value.keys()) {
    const entry = below(part, index);
    const isRecipe = isMap(entry.value) && Object.hasOwn(entry.value, 'generate');
    if (isRecipe) segments.push(parseRecipe(entry, problems));
    else addLiteral(contract, segments, entry, problems);
  }
  return segments;
}

function parseRecipe(part: Part, problems: Problem[]): Segment {
  problems.push(...unknownKeys(part, ['generate', 'with']));
  const { generate, with: overrides = {} } = part.value as { generate: unknown; with?: unknown };
  if (!Number.isSafeInteger(generate) || (generate as number) < 0) {
    problems.push(problemOf(below(part, 'generate'), 'expected the number of rows, 0 or more'));
  }
  if (!isMap(overrides)) problems.push(problemOf(below(part, 'with'), 'expected an object from field to hint'));
  return { kind: 'recipe', count: Number(generate), overrides: isMap(overrides) ? overrides : {}, part };
}

/** Rows that follow one another make one segment. */
function addLiteral(contract: Contract, segments: Segment[], part: Part, problems: Problem[]): void {
  for (const { path, message } of checkRow(contract, part.value)) {
    problems.push(problemOf({ ...part, path: [...part.path, ...path] }, message));
  }
  const row = part.value as Row;
  const last = segments.at(-1);
  if (last?.kind !== 'literal') segments.push({ kind: 'literal', rows: [row], parts: [part] });
  else segments.splice(-1, 1, { kind: 'literal', rows: [...last.rows, row], parts: [...last.parts, part] });
}
