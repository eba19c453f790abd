import type { Check, CheckContext } from '../../check.ts';
import { EVERYTHING } from '../../list/list-query.ts';

/** Asks for a page with HEAD. */
export const checkHead: Check = {
  id: 'robustness.head',
  title: 'asks for a page with HEAD',
  verifies: ['head.like-get'],
  cost: 2,
  async run({ list, survey, confirm }: CheckContext) {
    await confirm(async (ledger) => {
      const answer = await list.ask(EVERYTHING, { method: 'HEAD', purpose: 'either' });
      const { response } = survey.opening;
      const [received, expected] = [answer.response, response].map(
        ({ status, headers }) => `${status} ${headers['content-type']}`,
      );
      if (received === expected && answer.response.text === '') ledger.exercise('head.like-get', 'requests');
      else
        ledger.violate('head.like-get', {
          summary: `HEAD is answered with ${received}`,
          expected,
          received,
          answers: [answer],
        });
    });
  },
};
