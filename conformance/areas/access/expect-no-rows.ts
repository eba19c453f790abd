import type { Ledger } from '../../ledger/ledger.ts';
import type { Answer } from '../../list/answer.ts';

/** So short an identity may stand in any text by chance. */
const TELLING_LENGTH = 6;

/**
 * Writes to the ledger whether a request was refused: with anything but a success.
 *
 * @param what - was wrong with it: `a request without credentials`
 */
export function expectNoRows(ledger: Ledger, requirement: string, answer: Answer, what: string): void {
  const { status } = answer.response;
  if (status < 200 || status > 299) {
    ledger.exercise(requirement, 'refusals');
    return;
  }
  ledger.violate(requirement, {
    summary: `${what} is answered with status ${status} and ${answer.page?.items.length ?? 'no readable'} rows`,
    expected: 'a refusal',
    received: status,
    answers: [answer],
  });
}

/** Writes to the ledger whether the body of a refusal names any of the rows. */
export function expectNoNames(ledger: Ledger, requirement: string, answer: Answer, ids: Iterable<string>): void {
  const { status, text } = answer.response;
  if (status < 400) return;
  const leaked = [...ids].find((id) => id.length >= TELLING_LENGTH && text.includes(JSON.stringify(id)));
  if (leaked === undefined) {
    ledger.exercise(requirement, 'refusals');
    return;
  }
  ledger.violate(requirement, {
    summary: `the refusal names the row ${leaked}`,
    received: leaked,
    answers: [answer],
  });
}
