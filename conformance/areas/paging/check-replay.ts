import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { PageAnswer } from '../../list/answer.ts';
import { haveSameRows } from '../answers/have-same-rows.ts';

/** Asks for the same pages again: later, at once, and over connections of their own. */
export const checkReplay: Check = {
  id: 'paging.replay',
  title: 'asks for the same pages again, and for several at once',
  verifies: ['replay.*'],
  cost: 20,
  async run(context) {
    const { list, survey, confirm } = context;
    const { window } = survey;
    const limit = Math.max(1, Math.floor(window.ids.length / 4));
    await confirm(async (ledger) => {
      const { pages } = await list.walk({ ...window.query, limit }, { maxPages: 4 });
      if (pages.length < 2) {
        for (const id of ['replay.same', 'replay.concurrent']) ledger.leaveOpen(id, 'there is no second page');
        return;
      }
      const steps = pages.slice(1).flatMap((expected, index) => {
        const from = pages[index];
        return from === undefined ? [] : [{ from, expected }];
      });
      for (const step of [...steps].reverse()) await replay(context, ledger, 'replay.same', step);
      await Promise.all(steps.map((step) => replay(context, ledger, 'replay.concurrent', step)));
    });
  },
};

interface Step {
  readonly from: PageAnswer;
  readonly expected: PageAnswer;
}

async function replay({ list }: CheckContext, ledger: Ledger, id: string, { from, expected }: Step): Promise<void> {
  const answer = await list.go(from, 'next', id === 'replay.concurrent' ? { freshConnection: true } : {});
  if (haveSameRows(list.contract, answer, expected)) {
    ledger.exercise(id, 'pages');
    return;
  }
  ledger.violate(id, {
    summary: 'a page has other rows when it is asked for again, or none',
    expected: expected.page.ids,
    received: answer?.page?.ids ?? answer?.response.status,
    answers: answer === undefined ? [from] : [from, expected, answer],
  });
}
