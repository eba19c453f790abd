import type { Inspector } from '../../check.ts';
import { hasPage } from '../../list/answer.ts';

/** Counts the rows of every page. */
export const inspectLimits: Inspector = {
  id: 'paging.page-sizes',
  title: 'counts the rows of every page',
  verifies: ['limit.at-most', 'limit.kept', 'limit.default'],
  prepare({ page: { limit } }) {
    return (answer, ledger) => {
      if (!hasPage(answer) || answer.purpose !== 'page') return;
      const asked = answer.query.limit ?? limit.default;
      const allowed = Math.min(asked, limit.maximum);
      const count = answer.page.items.length;
      if (asked === 0) return;
      // A link has the page size to itself.
      const given = answer.position.link === undefined ? 'limit.at-most' : 'limit.kept';
      const id = answer.query.limit === undefined ? 'limit.default' : given;
      if (count > allowed) {
        ledger.violate(id, {
          summary: `a page of at most ${allowed} rows holds ${count}`,
          expected: allowed,
          received: count,
          answers: [answer],
        });
      } else if (count === allowed && answer.query.limit !== undefined) ledger.exercise(given, 'full pages');
    };
  },
};
