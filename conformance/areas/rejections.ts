import type { Contract, ErrorAnswer, ErrorCondition, Json, Pointer } from '../../src/contract/contract.ts';
import { isSamePointer, readPointer } from '../../src/contract/json-pointer.ts';
import { strongest, weakest } from '../../src/contract/provenance.ts';
import type { Ledger } from '../ledger.ts';
import { type Answer, formatRows } from '../list/answer.ts';
import type { RequirementDraft } from '../requirement.ts';

/**
 * The requirements on an error response: `<id>.status`, `<id>.body`, and `<id>.headers` where it has headers of its own. Each is as
 * binding as the contract's entry for the condition, the body no more than its example.
 *
 * @param id - the first part of the ids: `access.missing`
 * @param words - what is rejected: `a request without credentials`
 */
export function rejectionRequirements(
  contract: Contract,
  id: string,
  condition: ErrorCondition,
  words: string,
): readonly RequirementDraft[] {
  const answer = findErrorAnswer(contract, condition);
  if (answer === undefined) return listUsualDrafts(contract, id, condition, words);
  const entry = ['errors', answer.condition];
  const { mark } = contract.provenanceOf(entry);
  const { example, fixed } = answer;
  // An example shows what a body may be like; which part of it is the same everywhere has a key of its own.
  const binding = weakest(mark, strongest('inferred', contract.provenanceOf([...entry, 'fixed']).mark));
  return [
    { id: `${id}.status`, demand: `respond ${answer.status} to ${words}`, entry: [...entry, 'status'] },
    ...(example === undefined && fixed === undefined
      ? []
      : [
          {
            id: `${id}.body`,
            demand:
              example === undefined
                ? `return the documented body for ${words}`
                : `return the body of the example "${example}" for ${words}`,
            entry: [...entry, example === undefined ? 'fixed' : 'example'],
            mark: binding,
          },
        ]),
    ...(listRejectionHeaders(answer).length === 0
      ? []
      : [
          {
            id: `${id}.headers`,
            demand: `send ${listRejectionHeaders(answer).join(' and ')} in the response to ${words}`,
            entry: [...entry, 'example'],
            mark: weakest('inferred', mark),
          },
        ]),
  ];
}

/** What a document declares for a status that speaks of credentials is read as the response to wrong ones. */
function listUsualDrafts(
  contract: Contract,
  id: string,
  condition: ErrorCondition,
  words: string,
): readonly RequirementDraft[] {
  const answer = findUsualAnswer(contract, condition);
  if (answer === undefined) return [];
  return [{ id: `${id}.status`, demand: `respond ${answer.status} to ${words}`, mark: 'inferred' }];
}

const CREDENTIAL_CONDITIONS: ReadonlySet<ErrorCondition> = new Set(['unauthenticated', 'forbidden']);

function findUsualAnswer(contract: Contract, condition: ErrorCondition): ErrorAnswer | undefined {
  const { usualErrors, responseSchemas } = contract;
  const answer = CREDENTIAL_CONDITIONS.has(condition) ? usualErrors.get(condition) : undefined;
  // A range of statuses, or a default, does not say which of them it is.
  if (answer !== undefined && responseSchemas.has(answer.status)) return answer;
  const parent = GENERAL_CONDITIONS[condition];
  return parent === undefined ? undefined : findUsualAnswer(contract, parent);
}

/** Names of the headers that belong to the error, and not to the path. */
function listRejectionHeaders({ headers }: Pick<ErrorAnswer, 'headers'>): readonly string[] {
  return headers.map(([name]) => name).filter((name) => !PATH_HEADERS.has(name.toLowerCase()));
}

const PATH_HEADERS: ReadonlySet<string> = new Set(['allow', 'vary', 'retry-after']);

/** The error response that a request should have. */
export interface ExpectedRejection {
  /** As it was passed to `rejectionRequirements`. */
  readonly id: string;
  readonly condition: ErrorCondition;
  /** What is rejected: `a request without credentials`. */
  readonly what: string;
}

/** Writes to the ledger whether a response is the one that the contract has for an error condition. */
export function judgeRejection(
  contract: Contract,
  ledger: Ledger,
  answer: Answer,
  { id, condition, what }: ExpectedRejection,
): void {
  const written = findErrorAnswer(contract, condition);
  const expected = written ?? findUsualAnswer(contract, condition);
  if (expected === undefined) return;
  const { status, text, json } = answer.response;
  if (status !== expected.status) {
    ledger.violate(`${id}.status`, {
      summary: `the response to ${what} is ${status}`,
      expected: expected.status,
      received: status,
      answers: [answer],
    });
    return;
  }
  ledger.exercise(`${id}.status`, 'rejections');
  if (written === undefined) return;
  const missing = listRejectionHeaders(expected).find(
    (name) => answer.response.headers[name.toLowerCase()] === undefined,
  );
  if (missing === undefined) ledger.exercise(`${id}.headers`, 'rejections');
  else
    ledger.violate(`${id}.headers`, {
      summary: `the response to ${what} has no ${missing} header`,
      expected: missing,
      answers: [answer],
    });
  const difference = listAlternatives(contract, expected).map((one) => findDifference(json, one, contract));
  const [first] = difference;
  if (difference.includes(undefined) || first === undefined) {
    ledger.exercise(`${id}.body`, 'rejections');
    return;
  }
  ledger.violate(`${id}.body`, {
    summary: `the response to ${what} differs from the contract’s example at ${first.at || 'the root'}`,
    expected: first.expected ?? 'nothing',
    received: json === undefined ? text.slice(0, 200) : (first.received ?? 'nothing'),
    answers: [answer],
  });
}

/** The content of a link may say its direction, and the error may depend on that. */
function listAlternatives({ errors }: Contract, expected: ErrorAnswer): readonly ErrorAnswer[] {
  const backward = expected.condition === 'invalidPosition' ? errors.get('invalidBackwardPosition') : undefined;
  return backward === undefined ? [expected] : [expected, backward];
}

/** Whether the status is a 4xx. */
export function isRejection({ response: { status } }: Answer): boolean {
  return status >= 400 && status < 500;
}

/** Where a body differs from the contract's example; `at` is a JSON Pointer. */
interface Difference {
  readonly at: string;
  readonly expected: Json | undefined;
  readonly received: Json | undefined;
}

/**
 * Compares the body of an error with the contract's example. Values that are unique to each response, texts that are filled in,
 * and the wording of single violations are not compared; additional members are allowed. Of prose an example shows that there is
 * some, unless the contract says that it is the same everywhere.
 *
 * @returns the first difference; `undefined` when there is none
 */
export function findDifference(
  body: Json | undefined,
  answer: ErrorAnswer,
  { envelope }: Pick<Contract, 'envelope'>,
): Difference | undefined {
  const { violations } = answer;
  const free = [
    ...envelope.fresh.map(({ pointer }) => pointer),
    ...answer.fill.map(({ pointer }) => pointer),
    ...(violations === undefined ? [] : [violations.in]),
  ];
  const fixed = answer.fixed ?? [[]];
  const isProse = (value: Json | undefined, at: Pointer): boolean => answer.fixed === undefined && isText(value, at);
  for (const pointer of fixed) {
    const expected = readPointer(answer.body, pointer);
    const received = body === undefined ? undefined : readPointer(body, pointer);
    const found = compare(expected, received, pointer, { free, isProse });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is not compared. */
interface Tolerance {
  readonly free: readonly Pointer[];
  readonly isProse: (value: Json | undefined, at: Pointer) => boolean;
}

/** Members that hold what a person is told. */
const MESSAGES = /^(?:details?|(?:display_?)?messages?|title|description|reason|(?:error_?)?description)$/i;

/** Whether a text is for people: of several words, or in a place for messages. */
function isText(value: Json | undefined, at: Pointer): boolean {
  const name = at.findLast((segment) => !/^\d+$/.test(segment)) ?? '';
  return typeof value === 'string' && (/\S\s+\S/.test(value) || MESSAGES.test(name));
}

function compare(
  expected: Json | undefined,
  received: Json | undefined,
  at: Pointer,
  tolerance: Tolerance,
): Difference | undefined {
  const { free, isProse } = tolerance;
  if (isProse(expected, at) && typeof received === 'string' && received !== '') return undefined;
  if (free.some((pointer) => isSamePointer(pointer, at))) {
    return received === undefined ? { at: formatPointer(at), expected, received } : undefined;
  }
  if (!isContainer(expected)) return expected === received ? undefined : { at: formatPointer(at), expected, received };
  if (!isContainer(received) || Array.isArray(expected) !== Array.isArray(received)) {
    return { at: formatPointer(at), expected, received };
  }
  for (const [key, value] of Object.entries(expected)) {
    const found = compare(value as Json, readPointer(received, [key]), [...at, key], tolerance);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isContainer(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null;
}

function formatPointer(pointer: Pointer): string {
  return pointer.map((segment) => `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The more general condition, whose error also applies to one that a contract does not list. */
const GENERAL_CONDITIONS: Readonly<Partial<Record<ErrorCondition, ErrorCondition>>> = {
  missingCredential: 'unauthenticated',
  emptyCredential: 'malformedCredential',
  malformedCredential: 'unauthenticated',
  invalidCredential: 'unauthenticated',
  expiredCredential: 'invalidCredential',
  insufficientScope: 'forbidden',
  foreignScope: 'forbidden',
  missingScope: 'invalidParameter',
  missingVersion: 'invalidParameter',
  unsupportedVersion: 'missingVersion',
  retiredVersion: 'unsupportedVersion',
  expiredPosition: 'invalidPosition',
  invalidBackwardPosition: 'invalidPosition',
};

/** The error that a contract has for a condition or the nearest more general one; `undefined` where it has none. */
export function findErrorAnswer(
  { errors }: Pick<Contract, 'errors'>,
  condition: ErrorCondition,
): ErrorAnswer | undefined {
  const parent = GENERAL_CONDITIONS[condition];
  return errors.get(condition) ?? (parent === undefined ? undefined : findErrorAnswer({ errors }, parent));
}

/** A shorter identity may be in any text by chance. */
const MIN_IDENTITY_LENGTH = 6;

/**
 * Writes to the ledger whether a request was rejected: with any status but a 2xx.
 *
 * @param what - the request: `a request without credentials`
 */
export function expectNoRows(ledger: Ledger, requirement: string, answer: Answer, what: string): void {
  const { status } = answer.response;
  if (status < 200 || status > 299) {
    ledger.exercise(requirement, 'rejections');
    return;
  }
  ledger.violate(requirement, {
    summary: `the response to ${what} is ${status} with ${formatRows(answer.page?.items.length)}`,
    expected: 'a rejection',
    received: status,
    answers: [answer],
  });
}

/** Writes to the ledger whether the body of an error exposes any of the rows. */
export function expectNoIdentities(ledger: Ledger, requirement: string, answer: Answer, ids: Iterable<string>): void {
  const { status, text } = answer.response;
  if (status < 400) return;
  const leaked = [...ids].find((id) => id.length >= MIN_IDENTITY_LENGTH && text.includes(JSON.stringify(id)));
  if (leaked === undefined) {
    ledger.exercise(requirement, 'rejections');
    return;
  }
  ledger.violate(requirement, {
    summary: `the response exposes row ${leaked}`,
    received: leaked,
    answers: [answer],
  });
}
