import type { Contract, Json, JsonSchema, Parameter } from './contract.ts';
import { isObject } from './json-pointer.ts';
import { propertiesOf, requiredOf, typesOf } from './openapi/schema-branches.ts';
import { isUnknowable } from './page-parameters.ts';
import { createSample } from './sample.ts';

type BodyContract = Pick<Contract, 'parameters'> & Partial<Pick<Contract, 'requestSchema' | 'page'>>;

/**
 * The least that a document requires of every body of a list that is read by POST, by the samples that its schema gives. What only a
 * page can tell, such as the next token, is not in it.
 */
export function sampleRequestBody({ parameters, requestSchema, page }: BodyContract): Record<string, Json> {
  const whole = requestSchema === undefined ? {} : createSample(requestSchema);
  const body = isObject(whole) && !Array.isArray(whole) ? (structuredClone(whole) as Record<string, Json>) : {};
  for (const { name, schema, in: place, required } of parameters) {
    if (place !== 'body' || !required) continue;
    const isOpen = page !== undefined && isUnknowable(name, page);
    placeInBody(body, name, isOpen ? undefined : createSample(schema));
  }
  return body;
}

/**
 * Sets a property of a body, in place; objects on the way are made.
 *
 * @param name - its path: `options/limit`
 * @param value - `undefined` takes it away
 */
export function placeInBody(body: Record<string, Json>, name: string, value: Json | undefined): void {
  const path = name.split('/');
  let holder = body;
  for (const key of path.slice(0, -1)) {
    const inner = Object.hasOwn(holder, key) ? holder[key] : undefined;
    const next: Record<string, Json> = isObject(inner) && !Array.isArray(inner) ? { ...(inner as object) } : {};
    define(holder, key, next);
    holder = next;
  }
  const key = path.at(-1) ?? '';
  if (value === undefined) delete holder[key];
  else define(holder, key, value);
}

/** A property of any name, `__proto__` among them. */
function define(holder: Record<string, Json>, key: string, value: Json): void {
  Object.defineProperty(holder, key, { value, configurable: true, enumerable: true, writable: true });
}

/** Objects within the body are looked into as far as parameters are listed of them. */
const MAX_DEPTH = 5;

/**
 * Finds what a body lacks that its schema requires of the objects in it, but for what is a parameter of every request.
 *
 * @param parameters - of the body
 * @returns the paths of what is missing: `range/from`
 */
export function listMissingMembers(
  body: Json,
  schema: JsonSchema,
  parameters: readonly Parameter[],
  prefix = '',
  depth = 1,
): readonly string[] {
  if (!isObject(body) || Array.isArray(body)) return [];
  return Object.entries(propertiesOf(schema)).flatMap(([key, property]) => {
    const name = prefix + key;
    const value = Object.hasOwn(body, key) ? (body as Readonly<Record<string, Json>>)[key] : undefined;
    const isChecked = parameters.some((one) => one.required && (one.name === name || one.name.startsWith(`${name}/`)));
    if (value === undefined) return requiredOf(schema).includes(key) && !isChecked ? [name] : [];
    const isHolder = typesOf(property).includes('object') && depth < MAX_DEPTH;
    return isHolder ? listMissingMembers(value, property, parameters, `${name}/`, depth + 1) : [];
  });
}
