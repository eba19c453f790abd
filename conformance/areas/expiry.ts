import type { TokenPolicy } from '../../src/contract/contract.ts';
import { readPointer } from '../../src/contract/json-pointer.ts';
import type { Check, CheckContext } from '../check.ts';
import { withHook } from '../hooks/time-limit.ts';
import type { Ledger } from '../ledger.ts';
import { type Answer, hasPage, type PageAnswer } from '../list/answer.ts';
import { EVERYTHING } from '../list/query.ts';
import { locateNeighbour } from '../list/walk.ts';
import { BETWEEN_PAGES, chooseFewRows, describeChange, readFresh } from './fresh-walk.ts';
import { hasTokens } from './integrity/requirements.ts';

const IDS = ['token.expired', 'token.renewed'];

export const checkExpiry: Check = {
  id: 'stability.expiry',
  title: 'Follows a link or token that has expired',
  verifies: IDS,
  cost: 12,
  appliesTo: (contract) => hasTokens(contract) && contract.page.token.lifetime !== undefined,
  async run(context) {
    if (context.hooks?.change === undefined) return;
    await context.confirm((ledger) => tryExpired(context, ledger), { reread: async () => true });
  },
};

async function tryExpired(context: CheckContext, ledger: Ledger): Promise<void> {
  const { contract, hooks, list } = context;
  const leaveOpen = (reason: string): void => {
    for (const id of IDS) ledger.leaveOpen(id, reason);
  };
  const walk = await readFresh(context, { ...EVERYTHING, limit: chooseFewRows(context) }, { maxPages: 2 });
  const [from, behind] = walk.pages;
  if (from === undefined || behind === undefined || locateNeighbour(contract, from, 'next') === undefined) {
    leaveOpen('the list has no second page');
    return;
  }
  const hasPassed = await withHook(ledger, { ids: IDS, what: BETWEEN_PAGES }, async () => {
    await hooks?.change?.({ phase: 'expire', page: 1, ...describeChange(context, from, 'next') });
    return true;
  });
  if (hasPassed !== true) return;
  const answer = await list.go(from, 'next', { memo: false, purpose: 'either' });
  if (answer === undefined) return;
  if (hasPage(answer)) {
    leaveOpen('what was given before still works after the phase expire, which is to let links and tokens expire');
    return;
  }
  const { status } = answer.response;
  if (status >= 500) {
    const summary = `the response to an expired link or token is ${status}`;
    ledger.violate('token.expired', { summary, expected: 'a rejection', received: status, answers: [from, answer] });
    return;
  }
  ledger.exercise('token.expired', 'expired tokens');
  if (hasTokens(contract) && contract.page.token.renewed !== undefined) {
    await followRenewed(context, ledger, { answer, behind, place: contract.page.token.renewed });
  }
}

interface Renewal {
  /** The response to the expired token. */
  readonly answer: Answer;
  /** What it led to before. */
  readonly behind: PageAnswer;
  readonly place: NonNullable<TokenPolicy['renewed']>;
}

/** The fresh token leads on from where the other one did. */
async function followRenewed(
  { list }: CheckContext,
  ledger: Ledger,
  { answer, behind, place }: Renewal,
): Promise<void> {
  const fresh = readPointer(answer.response.json ?? null, place);
  if (typeof fresh !== 'string' || fresh === '') {
    ledger.violate('token.renewed', {
      summary: 'the response to an expired token has no fresh one',
      expected: 'a token',
      received: fresh ?? 'none',
      answers: [answer],
    });
    return;
  }
  const position = { value: fresh, direction: 'forward' } as const;
  const resumed = await list.ask(behind.query, { position, memo: false, purpose: 'either' });
  // Rows may have come since; none may be left out.
  const isRight = resumed.page?.ids.includes(behind.page.ids[0] ?? '') === true;
  if (isRight) ledger.exercise('token.renewed', 'fresh tokens');
  else {
    ledger.violate('token.renewed', {
      summary: 'the fresh token for an expired one does not lead to the rows behind the same page',
      expected: behind.page.ids,
      received: resumed.page?.ids ?? resumed.response.status,
      answers: [answer, resumed],
    });
  }
}
