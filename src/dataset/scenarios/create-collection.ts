import type { Contract, Json } from '../../contract/contract.ts';
import { PagewrightError, type Problem } from '../../contract/error.ts';
import { createLiteralSource } from '../create-literal-source.ts';
import { createRowSource } from '../create-row-source.ts';
import type { Row, RowSource } from '../row-source.ts';
import { below, type Part, problemOf } from './layers.ts';
import type { Segment } from './parse-rows.ts';

/** What the rows of all collections are made from. */
export interface Ground {
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
  ground: Ground,
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
  { contract, seed, now }: Ground,
  stream: string,
  { count, overrides, part }: Recipe,
  firstIndex: number,
  problems: Problem[],
): RowSource | undefined {
  try {
    return createRowSource({ contract, seed, now, size: count, overrides, stream, firstIndex });
  } catch (error) {
    if (!(error instanceof PagewrightError) || part === undefined) throw error;
    problems.push(problemOf(placeOf(part, overrides, error.field), error.message));
    return undefined;
  }
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
  const { name } = contract.identity;
  const seen = new Set<Json | undefined>();
  const finders = sources.map((source) => finderOf(contract, source));
  for (const [index, segment] of segments.entries()) {
    for (const [row, part] of sampleRows(segment, sources[index] as RowSource)) {
      const identity = row[name];
      const isMadeElsewhere = finders.some(
        (find, other) => other !== index && segments[other]?.kind === 'recipe' && find(String(identity)),
      );
      if (part !== undefined && (seen.has(identity) || isMadeElsewhere)) {
        problems.push(problemOf(part, `another row of the collection has the ${name} ${JSON.stringify(identity)}`));
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

function finderOf(contract: Contract, source: RowSource): (identity: string) => boolean {
  const column = source.column(contract.identity);
  const find = column.kind === 'values' ? column.find : undefined;
  const isHeld = (index: number, identity: string): boolean =>
    String(source.row(index)[contract.identity.name]) === identity;
  return (identity) => find?.(identity).some((index) => isHeld(index, identity)) ?? false;
}
