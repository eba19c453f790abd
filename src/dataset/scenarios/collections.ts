import type { Contract, Json } from '../../contract/contract.ts';
import { PagewrightError, type Problem } from '../../contract/error.ts';
import { didYouMean } from '../../contract/text.ts';
import { createRowSource, type RowSourceOptions } from '../generate/generated-source.ts';
import { dig } from '../generate/producer.ts';
import { checkRow } from '../row-check.ts';
import { createLiteralSource, type Row, type RowSource } from '../row-source.ts';
import type { Tenant } from './scenario.ts';
import { below, isBuiltInContract, isMap, type Part, problemOf, unknownKeys } from './scenario-files.ts';

/** What the rows of all collections are made from. */
export interface CollectionContext {
  readonly contract: Contract;
  readonly seed: string | number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

type Recipe = Extract<Segment, { kind: 'recipe' }>;

/**
 * Makes the sources of a collection.
 *
 * @param problems - gets hints that cannot be followed, and rows with the same identity
 * @returns a source for each segment, and the first index that no generated row has
 */
export function createCollection(
  ground: CollectionContext,
  name: string,
  segments: readonly Segment[],
  problems: Problem[],
): { readonly sources: readonly RowSource[]; readonly nextIndex: number } {
  let nextIndex = 0;
  const sources = segments.flatMap((segment) => {
    if (segment.kind === 'literal') return [createLiteralSource(segment.rows)];
    const source = createRecipeSource(ground, name, segment, nextIndex, problems);
    nextIndex += segment.count;
    return source === undefined ? [] : [source];
  });
  if (sources.length === segments.length) checkIdentities(ground.contract, segments, sources, problems);
  return { sources, nextIndex };
}

/** Recipes of a collection count their rows on, so that no two make the same identity. */
function createRecipeSource(
  { contract, seed, now }: CollectionContext,
  stream: string,
  { count, overrides, part }: Recipe,
  firstIndex: number,
  problems: Problem[],
): RowSource | undefined {
  try {
    const isChecked = part !== undefined && isCheckedByBuild(contract, part);
    const options = { contract, seed, now, size: count, overrides, stream, firstIndex, isChecked };
    return isChecked ? findShipped(options) : createRowSource(options);
  } catch (error) {
    if (!(error instanceof PagewrightError) || part === undefined) throw error;
    problems.push(problemOf(placeOf(part, overrides, error.field), error.message));
    return undefined;
  }
}

const shipped = new WeakMap<Contract, Map<string, RowSource>>();

/** More than the recipes of all scenarios of a contract; who goes through many seeds starts anew at this number. */
const MAX_SHIPPED = 64;

/** The rows of a recipe that comes with the package, which any number of mocks and sessions share. */
function findShipped({ contract, ...options }: RowSourceOptions): RowSource {
  const known = shipped.get(contract) ?? new Map<string, RowSource>();
  shipped.set(contract, known);
  const key = JSON.stringify(options);
  const source = known.get(key) ?? createRowSource({ contract, ...options });
  if (known.size >= MAX_SHIPPED) known.clear();
  known.set(key, source);
  return source;
}

function placeOf(part: Part, overrides: Readonly<Record<string, unknown>>, field: string | undefined): Part {
  return field !== undefined && Object.hasOwn(overrides, field) ? below(below(part, 'with'), field) : part;
}

/** Reports literal rows whose identity another row has, and recipes that make the rows of another. */
function checkIdentities(
  contract: Contract,
  segments: readonly Segment[],
  sources: readonly RowSource[],
  problems: Problem[],
): void {
  const { name, path } = contract.identity;
  const seen = new Set<Json | undefined>();
  const finders = sources.map((source) => finderOf(contract, source));
  for (const [index, segment] of segments.entries()) {
    for (const [row, part] of sampleRows(segment, sources[index] as RowSource)) {
      const identity = dig(row, path);
      const isMadeElsewhere = finders.some(
        (find, other) => other !== index && segments[other]?.kind === 'recipe' && find(String(identity)),
      );
      if (part !== undefined && (seen.has(identity) || isMadeElsewhere)) {
        problems.push(problemOf(part, `duplicate ${name} ${JSON.stringify(identity)} in the collection`));
      }
      seen.add(identity);
    }
  }
}

/** All rows of a literal segment; of a recipe, the ends. */
function sampleRows(segment: Segment, source: RowSource): readonly (readonly [Row, Part | undefined])[] {
  if (segment.kind === 'literal') return segment.rows.map((row, index) => [row, segment.parts[index]]);
  const ends = [...new Set([0, source.size - 1])].filter((index) => index >= 0);
  return ends.map((index) => [source.row(index), segment.part]);
}

/** Numbers are looked for one by one, in so many rows at most. */
const MAX_COMPARED = 100_000;

function finderOf(contract: Contract, source: RowSource): (identity: string) => boolean {
  const column = source.column(contract.identity);
  if (column.kind === 'numbers') {
    const size = Math.min(source.size, MAX_COMPARED);
    return (identity) =>
      Array.from({ length: size }, (_, index) => index).some((index) => String(column.at(index)) === identity);
  }
  const find = column.kind === 'values' ? column.find : undefined;
  const isHeld = (index: number, identity: string): boolean =>
    String(dig(source.row(index), contract.identity.path)) === identity;
  return (identity) => find?.(identity).some((index) => isHeld(index, identity)) ?? false;
}

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
    problems.push(problemOf(part, 'must be an object from the name of a collection to the list of its rows'));
  }
  for (const name of isMap(part?.value) ? Object.keys(part.value) : []) {
    const collection = below(part as Part, name);
    if (!owned.includes(name))
      problems.push(problemOf(collection, `unknown collection ${name}: no tenant owns it${didYouMean(name, owned)}`));
    segments.set(name, parseCollection(contract, collection, problems));
  }
  for (const name of owned) if (!segments.has(name)) segments.set(name, []);
  return segments;
}

function parseCollection(contract: Contract, part: Part, problems: Problem[]): readonly Segment[] {
  if (!Array.isArray(part.value)) {
    problems.push(problemOf(part, 'must be a list of rows and recipes such as { generate: 40 }'));
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
    problems.push(problemOf(below(part, 'generate'), 'must be the number of rows, 0 or more'));
  }
  if (!isMap(overrides)) problems.push(problemOf(below(part, 'with'), 'must be an object from field to hint'));
  return { kind: 'recipe', count: Number(generate), overrides: isMap(overrides) ? overrides : {}, part };
}

/** Whether contract and scenario come with the package. */
function isCheckedByBuild(contract: Contract, { source }: Part): boolean {
  return source.isBuiltIn && isBuiltInContract(contract);
}

/** Rows that follow one another make one segment. */
function addLiteral(contract: Contract, segments: Segment[], part: Part, problems: Problem[]): void {
  const faults = isCheckedByBuild(contract, part) ? [] : checkRow(contract, part.value);
  for (const { path, message } of faults) {
    problems.push(problemOf({ ...part, path: [...part.path, ...path] }, message));
  }
  const row = part.value as Row;
  const last = segments.at(-1);
  if (last?.kind !== 'literal') segments.push({ kind: 'literal', rows: [row], parts: [part] });
  else segments.splice(-1, 1, { kind: 'literal', rows: [...last.rows, row], parts: [...last.parts, part] });
}

/**
 * Lets the first recipe make another number of rows. The recipes after it in the same collection then make other rows, as they
 * count on where it ends.
 *
 * @param size - how many rows the first recipe shall make
 * @returns `undefined` when there is no recipe
 */
export function resizeFirstRecipe(
  collections: ReadonlyMap<string, readonly Segment[]>,
  size: number,
): ReadonlyMap<string, readonly Segment[]> | undefined {
  const first = [...collections.values()].flat().find(({ kind }) => kind === 'recipe');
  if (first === undefined) return undefined;
  const resized = { ...first, count: size } as Segment;
  return new Map(
    [...collections].map(([name, segments]) => [
      name,
      segments.map((segment) => (segment === first ? resized : segment)),
    ]),
  );
}
