import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { type Answer, hasPage } from '../../list/answer.ts';
import { EVERYTHING } from '../../list/list-query.ts';

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
];

/** Sends parameters that nobody knows. */
export const checkUnknownParameters: Check = {
  id: 'robustness.unknown-parameters',
  title: 'sends parameters that nobody knows',
  verifies: ['unknown-parameter.*'],
  cost: 6,
  async run({ contract, list, survey, confirm }) {
    const { window } = survey;
    await confirm(async (ledger) => {
      const plain = await list.ask({ ...window.query, limit: 5 });
      const answer = await list.ask(
        { ...window.query, limit: 5 },
        { parameters: [[INVENTED, '1']], purpose: 'either' },
      );
      const { status } = answer.response;
      const isSame =
        hasPage(plain) &&
        hasPage(answer) &&
        String(plain.page.ids) === String(answer.page.ids) &&
        plain.page.total === answer.page.total;
      const isRefused = status >= 400 && status < 500;
      const [id, expected] = contract.query.unknown === 'ignore' ? [isSame, 'the same rows'] : [isRefused, 'a refusal'];
      if (id) ledger.exercise('unknown-parameter.policy', 'parameters');
      else
        ledger.violate('unknown-parameter.policy', {
          summary: `an unknown parameter is answered with status ${status}`,
          expected,
          received: answer.page?.ids ?? status,
          answers: [plain, answer],
        });
      if (isSame || isRefused) {
        if (survey.seen.size > 0) ledger.exercise('unknown-parameter.no-effect', 'parameters');
      } else if (hasPage(answer)) {
        ledger.violate('unknown-parameter.no-effect', {
          summary: 'an unknown parameter changes which rows are shown',
          expected: plain.page?.ids,
          received: answer.page.ids,
          answers: [plain, answer],
        });
      }
    });
  },
};

/** Sends what breaks careless servers, to every kind of parameter. */
export const checkHostileInput: Check = {
  id: 'robustness.hostile-input',
  title: 'sends texts that break careless servers',
  verifies: ['answers.no-server-error', 'hostile.harmless'],
  cost: 40,
  async run(context) {
    const { contract, list, survey, confirm } = context;
    const { limit, position } = contract.page;
    const filters = contract.filters.map(({ parameter }) => parameter.replace('*', INVENTED)).slice(0, 3);
    const queries = [
      ...HOSTILE.map(
        (text, index) => `${[...filters, limit.parameter, position][index % (filters.length + 2)]}=${text}`,
      ),
      ...filters.flatMap((name) => [`${name}=a&${name}=b`, `${name}[]=a`, `${name}[$ne]=a`]),
      `${limit.parameter}=2&${limit.parameter}=3`,
      `${limit.parameter}[]=2`,
      `${filters[0] ?? INVENTED}=${'x'.repeat(6000)}`,
      `${position}=${'9'.repeat(30)}`,
      '&&==&?',
    ];
    await confirm(async (ledger) => {
      const before = await list.ask({ ...survey.window.query, limit: 3 });
      const answers = await Promise.all(
        queries.map((rawQuery) => list.ask(EVERYTHING, { rawQuery, purpose: 'either' })),
      );
      for (const answer of answers) judge(ledger, answer);
      const after = await list.ask({ ...survey.window.query, limit: 3 });
      if (String(before.page?.ids) === String(after.page?.ids))
        ledger.exercise('hostile.harmless', 'requests', queries.length);
      else
        ledger.violate('hostile.harmless', {
          summary: 'after hostile requests, a page shows other rows',
          expected: before.page?.ids,
          received: after.page?.ids ?? after.response.status,
          answers: [before, after],
        });
    });
  },
};

function judge(ledger: Ledger, answer: Answer): void {
  const { status } = answer.response;
  if (status < 500) {
    ledger.exercise('answers.no-server-error', 'hostile requests');
    return;
  }
  ledger.violate('answers.no-server-error', {
    summary: `a hostile request is answered with status ${status}`,
    expected: 'below 500',
    received: status,
    answers: [answer],
  });
}

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
