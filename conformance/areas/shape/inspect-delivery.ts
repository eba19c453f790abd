import type { Inspector } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { type Answer, hasPage } from '../../list/answer.ts';

/** Looks whether pages are pages at all, and whether the server fails. What comes twice for the same request is no accident. */
export const inspectDelivery: Inspector = {
  id: 'shape.delivery',
  title: 'looks whether every page can be read, and whether the server fails',
  verifies: ['answers.readable', 'answers.no-server-error'],
  prepare() {
    const seen = new Map<string, number>();
    const isSecond = (answer: Answer): boolean => {
      const key = `${answer.response.status} ${answer.response.url} ${JSON.stringify(answer.query.partition)}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
      return (seen.get(key) ?? 0) > 1;
    };
    return (answer, ledger) => {
      const { status } = answer.response;
      // For a page the client has asked twice already.
      if (status >= 500 && (answer.purpose === 'page' || isSecond(answer)))
        accuse(ledger, 'answers.no-server-error', answer);
      else if (status < 500) ledger.exercise('answers.no-server-error', 'answers');
      if (answer.purpose !== 'page') return;
      if (hasPage(answer)) ledger.exercise('answers.readable', 'pages');
      else if (status < 500 && isSecond(answer)) accuse(ledger, 'answers.readable', answer);
    };
  },
};

function accuse(ledger: Ledger, requirement: string, answer: Answer): void {
  const { status } = answer.response;
  const summary = status === 200 ? 'a page has no list of items' : `a request is answered with status ${status}, twice`;
  ledger.violate(requirement, { summary, received: status, answers: [answer] });
}
