import type { Contract, ErrorAnswer, ErrorCondition, Json, Parameter, Pointer } from '../contract/contract.ts';
import { readPointer, writePointer } from '../contract/json-pointer.ts';
import type { Violation } from '../page/limit.ts';
import { toByteString } from '../store/body.ts';
import type { Headers, MockRequest, MockResponse } from './message.ts';

/** What answers a condition of which the contract says nothing: a more general one, and at last a status alone. */
const FALLBACKS: Readonly<Record<ErrorCondition, { readonly parent?: ErrorCondition; readonly status: number }>> = {
  unauthenticated: { status: 401 },
  missingCredential: { parent: 'unauthenticated', status: 401 },
  emptyCredential: { parent: 'malformedCredential', status: 401 },
  malformedCredential: { parent: 'unauthenticated', status: 401 },
  invalidCredential: { parent: 'unauthenticated', status: 401 },
  expiredCredential: { parent: 'invalidCredential', status: 401 },
  forbidden: { status: 403 },
  insufficientScope: { parent: 'forbidden', status: 403 },
  foreignScope: { parent: 'forbidden', status: 403 },
  missingScope: { parent: 'invalidParameter', status: 400 },
  missingVersion: { parent: 'invalidParameter', status: 400 },
  unsupportedVersion: { parent: 'missingVersion', status: 400 },
  retiredVersion: { parent: 'unsupportedVersion', status: 410 },
  invalidParameter: { status: 400 },
  invalidPosition: { status: 400 },
  expiredPosition: { parent: 'invalidPosition', status: 400 },
  invalidBackwardPosition: { parent: 'invalidPosition', status: 400 },
  notFound: { status: 404 },
  methodNotAllowed: { status: 405 },
  rateLimited: { status: 429 },
};

/** Makes the contract's answer to a failure. `fresh` gives a new value for the places that the envelope names. */
export type ErrorRenderer = (failure: Failure, request: MockRequest, fresh: () => string) => MockResponse;

/** Compiles the answers of a contract to failures, in the vendor's own shape. */
export function createErrorRenderer(contract: Contract): ErrorRenderer {
  return (failure, request, fresh) => {
    const answer = findAnswer(contract, failure.condition);
    if (answer === undefined) return renderPlain(failure.condition);
    const body = structuredClone(answer.body) as Json;
    const violations = wordViolations(contract, failure.violations ?? []);
    const root = answer.violations === undefined ? body : listViolations(body, answer.violations, violations);
    const values = fillIns(request, answer.headers, violations[0]);
    for (const { pointer, text } of answer.fill) writePointer(root, pointer, fillText(text, values));
    placeRenewed(contract, root, failure);
    for (const { pointer } of contract.envelope.fresh)
      if (readPointer(root, pointer) !== undefined) writePointer(root, pointer, fresh());
    return respond(answer.status, answer.mediaType, answer.headers, JSON.stringify(root));
  };
}

function findAnswer(contract: Contract, condition: ErrorCondition): ErrorAnswer | undefined {
  return findWritten(contract, condition) ?? findUsual(contract, condition);
}

function findWritten(contract: Contract, condition: ErrorCondition): ErrorAnswer | undefined {
  const { parent } = FALLBACKS[condition];
  return contract.errors.get(condition) ?? (parent === undefined ? undefined : findWritten(contract, parent));
}

/** What the document itself has for the status of a condition. */
function findUsual(contract: Contract, condition: ErrorCondition): ErrorAnswer | undefined {
  const { parent } = FALLBACKS[condition];
  return contract.usualErrors.get(condition) ?? (parent === undefined ? undefined : findUsual(contract, parent));
}

function renderPlain(condition: ErrorCondition): MockResponse {
  const { status } = FALLBACKS[condition];
  return respond(status, 'application/json', [], JSON.stringify({ error: condition }));
}

function respond(status: number, mediaType: string, headers: Headers, text: string): MockResponse {
  return { status, headers: [['Content-Type', mediaType], ...headers], body: toByteString(text) };
}

/** A violation in words. */
interface WordedViolation extends Violation {
  readonly message: string;
}

/** The violations in the order in which the contract lists its parameters, and of each its messages. */
function wordViolations(contract: Contract, violations: readonly Violation[]): readonly WordedViolation[] {
  const rules = [...contract.messages.keys()];
  const names = contract.parameters.map((parameter) => parameter.name);
  const rank = (list: readonly string[], item: string): number =>
    list.includes(item) ? list.indexOf(item) : list.length;
  return [...violations]
    .sort((a, b) => rank(names, a.parameter) - rank(names, b.parameter) || rank(rules, a.rule) - rank(rules, b.rule))
    .map((violation) => ({ ...violation, message: wordViolation(contract, violation) }));
}

/** Wording for rules of which the contract says nothing. */
const DEFAULT_MESSAGES: Readonly<Record<string, string>> = { required: '{parameter} is required' };
const DEFAULT_MESSAGE = '{parameter} is invalid: {rule}';

function wordViolation(contract: Contract, { parameter, rule, message, bounds }: Violation): string {
  const declared = contract.parameters.find((candidate) => candidate.name === parameter);
  const own = message === undefined ? undefined : `{parameter} ${message}`;
  return fillText(contract.messages.get(rule) ?? own ?? DEFAULT_MESSAGES[rule] ?? DEFAULT_MESSAGE, {
    parameter,
    rule,
    ...boundsOf(contract, declared),
    ...bounds,
  });
}

function boundsOf(contract: Contract, declared: Parameter | undefined): Record<string, string> {
  const { limit } = contract.page;
  const isLimit = declared?.name === limit.parameter;
  const schema = declared?.schema ?? {};
  return {
    minimum: String(schema['minimum'] ?? (isLimit ? limit.minimum : '')),
    maximum: String(schema['maximum'] ?? (isLimit ? limit.maximum : '')),
    values: ((schema['enum'] ?? []) as readonly unknown[]).filter((value) => value !== null).join(', '),
  };
}

/** Puts the violations where the vendor lists them. Returns the whole body. */
function listViolations(
  body: Json,
  place: NonNullable<ErrorAnswer['violations']>,
  violations: readonly WordedViolation[],
): Json {
  if (violations.length === 0) return body;
  const listed = place.per === 'rule' ? violations : firstOfEach(violations);
  if (place.as === 'map') return replaceAt(body, place.in, toMap(listed));
  const [model = null] = (readPointer(body, place.in) ?? []) as readonly Json[];
  return replaceAt(
    body,
    place.in,
    listed.map((violation) => toEntry(model, place, violation)),
  );
}

function firstOfEach(violations: readonly WordedViolation[]): readonly WordedViolation[] {
  return violations.filter((violation, index) => {
    return violations.findIndex((other) => other.parameter === violation.parameter) === index;
  });
}

function toMap(violations: readonly WordedViolation[]): Json {
  const messages = new Map<string, readonly string[]>();
  for (const { parameter, message } of violations) {
    messages.set(parameter, [...(messages.get(parameter) ?? []), message]);
  }
  return Object.fromEntries(messages);
}

function toEntry(model: Json, place: NonNullable<ErrorAnswer['violations']>, violation: WordedViolation): Json {
  if (place.message === undefined) return violation.message;
  const entry = structuredClone(model) as Json;
  writePointer(entry, place.message, violation.message);
  if (place.parameter !== undefined) writePointer(entry, place.parameter, violation.parameter);
  return entry;
}

function fillIns(
  request: MockRequest,
  headers: Headers,
  violation: WordedViolation | undefined,
): Record<string, string> {
  const retryAfter = headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1] ?? '';
  const { parameter = '', message = '' } = violation ?? {};
  return { method: request.method, path: request.path, retryAfter, parameter, message };
}

function fillText(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : placeholder,
  );
}

function replaceAt(body: Json, pointer: Pointer, value: Json): Json {
  if (pointer.length === 0) return value;
  writePointer(body, pointer, value);
  return body;
}

/** The response to an expired token may have a fresh one. */
function placeRenewed({ page }: Contract, body: Json, { condition, renewed }: Failure): void {
  const place = page.style === 'keyset' ? page.token.renewed : undefined;
  if (place !== undefined && condition === 'expiredPosition' && renewed !== undefined) placeText(body, place, renewed);
}

/** Writes a text at a place, which an example need not have. */
function placeText(body: Json, pointer: Pointer, text: string): void {
  for (const [depth] of pointer.slice(0, -1).entries()) {
    const holder = pointer.slice(0, depth + 1);
    if (readPointer(body, holder) === undefined) writePointer(body, holder, {});
  }
  writePointer(body, pointer, text);
}

/** Why a request is not answered with a page. */
export interface Failure {
  readonly condition: ErrorCondition;
  readonly violations?: readonly Violation[];
  /** The token by which to go on in place of one that has expired. */
  readonly renewed?: string;
}
