import type { Check } from '../../check.ts';
import { hasPage } from '../../list/answer.ts';
import { EVERYTHING } from '../../list/list-query.ts';
import { judgeRefusal } from '../answers/judge-refusal.ts';

/** Asks for pages by number or offset, in any order, and past the end. */
export const checkPositions: Check = {
  id: 'paging.positions',
  title: 'asks for pages by their position, and past the end',
  verifies: ['position.*'],
  cost: 20,
  appliesTo: ({ page }) => page.style === 'number' || page.style === 'offset',
  async run({ contract, list, survey, confirm }) {
    const { page } = contract;
    const { window } = survey;
    await confirm(async (ledger) => {
      const count = window.ids.length;
      const sizes = [...new Set([3, Math.ceil(count / 2), Math.max(1, count - 1)])].filter(
        (size) => size >= 1 && size <= page.limit.maximum,
      );
      const places = sizes.flatMap((limit) => {
        const last = Math.ceil(count / limit);
        if (page.style === 'number') return [last, 2, 1].map((value) => ({ limit, value, start: (value - 1) * limit }));
        return [1, limit, limit + 1, count - 1].map((value) => ({ limit, value, start: value }));
      });
      await Promise.all(
        places
          .filter(({ start }) => start >= 0 && start < count)
          .map(async ({ limit, value, start }) => {
            const answer = await list.ask({ ...window.query, limit }, { position: { value } });
            const expected = window.ids.slice(start, start + limit);
            const received = answer.page?.ids ?? [];
            const isRight =
              received.length === expected.length &&
              received.every((id) => window.ids.includes(id)) &&
              String(received) === String(expected);
            if (isRight) ledger.exercise('position.rows', 'pages');
            else
              ledger.violate('position.rows', {
                summary: `${page.position}=${value} in pages of ${limit} shows other rows`,
                expected,
                received,
                answers: [answer],
              });
          }),
      );
    });
    await confirm(async (ledger) => {
      const total = survey.total ?? 0;
      for (const value of [total + 1000, total + 1_000_000]) {
        const answer = await list.ask(EVERYTHING, { position: { value }, purpose: 'either' });
        const what = `${page.position}=${value}`;
        if (hasPage(answer) && answer.page.items.length > 0) {
          ledger.violate('position.past-end', {
            summary: `${what} of ${total} rows shows ${answer.page.items.length}`,
            expected: 'no rows',
            received: answer.page.ids,
            answers: [answer],
          });
        } else if (total > 0) ledger.exercise('position.past-end', 'positions past the end');
        judgeRefusal(contract, ledger, answer, { id: 'position.past-end', condition: 'invalidPosition', what });
      }
    });
  },
};
