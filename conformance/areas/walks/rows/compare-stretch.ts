import type { ListPage } from '../../../list/answer.ts';
import type { Yardstick } from './create-yardstick.ts';

/** `uncertain` when the rows differ, but it is not known which they had to be. */
export type Likeness = 'same' | 'different' | 'uncertain';

/** Rows of a list, counted from 0. */
export interface Stretch {
  readonly start: number;
  readonly length: number;
}

/** Whether a page holds the rows of a stretch; tied rows may stand for each other. */
export function compareStretch(
  page: Pick<ListPage, 'items' | 'ids'>,
  yardstick: Yardstick,
  { start, length }: Stretch,
): Likeness {
  const expected = yardstick.ranks.slice(start, start + length);
  const found = page.items.map((item) => yardstick.rankOf(item) ?? -1).sort((a, b) => a - b);
  const isSame =
    new Set(page.ids).size === page.ids.length &&
    page.items.every((item) => yardstick.admits(item)) &&
    found.join() === expected.join();
  if (isSame) return 'same';
  return yardstick.orderly ? 'different' : 'uncertain';
}

/** Whether two pages hold the same rows, in whatever order. */
export function haveSameRows(one: Pick<ListPage, 'ids'>, other: Pick<ListPage, 'ids'>): boolean {
  return [...one.ids].sort().join('\n') === [...other.ids].sort().join('\n');
}
