import type { Contract, ErrorCondition, Json } from '../../contract/contract.ts';
import type { ItemError, ItemOperation } from '../../contract/item-operation.ts';
import { readPointer, writePointer } from '../../contract/json-pointer.ts';
import { toByteString } from '../../store/body.ts';
import type { ErrorRenderer } from '../errors.ts';
import type { MockRequest, MockResponse } from '../message.ts';
import { type BodyViolation, makeErrorBody } from './error-bodies.ts';

/** Why an operation on a row is not carried out. */
export interface ItemProblem {
  /** The statuses by which it may be answered, the one first that says most; 422 only where the document has it. */
  readonly statuses: readonly number[];
  /** What the contract calls it, if it has a name for it. */
  readonly condition?: ErrorCondition;
  /** In a sentence, without a full stop. */
  readonly message: string;
  readonly violations?: readonly BodyViolation[];
}

/** What is wrong with a body, as most servers answer it. */
export function invalidBody(message: string, violations: readonly BodyViolation[] = []): ItemProblem {
  return { statuses: [422, 400], condition: 'invalidParameter', message, violations };
}

interface RenderContext {
  readonly contract: Contract;
  readonly renderError: ErrorRenderer;
  readonly fresh: () => string;
}

/**
 * Renders why an operation is not carried out: as the list does where both share the response or the document has none of
 * its own for the operation, else as the operation's own response has it.
 */
export function renderProblem(
  problem: ItemProblem,
  operation: ItemOperation,
  request: MockRequest,
  { contract, renderError, fresh }: RenderContext,
): MockResponse {
  const { statuses, condition } = problem;
  const declared = statuses.flatMap((status) => operation.errors.get(status) ?? []);
  const usual = statuses[0] === 422 ? 400 : (statuses[0] ?? 400);
  const own = declared.find(({ isExact }) => isExact) ?? operation.errors.get(usual);
  const isWritten = condition !== undefined && hasAnswer(contract.errors, condition);
  const isUsual = own === undefined && condition !== undefined && hasAnswer(contract.usualErrors, condition);
  if (isUsual || (isWritten && (own === undefined || own.isShared || !own.isExact))) {
    const violations = (problem.violations ?? []).map(({ path, ...rest }) => {
      return { ...rest, parameter: path.join('.') || 'body' };
    });
    return renderError({ condition, violations }, request, fresh);
  }
  if (own !== undefined) return renderOwn(problem, own, { contract, fresh });
  return respond(usual, 'application/json', [], describePlainly(problem));
}

/** Whether a condition has an answer, under its own name or a more general one. */
function hasAnswer(errors: Contract['errors'], condition: ErrorCondition): boolean {
  const general = GENERAL[condition];
  return errors.has(condition) || (general !== undefined && errors.has(general));
}

const GENERAL: Readonly<Partial<Record<ErrorCondition, ErrorCondition>>> = {
  missingCredential: 'unauthenticated',
  emptyCredential: 'unauthenticated',
  malformedCredential: 'unauthenticated',
  invalidCredential: 'unauthenticated',
  expiredCredential: 'unauthenticated',
  insufficientScope: 'forbidden',
  foreignScope: 'forbidden',
  missingScope: 'invalidParameter',
  missingVersion: 'invalidParameter',
  unsupportedVersion: 'invalidParameter',
  retiredVersion: 'invalidParameter',
};

function describePlainly({ condition, message, violations = [] }: ItemProblem): Json {
  const listed = violations.map(({ path, message: words }) => ({ field: path.join('.'), message: words }));
  return { error: condition ?? 'rejected', message, ...(listed.length > 0 && { violations: listed }) };
}

function renderOwn(
  problem: ItemProblem,
  { answer, schema }: ItemError,
  { contract, fresh }: Pick<RenderContext, 'contract' | 'fresh'>,
): MockResponse {
  const isEmpty = schema === undefined && answer.body === null;
  if (isEmpty) return respond(answer.status, undefined, answer.headers, undefined);
  const { status } = answer;
  const plain = describePlainly(problem);
  const body =
    schema === undefined
      ? (structuredClone(answer.body) as Json)
      : makeErrorBody(problem, { contract, schema, status, plain });
  for (const { pointer } of contract.envelope.fresh)
    if (readPointer(body, pointer) !== undefined) writePointer(body, pointer, fresh());
  return respond(answer.status, answer.mediaType, answer.headers, body);
}

function respond(
  status: number,
  mediaType: string | undefined,
  headers: MockResponse['headers'],
  body: Json | undefined,
): MockResponse {
  const type = mediaType === undefined ? [] : [['Content-Type', mediaType] as const];
  return {
    status,
    headers: [...type, ...headers],
    body: body === undefined ? '' : toByteString(JSON.stringify(body)),
  };
}
