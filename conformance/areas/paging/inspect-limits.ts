import type { Inspector } from '../../check.ts';
import { hasPage } from '../../list/answer.ts';

/** Counts the rows of every page. */
export const inspectLimits: Inspector = {
  id: 'paging.page-sizes',
  title: 'counts the rows of every page',
  verifies: ['limit.at-most', 'limit.default'],
  prepare({ page: { limit } }) {
    return (answer, ledger) => {
      if (!hasPage(answer) || answer.purpose !== 'page') return;
      const asked = answer.query.limit ?? limit.default;
      const allowed = Math.min(asked, limit.maximum);
      const count = answer.page.items.length;
      if (asked === 0) return;
      const id = answer.query.limit === undefined ? 'limit.default' : 'limit.at-most';
      if (count > allowed) {
        ledger.violate(id, {
          summary: `a page of at most ${allowed} rows holds ${count}`,
          expected: allowed,
          received: count,
          answers: [answer],
        });
      } else if (count === allowed && answer.query.limit !== undefined) ledger.exercise('limit.at-most', 'full pages');
    };
  },
};
