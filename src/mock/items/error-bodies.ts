import type { ErrorObject } from 'ajv';
import type { Contract, Json, JsonSchema } from '../../contract/contract.ts';
import { isUnspecified } from '../../contract/item-schemas.ts';
import { isObject, parsePointer } from '../../contract/json-pointer.ts';
import { additionalOf, itemsOf, propertiesOf, typesOf, valuesOf } from '../../contract/openapi/schema-branches.ts';
import { createSample } from '../../contract/sample.ts';
import { validatorOf } from '../../dataset/row-check.ts';

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

/** What a validator found wrong, as a violation of the body that it was given. */
export function describeError({ instancePath, keyword, params, message = 'is invalid' }: ErrorObject): BodyViolation {
  const path = parsePointer(instancePath);
  const { missingProperty, additionalProperty, unevaluatedProperty, allowedValues, limit } = params as Readonly<
    Record<string, unknown>
  >;
  if (typeof missingProperty === 'string') {
    return { path: [...path, missingProperty], rule: 'required', message: 'is required' };
  }
  const further = additionalProperty ?? unevaluatedProperty;
  if (typeof further === 'string') return { path: [...path, further], rule: 'unknown', message: 'must not be sent' };
  const bounds = limit === undefined ? {} : { minimum: String(limit), maximum: String(limit), limit: String(limit) };
  if (!Array.isArray(allowedValues)) return { path, rule: keyword, message, bounds };
  const values = allowedValues.filter((value) => value !== null).join(', ');
  return { path, rule: keyword, message: `must be one of ${values}`, bounds: { values } };
}

/** What the body of a response says to be wrong. */
interface Explanation {
  /** In a sentence, without a full stop. */
  readonly message: string;
  readonly violations?: readonly BodyViolation[];
}

/**
 * Makes the body of an error of the schema that the document gives it: texts say what is wrong, codes are those of the status, and
 * lists have an entry for each violation. What would not satisfy the schema is left out.
 *
 * @param plain - the body where the schema says nothing
 */
export function makeErrorBody(
  explanation: Explanation,
  { contract, schema, status, plain }: { contract: Contract; schema: JsonSchema; status: number; plain: Json },
): Json {
  if (isUnspecified(schema)) return plain;
  const isValid = validatorOf(contract, schema);
  const { message, violations = [] } = explanation;
  const text = [message, ...violations.map(writeViolation)].join('; ');
  const sample = createSample(schema, { status, text });
  const told = tell(sample, schema, { status, text }, 0);
  const body = violations.length === 0 ? told : addViolations(told, schema, violations, status);
  return [body, told].find((one) => isValid(one)) ?? sample;
}

function writeViolation({ path, message }: BodyViolation): string {
  return `${path.join('.') || 'the body'} ${message}`;
}

const MESSAGE = /^(?:msg|message|detail|details|description|reason|error|title|error_?message|human_?message)$/i;
const PLACE =
  /^(?:loc|location|path|pointer|field|field_?name|param|parameter|property|property_?path|name|target|source|attribute|key|dataPath|instancePath)$/i;
const RULE = /^(?:type|code|rule|keyword|kind|constraint|status|error_?type|error_?code)$/i;
const VIOLATIONS = /(?:errors?|violations?|details?|issues|problems|messages|fields|invalid.?params)$/i;
const MAX_DEPTH = 2;

/** What a code is called that stands for a status. */
const CODES: Readonly<Record<number, RegExp>> = {
  400: /bad.?request|invalid|validation/i,
  401: /unauth/i,
  403: /forbidden|permission|access|denied/i,
  404: /not.?found|missing|unknown|no.?such/i,
  405: /method/i,
  409: /conflict|exists|taken|duplicate/i,
  413: /large|size/i,
  415: /media|unsupported|content.?type/i,
  422: /unprocessable|invalid|validation/i,
  429: /rate|limit|too.?many/i,
};

/** A body as the example of a schema has it says what went wrong another time: its texts and codes are put right. */
function tell(sample: Json, schema: JsonSchema, about: { status: number; text: string }, depth: number): Json {
  if (!isObject(sample) || Array.isArray(sample) || depth > MAX_DEPTH) return sample;
  const properties = propertiesOf(schema);
  const members = Object.entries(sample as Readonly<Record<string, Json>>).map(([name, value]) => {
    const property = Object.hasOwn(properties, name) ? (properties[name] as JsonSchema) : {};
    const allowed = valuesOf(property);
    const code = allowed?.find((one) => typeof one === 'string' && CODES[about.status]?.test(one));
    if (code !== undefined && RULE.test(name)) return [name, code as Json];
    if (typeof value !== 'string') return [name, tell(value, property, about, depth + 1)];
    return [name, allowed === undefined && MESSAGE.test(name) ? about.text : value];
  });
  return Object.fromEntries(members) as Json;
}

function addViolations(body: Json, schema: JsonSchema, violations: readonly BodyViolation[], status: number): Json {
  const place = findViolationList(schema, []);
  return place === undefined ? body : setAt(body, place.pointer, listViolations(place.schema, violations, status));
}

function setAt(body: Json, [name, ...rest]: readonly string[], value: Json): Json {
  if (name === undefined) return value;
  const own = (isObject(body) && !Array.isArray(body) ? body : {}) as Readonly<Record<string, Json>>;
  return { ...own, [name]: setAt(own[name] ?? {}, rest, value) };
}

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
