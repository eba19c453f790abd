import type { Contract, Filter } from '../../../src/contract/contract.ts';
import type { Check } from '../../check.ts';
import { EVERYTHING } from '../../list/list-query.ts';
import { haveSameRows } from '../answers/have-same-rows.ts';

const INVENTED = 'pwUnknown4f1c';
/** Parameters that are tried with everything. */
const MOST_TEXTS = 2;

/** Texts that break careless servers. */
const HOSTILE: readonly string[] = [
  '%FF',
  '%zz',
  "'%20OR%20'1'='1",
  '%22',
  '%F0%9F%98%80',
  '1e309',
  '99999999999999999999',
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

function listHostileQueries(contract: Contract): readonly string[] {
  const { limit, position } = contract.page;
  const names = contract.filters.map(({ parameter }) => encodeURIComponent(parameter.replace('*', INVENTED)));
  const texts = contract.filters
    .filter(isFreeText)
    .map(({ parameter }) => encodeURIComponent(parameter.replace('*', INVENTED)));
  const [first = INVENTED] = texts;
  // Without a free text, whatever there is.
  const tried = (texts.length === 0 ? names : texts).slice(0, MOST_TEXTS);
  const all = [...names.slice(0, 3), limit.parameter, position];
  const others = contract.parameters
    .filter(({ in: where, name }) => where === 'query' && !names.includes(name))
    .map(({ name }) => name);
  return [
    ...HOSTILE.map((text, index) => `${all[index % all.length]}=${text}`),
    // Each by itself: what one parameter is refused for would hide that another is fatal.
    ...tried.flatMap((name) => [`${name}=%00`, `${name}=${'x'.repeat(3000)}`, `${name}=%5C%28%5B%F0%9F%98%80`]),
    ...[limit.parameter, position].map((name) => `${name}=`),
    texts.map((name) => `${name}=`).join('&'),
    ...contract.filters.filter(isNumeric).map(({ parameter }) => `${parameter}=9223372036854775808`),
    ...others.map((name) => `${name}=${INVENTED}`),
    `${first}=a&${first}=b`,
    `${first}[]=a`,
    `${first}[$ne]=a`,
    `${limit.parameter}=2&${limit.parameter}=3`,
    `${limit.parameter}[]=2`,
    `${limit.parameter}=99999999999999999999`,
    `${position}=${'9'.repeat(30)}`,
    `${position}=${'QUJD'.repeat(1000)}`,
    '&&==&?',
  ];
}

function isFreeText({ fields, declared, operator }: Filter): boolean {
  return (
    operator !== 'hasKey' && fields.every(({ kind }) => kind === 'string') && declared?.schema['enum'] === undefined
  );
}

function isNumeric({ fields }: Filter): boolean {
  return fields[0]?.kind === 'number';
}
