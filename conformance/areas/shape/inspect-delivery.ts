import type { Inspector } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { type Answer, hasPage } from '../../list/answer.ts';

/** What a server says to a method that it does not have at all. */
const UNSUPPORTED = 501;

/** Looks whether pages are pages at all, and whether the server fails. */
export const inspectDelivery: Inspector = {
  id: 'shape.delivery',
  title: 'looks whether every page can be read, and whether the server fails',
  verifies: ['answers.readable', 'answers.no-server-error', 'rate-limit.retry-after'],
  prepare() {
    const seen = new Map<string, number>();
    // What comes twice for the same request is no accident.
    const isSecond = (answer: Answer): boolean => {
      const key = `${answer.response.status} ${answer.response.url} ${JSON.stringify(answer.query.partition)}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
      return (seen.get(key) ?? 0) > 1;
    };
    return (answer, ledger) => {
      const { status, rateLimits, exchange } = answer.response;
      judgeRateLimits(ledger, answer, rateLimits);
      // The client of the list has asked twice already.
      if (status === UNSUPPORTED && exchange.method === 'HEAD') return;
      if (status >= 500) accuse(ledger, 'answers.no-server-error', answer);
      else ledger.exercise('answers.no-server-error', 'answers');
      if (answer.purpose !== 'page') return;
      if (hasPage(answer) && status === 200) ledger.exercise('answers.readable', 'pages');
      else if (hasPage(answer) || (isFirstPage(answer) && status < 500 && isSecond(answer)))
        accuse(ledger, 'answers.readable', answer);
    };
  },
};

/** A later page may be gone by the time that it is asked for; that a walk breaks is for those to say who walk. */
function isFirstPage({ position }: Answer): boolean {
  return Object.keys(position).length === 0;
}

function accuse(ledger: Ledger, requirement: string, answer: Answer): void {
  const { status } = answer.response;
  const summary = status === 200 ? 'a page has no list of items' : `a request is answered with status ${status}`;
  ledger.violate(requirement, { summary, received: status, answers: [answer] });
}

function judgeRateLimits(ledger: Ledger, answer: Answer, { total, silent }: Answer['response']['rateLimits']): void {
  ledger.exercise('rate-limit.retry-after', 'answers with status 429', total - silent);
  if (silent === 0) return;
  const summary = `before this answer, ${silent} with status 429 came without Retry-After`;
  ledger.violate('rate-limit.retry-after', { summary, expected: 'Retry-After', answers: [answer] });
}
