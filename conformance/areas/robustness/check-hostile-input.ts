import type { Contract } from '../../../src/contract/contract.ts';
import type { Check } from '../../check.ts';
import { EVERYTHING } from '../../list/list-query.ts';
import { haveSameRows } from '../answers/have-same-rows.ts';

const INVENTED = 'pwUnknown4f1c';

/** Texts that break careless servers. */
const HOSTILE: readonly string[] = [
  '%00',
  '%FF',
  '%zz',
  "'%20OR%20'1'='1",
  '%22',
  '%5C',
  '%F0%9F%98%80',
  '%E2%80%A8',
  '-0',
  '1e309',
  '99999999999999999999',
  '',
  '[',
  '%2B%26%3D%23',
];

/** Sends what breaks careless servers, to every kind of parameter; that no answer is a failure is seen by whoever looks at all. */
export const checkHostileInput: Check = {
  id: 'robustness.hostile-input',
  title: 'sends texts that break careless servers',
  verifies: ['answers.no-server-error', 'hostile.harmless'],
  cost: 60,
  async run({ contract, list, survey, confirm }) {
    const queries = listHostileQueries(contract);
    const query = { ...survey.window.query, limit: 3 };
    await confirm(async (ledger) => {
      const before = await list.ask(query);
      await Promise.all(queries.map((rawQuery) => list.ask(EVERYTHING, { rawQuery, purpose: 'either' })));
      const after = await list.ask(query);
      if (haveSameRows(contract, before, after)) ledger.exercise('hostile.harmless', 'requests', queries.length);
      else {
        ledger.violate('hostile.harmless', {
          summary: 'after hostile requests, a page shows other rows',
          expected: before.page?.ids,
          received: after.page?.ids ?? after.response.status,
          answers: [before, after],
        });
      }
    });
  },
};

function listHostileQueries({ filters, page: { limit, position } }: Contract): readonly string[] {
  const names = filters.map(({ parameter }) => encodeURIComponent(parameter.replace('*', INVENTED)));
  const some = names.slice(0, 3);
  const all = [...some, limit.parameter, position];
  return [
    ...HOSTILE.map((text, index) => `${all[index % all.length]}=${text}`),
    ...[...names, limit.parameter, position].map((name) => `${name}=`),
    ...some.flatMap((name) => [`${name}=a&${name}=b`, `${name}[]=a`, `${name}[$ne]=a`]),
    `${limit.parameter}=2&${limit.parameter}=3`,
    `${limit.parameter}[]=2`,
    // Some servers fail on a long value of one parameter only; all of them at once are one request.
    [...names, position].map((name) => `${name}=${'x'.repeat(1500)}`).join('&'),
    `${position}=${'9'.repeat(30)}`,
    `${position}=${'QUJD'.repeat(1000)}`,
    '&&==&?',
  ];
}
