import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { formatRows, hasPage, isSuccess, type PageAnswer } from '../../list/answer.ts';
import { EVERYTHING } from '../../list/query.ts';
import { judgeRejection } from '../rejections.ts';
import { hasTokens } from './requirements.ts';
import { type AlteredToken, alterToken, FOREIGN_TOKENS, findToken, type GivenToken } from './token-mutations.ts';

export const checkAlteredTokens: Check = {
  id: 'integrity.altered',
  title: 'Requests the next page with tampered, forged and empty tokens',
  verifies: ['token.altered.*', 'token.foreign.*', 'token.emptied', 'token.no-server-error'],
  cost: 24,
  appliesTo: hasTokens,
  run: async (context) => {
    const { list, confirm } = context;
    await confirm(async (ledger) => {
      const first = await list.ask({ ...EVERYTHING, limit: 2 });
      const next = hasPage(first) ? findToken(list, first, 'next') : undefined;
      if (!hasPage(first) || next === undefined) {
        leaveOpen(ledger, 'the list has no second page, so there is no token to tamper with');
        return;
      }
      const isQuick = context.design.profile === 'quick';
      const altered = alterToken(next.token);
      // The first ones have another meaning, the last ones the same in other letters.
      const few = [...new Set([...altered.slice(0, 1), ...altered.slice(-1)])];
      await tryTokens(context, ledger, first, next, 'token.altered', isQuick ? few : altered);
      await tryEmpty(context, ledger, first, next);
      if (isQuick) return;
      await tryTokens(context, ledger, first, next, 'token.foreign', FOREIGN_TOKENS);
      const second = await list.go(first, 'next');
      if (!hasPage(second)) return;
      const previous = findToken(list, second, 'previous');
      if (previous === undefined) return;
      const some = alterToken(previous.token).slice(1, 2);
      await tryTokens(context, ledger, second, previous, 'token.altered', some);
    });
  },
};

function leaveOpen(ledger: Ledger, reason: string): void {
  for (const id of ['token.altered', 'token.foreign']) {
    for (const part of ['refused', 'status', 'body']) ledger.leaveOpen(`${id}.${part}`, reason);
  }
  ledger.leaveOpen('token.emptied', reason);
  ledger.leaveOpen('token.no-server-error', reason);
}

async function tryTokens(
  { contract, list }: CheckContext,
  ledger: Ledger,
  from: PageAnswer,
  given: GivenToken,
  id: string,
  tokens: readonly AlteredToken[],
): Promise<void> {
  await Promise.all(
    tokens.map(async ({ what, token }) => {
      const options = { ...given.replaceWith(token), purpose: 'rejection' } as const;
      const answer = await list.ask(from.query, options);
      const name = `a token ${what}`;
      if (isSuccess(answer)) {
        ledger.violate(`${id}.refused`, {
          summary: `the response to ${name} is ${answer.response.status} with ${formatRows(answer.page?.items.length)}`,
          expected: 'a rejection',
          received: answer.response.status,
          answers: [from, answer],
        });
        return;
      }
      ledger.exercise(`${id}.refused`, 'tokens');
      judgeRejection(contract, ledger, answer, { id, condition: 'invalidPosition', what: name });
    }),
  );
}

async function tryEmpty({ list }: CheckContext, ledger: Ledger, from: PageAnswer, given: GivenToken): Promise<void> {
  const answer = await list.ask(from.query, { ...given.replaceWith(''), purpose: 'either' });
  if (!isSuccess(answer)) {
    ledger.exercise('token.emptied', 'tokens');
    return;
  }
  ledger.violate('token.emptied', {
    summary: 'the response to an empty token is a page',
    expected: 'a rejection',
    received: answer.response.status,
    answers: [from, answer],
  });
}
