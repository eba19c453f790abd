import type { Contract, Json, JsonSchema } from '../../contract/contract.ts';
import { FORMS, JSON_PATCH } from '../../contract/item-contents.ts';
import type { ItemMedia, ItemOperation } from '../../contract/item-operation.ts';
import { dropUnsent } from '../../contract/item-schemas.ts';
import { isObject, parsePointer, readPointer } from '../../contract/json-pointer.ts';
import { additionalOf, allowsNull, itemsOf, propertiesOf, typesOf } from '../../contract/openapi/schema-branches.ts';
import { viewSchema } from '../../contract/openapi/schema-views.ts';
import { validatorOf } from '../../dataset/row-check.ts';
import type { Row } from '../../dataset/row-source.ts';
import { parseQuery } from '../../page/query.ts';
import { type MockRequest, readHeader } from '../message.ts';
import { type BodyViolation, describeError } from './error-bodies.ts';
import { type ItemProblem, invalidBody } from './errors.ts';
import { timeOf } from './times.ts';

/** What a request sends of an item. */
export interface SentItem {
  /** Without what only a server may set; absent when nothing was sent. */
  readonly fields: Row;
  /** What the path says of the item, whatever a client may set. */
  readonly identity?: Row;
  /** The whole body, for what stands beside the item. */
  readonly whole: Json;
  readonly media: ItemMedia | undefined;
  /** A patch in which null takes a member away (RFC 7396), rather than a document in which it is a value. */
  readonly isMergePatch: boolean;
  /** The steps of a patch (RFC 6902), which come in place of fields. */
  readonly steps?: readonly unknown[];
}

/** Objects and lists within one another; whoever sends more wants to see the stack overflow. */
const MAX_DEPTH = 64;
const MERGE_PATCH = 'application/merge-patch+json';

/** How a body is held against its schema. */
interface BodyRules {
  readonly contract: Contract;
  readonly operation: ItemOperation;
  /** Whether only some of the members have to be sent, whatever the schema requires. */
  readonly isPartial: boolean;
}

/**
 * Reads the body of a request.
 *
 * @returns what it says of the item, or what is wrong with it
 */
export function readItem(request: MockRequest, rules: BodyRules): SentItem | ItemProblem {
  const { body } = rules.operation;
  const text = (request.body ?? '').replace(/^\uFEFF/, '');
  const nothing: SentItem = { fields: {}, whole: {}, media: body?.media[0], isMergePatch: false };
  if (body === undefined) return nothing;
  if (text.trim() === '') {
    return body.required
      ? invalidBody('Missing body', [{ path: [], rule: 'required', message: 'is required' }])
      : nothing;
  }
  const type = bareType(readHeader(request, 'content-type') ?? '');
  const media = chooseMedia(rules.operation, type);
  if (media === undefined) {
    const known = body.media.map((one) => one.type).join(', ');
    return { statuses: [415], message: `Unsupported media type ${type || '(none)'}: must be ${known}` };
  }
  const parsed = FORMS.has(type) ? parseForm(text, media.schema) : parseJson(text);
  if (isProblem(parsed)) return parsed;
  return checkItem(parsed.value, { media, type }, rules);
}

/** Whether something went wrong. */
export function isProblem(value: object): value is ItemProblem {
  return Object.hasOwn(value, 'statuses');
}

function bareType(type: string): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase();
}

/** A body without a media type is taken for the first that is declared. */
function chooseMedia({ kind, body }: ItemOperation, type: string): ItemMedia | undefined {
  const media = body?.media ?? [];
  if (type === '') return media[0];
  const exact =
    media.find((one) => one.type === type) ?? media.find((one) => one.type.includes('*') && fits(type, one.type));
  // A patch of either type means the same where it is declared as the other.
  const patches = ['application/json', MERGE_PATCH];
  return exact ?? (kind === 'update' && patches.includes(type) ? media.find((one) => isJson(one.type)) : undefined);
}

function fits(type: string, range: string): boolean {
  if (type === JSON_PATCH || !(isJson(type) || FORMS.has(type))) return false;
  const [group, subtype = '*'] = range.split('/');
  const isGroup = group === '*' || type.startsWith(`${group}/`);
  return isGroup && (subtype === '*' || (subtype.startsWith('*+') && type.endsWith(subtype.slice(1))));
}

function isJson(type: string): boolean {
  return /[/+]json$/.test(type) && type !== JSON_PATCH;
}

type Parsed = { readonly value: Json } | ItemProblem;

function parseJson(text: string): Parsed {
  if (isTooDeep(text)) {
    return {
      statuses: [400, 422],
      condition: 'invalidParameter',
      message: `Invalid body: more than ${MAX_DEPTH} levels deep`,
    };
  }
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return {
      statuses: [400, 422],
      condition: 'invalidParameter',
      message: 'Invalid body: must be JSON',
      violations: [{ path: [], rule: 'type', message: 'must be JSON' }],
    };
  }
}

/** Whether objects and lists stand within one another deeper than any item has to. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text[at]) {
      case '"':
        at = endOfText(text, at);
        break;
      case '[':
      case '{':
        depth += 1;
        if (depth > MAX_DEPTH) return true;
        break;
      case ']':
      case '}':
        depth -= 1;
    }
  }
  return false;
}

function endOfText(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

/** Reads a form as most servers do: `address[city]=Bern&tags[]=a&tags[]=b`, each text as the type that its schema has. */
function parseForm(text: string, schema: JsonSchema): Parsed {
  const root = new FormNode();
  for (const [name, value] of parseQuery(text)) {
    const [first = '', ...rest] = name
      .split(/\[([^\]]*)\]/)
      .filter((part, index) => index % 2 === 1 || part !== '' || index === 0);
    if (rest.length > MAX_DEPTH) return invalidBody(`Invalid body: more than ${MAX_DEPTH} levels deep`);
    root.put([first, ...rest], value);
  }
  return { value: root.toJson(schema) };
}

/** A part of a form: texts, or parts by name. */
class FormNode {
  readonly #texts: string[] = [];
  readonly #parts = new Map<string, FormNode>();

  put([name, ...rest]: readonly string[], text: string): void {
    if (name === undefined) {
      this.#texts.push(text);
      return;
    }
    // `tags[]` names one part again and again.
    const part = this.#parts.get(name) ?? new FormNode();
    this.#parts.set(name, part);
    part.put(rest, text);
  }

  toJson(schema: JsonSchema): Json {
    const items = itemsOf(schema);
    if (items !== undefined) {
      const own = this.#texts.map((text) => readText(text, items));
      const parts = [...this.#parts].flatMap(([name, part]) => {
        return name === '' ? part.#texts.map((text) => readText(text, items)) : [part.toJson(items)];
      });
      return [...own, ...parts];
    }
    if (this.#parts.size === 0) return readText(this.#texts.at(-1) ?? '', schema);
    const properties = propertiesOf(schema);
    return Object.fromEntries(
      [...this.#parts].map(([name, part]) => [
        name,
        part.toJson((Object.hasOwn(properties, name) ? properties[name] : undefined) ?? {}),
      ]),
    );
  }
}

function readText(text: string, schema: JsonSchema): Json {
  const types = typesOf(schema);
  if (text === '' && allowsNull(schema) && types.length > 0) return null;
  const isNumber = types.includes('integer') || types.includes('number');
  if (isNumber && /^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  if (types.includes('boolean') && /^(?:true|false)$/.test(text)) return text === 'true';
  return text;
}

function checkItem(
  whole: Json,
  { media, type }: { readonly media: ItemMedia; readonly type: string },
  rules: BodyRules,
): SentItem | ItemProblem {
  if (media.type === JSON_PATCH) {
    const steps = Array.isArray(whole) ? (whole as readonly unknown[]) : undefined;
    if (steps === undefined)
      return invalidBody('Invalid body: must be a list of steps', [
        { path: [], rule: 'type', message: 'must be array' },
      ]);
    return { fields: {}, whole, media, isMergePatch: false, steps };
  }
  const isMergePatch = rules.operation.kind === 'update' && !FORMS.has(type);
  const sent = dropUnsent(whole, media.schema, 'request');
  const checked = isMergePatch ? dropRemovals(sent, media.schema) : sent;
  const violations = findViolations(checked, media, rules);
  if (violations.length > 0) return invalidBody('Invalid body', violations);
  const fields = readPointer(sent, media.item) ?? {};
  if (!isObject(fields) || Array.isArray(fields)) {
    return invalidBody('Invalid body', [{ path: media.item, rule: 'type', message: 'must be object' }]);
  }
  return { fields: fields as Row, whole: sent, media, isMergePatch: isMergePatch && type === MERGE_PATCH };
}

/** In a patch, null takes away even what may not be null. */
function dropRemovals(value: Json, schema: JsonSchema): Json {
  if (!isObject(value) || Array.isArray(value)) return value;
  const properties = propertiesOf(schema);
  const kept = Object.entries(value as Record<string, Json>).flatMap(([name, member]) => {
    const property = (Object.hasOwn(properties, name) ? properties[name] : additionalOf(schema)) ?? {};
    if (member === null && !allowsNull(property)) return [];
    return [[name, dropRemovals(member, property)] as const];
  });
  return Object.fromEntries(kept);
}

/** Keywords that only say that something within does not hold. */
const COMPOSITE: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'if', 'not', 'dependentSchemas', '$ref']);

function findViolations(value: Json, media: ItemMedia, rules: BodyRules): readonly BodyViolation[] {
  const validate = validatorOf(rules.contract, viewSchema(media.schema, 'request'));
  if (validate(value)) return [];
  const errors = (validate.errors ?? []).map((error) => {
    const params = error.params as Readonly<Record<string, unknown>>;
    const name = params['missingProperty'] as string | undefined;
    return { error, path: parsePointer(error.instancePath), keyword: error.keyword, name, params };
  });
  const demanded = errors.filter(({ path, name }) => name === undefined || !isServers(path, name, media, rules));
  const isLenient = demanded.length < errors.length;
  if (isLenient && demanded.every(({ keyword }) => COMPOSITE.has(keyword))) return [];
  // Of a value that may be null, what it is otherwise says more.
  const isOther = (one: (typeof demanded)[number]): boolean => one.params['type'] === 'null' && demanded.length > 1;
  const told = demanded.filter((one) => !COMPOSITE.has(one.keyword) && !isOther(one));
  return (told.length > 0 ? told : demanded).map(({ error }) => describeError(error));
}

/** Whether a member that is missing is made by the server, although a schema that is used both ways requires it. */
function isServers(
  path: readonly string[],
  name: string,
  { item, isShared }: ItemMedia,
  { contract, operation, isPartial }: BodyRules,
): boolean {
  const isInItem = path.length >= item.length && item.every((key, index) => path[index] === key);
  if (!isInItem) return false;
  const place = [...operation.entity, ...path.slice(item.length), name];
  if (isPartial && path.length === item.length) return true;
  const isIdentity = place.join('/') === contract.identity.path.join('/');
  if (isIdentity) return isShared || operation.kind !== 'create';
  return isShared && timeOf(name) !== undefined;
}
