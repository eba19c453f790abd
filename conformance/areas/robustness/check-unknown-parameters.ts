import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { type Answer, hasPage } from '../../list/answer.ts';
import { haveSameRows } from '../answers/have-same-rows.ts';

const INVENTED = ['pwUnknown4f1c', 'a b&c+d'] as const;

/** Sends a parameter that nobody knows. */
export const checkUnknownParameters: Check = {
  id: 'robustness.unknown-parameters',
  title: 'sends parameters that nobody knows',
  verifies: ['unknown-parameter.*'],
  cost: 6,
  run: ({ confirm, ...context }) => confirm((ledger) => tryUnknown(context, ledger)),
};

async function tryUnknown({ contract, list, survey }: Omit<CheckContext, 'confirm'>, ledger: Ledger): Promise<void> {
  const query = { ...survey.window.query, limit: 5 };
  const plain = await list.ask(query);
  const answer = await list.ask(query, { parameters: [INVENTED], purpose: 'either' });
  const { status } = answer.response;
  const isSame = haveSameRows(contract, plain, answer) && plain.page?.total === answer.page?.total;
  const isRefused = status >= 400 && status < 500;
  const isIgnored = contract.query.unknown === 'ignore';
  const received = answer.page?.ids ?? status;
  if (isIgnored ? isSame : isRefused) ledger.exercise('unknown-parameter.policy', 'parameters');
  else {
    ledger.violate('unknown-parameter.policy', {
      summary: `an unknown parameter is answered with status ${status}`,
      expected: isIgnored ? 'the same rows' : 'a refusal',
      received,
      answers: [plain, answer],
    });
  }
  if (isSame || isRefused) {
    if (survey.seen.size > 0) ledger.exercise('unknown-parameter.no-effect', 'parameters');
  } else if (hasPage(answer)) {
    const summary = 'an unknown parameter changes which rows are shown';
    ledger.violate('unknown-parameter.no-effect', {
      summary,
      expected: plain.page?.ids,
      received,
      answers: [plain, answer],
    });
  }
  judgeLink(keepsAllParameters(contract), ledger, answer);
}

function keepsAllParameters({ page }: CheckContext['contract']): boolean {
  return page.style === 'number' && page.links.keep === 'all';
}

/** Where links keep all parameters, they keep this one, as it was. */
function judgeLink(keepsAll: boolean, ledger: Ledger, answer: Answer): void {
  const link = answer.page?.links.next;
  if (!keepsAll || link === undefined || !URL.canParse(link)) return;
  const [name, value] = INVENTED;
  const received = new URL(link).searchParams.getAll(name);
  if (String(received) === value) ledger.exercise('unknown-parameter.in-links', 'links');
  else {
    ledger.violate('unknown-parameter.in-links', {
      summary: 'the next link does not repeat an unknown parameter as it was sent',
      expected: [value],
      received,
      answers: [answer],
    });
  }
}
