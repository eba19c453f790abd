import { ACCESS_KINDS } from './access.ts';
import type { BugKind } from './bug-kind.ts';
import { END_KINDS } from './ends.ts';
import { FILTER_KINDS } from './filters.ts';
import { FORM_KINDS } from './forms.ts';
import { ORDER_KINDS } from './orders.ts';
import { POSITION_KINDS } from './positions.ts';
import { WALK_KINDS } from './walks.ts';

/** Every kind of bug that can be named as a cause. */
export const BUG_KINDS: readonly BugKind[] = [
  ...WALK_KINDS,
  ...END_KINDS,
  ...POSITION_KINDS,
  ...ORDER_KINDS,
  ...FILTER_KINDS,
  ...ACCESS_KINDS,
  ...FORM_KINDS,
];

const byBug = new Map(BUG_KINDS.flatMap((kind) => kind.bugs.map((bug) => [bug, kind] as const)));

/** The kind that a known bug belongs to. @param bug - a name of `pagewright deviations` */
export function kindOfBug(bug: string): BugKind | undefined {
  return byBug.get(bug);
}
