import type { Contract, ErrorAnswer, ErrorCondition } from '../../../src/contract/contract.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Answer } from '../../list/answer.ts';
import { findDifference } from './find-difference.ts';
import { findErrorAnswer } from './find-error-answer.ts';
import { listTellingHeaders } from './refusal-requirements.ts';

/** What an answer should be the refusal of. */
export interface ExpectedRefusal {
  /** As it was given to `refusalRequirements`. */
  readonly id: string;
  readonly condition: ErrorCondition;
  /** What was asked: `a request without credentials`. */
  readonly what: string;
}

/** Writes to the ledger whether an answer is the refusal that the contract has for a condition. */
export function judgeRefusal(
  contract: Contract,
  ledger: Ledger,
  answer: Answer,
  { id, condition, what }: ExpectedRefusal,
): void {
  const expected = findErrorAnswer(contract, condition);
  if (expected === undefined) return;
  const { status, text, json } = answer.response;
  if (status !== expected.status) {
    ledger.violate(`${id}.status`, {
      summary: `${what} is answered with status ${status}`,
      expected: expected.status,
      received: status,
      answers: [answer],
    });
    return;
  }
  ledger.exercise(`${id}.status`, 'refusals');
  const missing = listTellingHeaders(expected).find(
    (name) => answer.response.headers[name.toLowerCase()] === undefined,
  );
  if (missing === undefined) ledger.exercise(`${id}.headers`, 'refusals');
  else
    ledger.violate(`${id}.headers`, {
      summary: `the answer to ${what} has no header ${missing}`,
      expected: missing,
      answers: [answer],
    });
  const difference = listAlternatives(contract, expected).map((one) => findDifference(json, one, contract));
  const [first] = difference;
  if (difference.includes(undefined) || first === undefined) {
    ledger.exercise(`${id}.body`, 'refusals');
    return;
  }
  ledger.violate(`${id}.body`, {
    summary: `the answer to ${what} differs from the contract's example at ${first.at || 'its root'}`,
    expected: first.expected ?? 'nothing',
    received: json === undefined ? text.slice(0, 200) : (first.received ?? 'nothing'),
    answers: [answer],
  });
}

/** A link's own content may say which way it led, and the refusal with it. */
function listAlternatives({ errors }: Contract, expected: ErrorAnswer): readonly ErrorAnswer[] {
  const backward = expected.condition === 'invalidPosition' ? errors.get('invalidBackwardPosition') : undefined;
  return backward === undefined ? [expected] : [expected, backward];
}

/** Whether an answer is a refusal of any kind. */
export function isRefusal({ response: { status } }: Answer): boolean {
  return status >= 400 && status < 500;
}
