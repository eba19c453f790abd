import type { ResponseMeaning } from './names.ts';
import { isOnly, type JsonSchema } from './schema-view.ts';

/** A scalar of the envelope. */
interface Scalar {
  readonly path: readonly string[];
  readonly schema: JsonSchema;
  readonly key: string;
}

/** Names that say the numbers of a page's first and last row, but only beside one another. */
const ROWS = [
  ['from', 'to'],
  ['start', 'end'],
  ['first_row', 'last_row'],
  ['first_item', 'last_item'],
] as const;

/**
 * Finds what says which rows a page has: `from: 21, to: 40`.
 *
 * @param found - what else was found
 * @returns both numbers, or none; beside others that speak of the page, since numbers from one time to another are none of rows
 */
export function findRowNumbers<Leaf extends Scalar>(
  leaves: readonly Leaf[],
  found: ReadonlyMap<ResponseMeaning, Leaf>,
): readonly (readonly [ResponseMeaning, Leaf])[] {
  const page = found.get('pageNumber') ?? found.get('limit');
  if (page === undefined) return [];
  const beside = leaves.filter((leaf) => haveSameHolder(leaf, page) && isOnly(leaf.schema, ['integer', 'number']));
  for (const [first, last] of ROWS) {
    const [start, end] = [first, last].map((name) => beside.find(({ key }) => key === name));
    if (start === undefined || end === undefined) continue;
    return [
      ['firstRow', start],
      ['lastRow', end],
    ];
  }
  return [];
}

function haveSameHolder(leaf: Scalar, other: Scalar): boolean {
  return String(leaf.path.slice(0, -1)) === String(other.path.slice(0, -1));
}
