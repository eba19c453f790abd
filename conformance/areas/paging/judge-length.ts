import type { Ledger } from '../../ledger/ledger.ts';
import type { Walk } from '../../list/walk.ts';
import type { Window } from '../../survey/survey.ts';

/** Writes to the ledger that a walk came to its end before it had shown as many rows as are known. */
export function judgeLength(ledger: Ledger, walk: Walk, { ids }: Window): void {
  if (walk.ids.length >= ids.length) return;
  ledger.violate('walk.complete', {
    summary: `a walk on ${walk.query.limit === undefined ? 'without a page size' : `in pages of ${walk.query.limit}`} ends after ${walk.ids.length} of ${ids.length} rows`,
    expected: ids,
    received: walk.ids,
    answers: walk.pages,
  });
}
