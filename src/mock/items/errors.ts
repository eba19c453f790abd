import type { Contract, ErrorCondition, Json, JsonSchema } from '../../contract/contract.ts';
import type { ItemError, ItemOperation } from '../../contract/item-operation.ts';
import { isUnspecified } from '../../contract/item-schemas.ts';
import { readPointer, writePointer } from '../../contract/json-pointer.ts';
import { additionalOf, itemsOf, propertiesOf, typesOf } from '../../contract/openapi/schema-branches.ts';
import { createSample } from '../../contract/sample.ts';
import { validatorOf } from '../../dataset/row-check.ts';
import { toByteString } from '../../store/body.ts';
import type { ErrorRenderer } from '../errors.ts';
import type { MockRequest, MockResponse } from '../message.ts';

/** A rule that a part of a body breaks. */
export interface BodyViolation {
  /** Keys and positions from the body. */
  readonly path: readonly string[];
  /** A JSON Schema keyword. */
  readonly rule: string;
  /** In words: `must be string`. */
  readonly message: string;
  /** What the rule allows, by the names that wordings have for it: `{ maximum: '5' }`. */
  readonly bounds?: Readonly<Record<string, string>>;
}

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
  const isListed = condition !== undefined && hasAnswer(contract, condition);
  if (isListed && (own === undefined || own.isShared || !own.isExact)) {
    const violations = (problem.violations ?? []).map(({ path, ...rest }) => {
      return { ...rest, parameter: path.join('.') || 'body' };
    });
    return renderError({ condition, violations }, request, fresh);
  }
  if (own !== undefined) return renderOwn(problem, own, { contract, fresh });
  return respond(usual, 'application/json', [], describePlainly(problem));
}

/** Whether the contract says how it answers a condition, by its own name or a more general one. */
function hasAnswer({ errors, usualErrors }: Contract, condition: ErrorCondition): boolean {
  const general = GENERAL[condition];
  const isKnown = errors.has(condition) || usualErrors.has(condition);
  return isKnown || (general !== undefined && (errors.has(general) || usualErrors.has(general)));
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
  const body =
    schema === undefined
      ? (structuredClone(answer.body) as Json)
      : makeValidBody(problem, schema, answer.status, contract);
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

/** What is filled in by the names of members may be something that their schemas do not allow; then it is left out. */
function makeValidBody(problem: ItemProblem, schema: JsonSchema, status: number, contract: Contract): Json {
  const body = makeBody(problem, schema, status);
  return validatorOf(contract, schema)(body) ? body : createSample(schema, { status, text: problem.message });
}

/** Makes a body of the schema that the document gives it: texts say what is wrong, and lists have an entry for each violation. */
function makeBody(problem: ItemProblem, schema: JsonSchema, status: number): Json {
  if (isUnspecified(schema)) return describePlainly(problem);
  const text = [problem.message, ...(problem.violations ?? []).map(writeViolation)].join('; ');
  const body = createSample(schema, { status, text });
  const place = findViolationList(schema, []);
  if (place !== undefined && problem.violations !== undefined && problem.violations.length > 0) {
    const listed = listViolations(place.schema, problem.violations, status);
    if (place.pointer.length === 0) return listed;
    writePointer(body, place.pointer, listed);
  }
  return body;
}

function writeViolation({ path, message }: BodyViolation): string {
  return `${path.join('.') || 'the body'} ${message}`;
}

const MESSAGE = /^(?:msg|message|detail|details|description|reason|error|title|error_?message|human_?message)$/i;
const PLACE =
  /^(?:loc|location|path|pointer|field|field_?name|param|parameter|property|property_?path|name|target|source|attribute|key|dataPath|instancePath)$/i;
const RULE = /^(?:type|code|rule|keyword|kind|constraint|error_?type|error_?code)$/i;
const VIOLATIONS = /(?:errors?|violations?|details?|issues|problems|messages|fields|invalid.?params)$/i;
const MAX_DEPTH = 2;

/** Where a body lists what is wrong: a list of objects with a message, a list of texts, or a map from field to texts. */
function findViolationList(
  schema: JsonSchema,
  pointer: readonly string[],
): { readonly pointer: readonly string[]; readonly schema: JsonSchema } | undefined {
  const items = itemsOf(schema);
  if (items !== undefined) {
    const names = Object.keys(propertiesOf(items));
    const isText = typesOf(items).includes('string') && (pointer.length === 0 || VIOLATIONS.test(pointer.at(-1) ?? ''));
    return isText || names.some((name) => MESSAGE.test(name)) ? { pointer, schema } : undefined;
  }
  const properties = Object.entries(propertiesOf(schema));
  if (properties.length === 0 && VIOLATIONS.test(pointer.at(-1) ?? '') && additionalOf(schema) !== undefined)
    return { pointer, schema };
  if (pointer.length >= MAX_DEPTH) return undefined;
  for (const [name, property] of properties) {
    const found = findViolationList(property, [...pointer, name]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function listViolations(schema: JsonSchema, violations: readonly BodyViolation[], status: number): Json {
  const items = itemsOf(schema);
  if (items !== undefined) {
    if (Object.keys(propertiesOf(items)).length === 0) return violations.map(writeViolation);
    return violations.map((violation) => makeEntry(items, violation, status));
  }
  const isList = itemsOf(additionalOf(schema) ?? {}) !== undefined;
  const messages = new Map<string, readonly string[]>();
  for (const { path, message } of violations) {
    const field = path.join('.') || 'body';
    messages.set(field, [...(messages.get(field) ?? []), message]);
  }
  return Object.fromEntries([...messages].map(([field, texts]) => [field, isList ? texts : texts.join('; ')]));
}

function makeEntry(schema: JsonSchema, violation: BodyViolation, status: number): Json {
  const entry = createSample(schema, { status, text: violation.message });
  for (const [name, property] of Object.entries(propertiesOf(schema))) {
    const value = describePart(name, property, violation);
    if (value !== undefined) Object.assign(entry as object, { [name]: value });
  }
  return entry;
}

/** What a member of an entry says, by its name. */
function describePart(name: string, schema: JsonSchema, { path, rule, message }: BodyViolation): Json | undefined {
  const isText = typesOf(schema).length === 0 || typesOf(schema).includes('string');
  const isOpen = schema['enum'] === undefined && schema['const'] === undefined;
  if (MESSAGE.test(name) && isText && isOpen) return message;
  if (RULE.test(name) && isText && isOpen) return rule;
  if (!PLACE.test(name)) return undefined;
  if (itemsOf(schema) !== undefined) return ['body', ...path];
  if (Object.hasOwn(propertiesOf(schema), 'pointer')) return { pointer: `/${path.join('/')}` };
  if (!isText || !isOpen) return undefined;
  return /pointer|path/i.test(name) ? `/${path.join('/')}` : path.join('.');
}
