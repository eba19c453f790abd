import { isRequiredAt, schemaAt } from '../contract/compile-envelope.ts';
import type { Contract, Envelope, JsonSchema, Place, Pointer, Role } from '../contract/contract.ts';
import { isSamePointer } from '../contract/json-pointer.ts';
import { chooseForm } from '../contract/openapi/object-forms.ts';
import {
  allowsNull,
  itemsOf,
  propertiesOf,
  requiredOf,
  typesOf,
  valuesOf,
} from '../contract/openapi/schema-branches.ts';
import { patternOf } from '../contract/pattern.ts';
import {
  isLinkHeader,
  LINK_ROLES,
  listBodyPointers,
  makeEntry,
  relationOf,
  writeLinkHeader,
} from '../contract/place.ts';
import { createSample, statedValue } from '../contract/sample.ts';
import type { RoleValue } from '../page/neighbours.ts';
import { toByteString } from '../store/body.ts';
import type { Headers } from './message.ts';

/** What a response body holds. */
interface PageContent {
  /** The JSON of the items, joined by commas, as bytes. */
  readonly items: string;
  /** How many rows there are in all; `null` where the response does not tell. */
  readonly total: number | null;
  /** The other roles of the envelope; `null` for a link or token to a page that does not exist. */
  readonly values: ReadonlyMap<Role, RoleValue>;
  /** The URL of the request, for members that have to hold one. */
  readonly url?: string;
}

/** Writes a body; `fresh` gives the values that are new in every response. */
export type PageWriter = (content: PageContent, fresh: () => string) => string;

type ValueRole = Exclude<Role, 'items'>;

type Piece =
  | { readonly kind: 'open'; readonly text: string }
  | { readonly kind: 'close'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'items'; readonly name: string }
  | { readonly kind: 'fresh'; readonly name: string }
  | { readonly kind: 'url'; readonly name: string; readonly write: (own: string) => string }
  /** `after` closes the objects that are there for this role only; `absent` is what stands in place of them all. */
  | {
      readonly kind: 'role';
      readonly name: string;
      readonly role: ValueRole;
      readonly after: string;
      readonly absent: string | undefined;
    }
  | {
      readonly kind: 'entries';
      readonly name: string;
      readonly entries: readonly EntryPiece[];
      readonly isKept: boolean;
    };

/** An entry of a list of links: the texts before and behind its value. */
interface EntryPiece {
  readonly role: ValueRole;
  readonly before: string;
  readonly after: string;
}

/**
 * Compiles the writing of a response body: its members stand in the order of the schema's properties. A member without a
 * role is written when the schema requires it: as its `const`, `default` or example, else as the plainest value of its type.
 *
 * @returns a function that gives the body's bytes, one character each
 */
export function createPageWriter({ bodySchema, envelope }: Pick<Contract, 'bodySchema' | 'envelope'>): PageWriter {
  const pieces = createPlanner(bodySchema, envelope).planValue(bodySchema, [], '');
  return (content, fresh) => {
    let body = '';
    let separator = '';
    for (const piece of pieces) {
      const text = writePiece(piece, content, fresh);
      if (text === undefined) continue;
      body += piece.kind === 'close' ? text : separator + text;
      separator = piece.kind === 'open' ? '' : ',';
    }
    return body;
  };
}

/** `undefined` for a member that the response does without. */
function writePiece(piece: Piece, content: PageContent, fresh: () => string): string | undefined {
  switch (piece.kind) {
    case 'open':
    case 'close':
    case 'text':
      return piece.text;
    case 'items':
      return `${piece.name}[${content.items}]`;
    case 'fresh':
      return `${piece.name}"${fresh()}"`;
    case 'url':
      return piece.name + writeJson(piece.write(content.url ?? ''));
    case 'role': {
      const value = readValue(content, piece.role);
      return value === null ? piece.absent : piece.name + writeValue(value) + piece.after;
    }
    case 'entries': {
      const text = writeEntries(piece.entries, content);
      return text === '' && !piece.isKept ? undefined : `${piece.name}[${text}]`;
    }
  }
}

function readValue({ total, values }: Pick<PageContent, 'total' | 'values'>, role: Role): RoleValue {
  return role === 'total' ? total : (values.get(role) ?? null);
}

function writeValue(value: Exclude<RoleValue, null>): string {
  return typeof value === 'string' ? writeJson(value) : String(value);
}

function writeJson(value: unknown): string {
  return toByteString(JSON.stringify(value));
}

function writeEntries(entries: readonly EntryPiece[], content: PageContent): string {
  let text = '';
  for (const { role, before, after } of entries) {
    const value = readValue(content, role);
    if (value !== null) text += `${text === '' ? '' : ','}${before}${writeValue(value)}${after}`;
  }
  return text;
}

interface Planner {
  planValue(schema: JsonSchema, at: Pointer, name: string): readonly Piece[];
}

function createPlanner(bodySchema: JsonSchema, envelope: Envelope): Planner {
  const places = listBodyPointers(envelope);
  const inBody = [...envelope.roles].flatMap(([role, place]) => (place.in === 'body' ? [{ role, place }] : []));

  function planValue(schema: JsonSchema, at: Pointer, name: string): readonly Piece[] {
    const role = inBody.find(({ place }) => isSamePointer(place.pointer, at))?.role;
    if (role === 'items') return [{ kind: 'items', name }];
    if (role !== undefined)
      return [{ kind: 'role', name, role, after: '', absent: absentText(schema, at, name, role) }];
    if (envelope.fresh.some(({ pointer }) => isSamePointer(pointer, at))) return [{ kind: 'fresh', name }];
    const entries = planEntries(envelope, schema, at);
    if (entries.length > 0) return [{ kind: 'entries', name, entries, isKept: isRequiredAt(bodySchema, at) }];
    return isHolder(at) ? planObject(schema, at, name) : [];
  }

  function isHolder(at: Pointer): boolean {
    return places.some((place) => place.length > at.length && isSamePointer(place.slice(0, at.length), at));
  }

  function planObject(schema: JsonSchema, at: Pointer, name: string): readonly Piece[] {
    const below = places.flatMap((place) =>
      isSamePointer(place.slice(0, at.length), at) ? (place[at.length] ?? []) : [],
    );
    const { required, foreign } = chooseForm(schema, new Set(below));
    const members = Object.entries(propertiesOf(schema)).flatMap(([key, property]) => {
      if (foreign.has(key)) return [];
      const label = `${writeJson(key)}:`;
      const planned = planValue(property, [...at, key], label);
      return planned.length > 0 || !required.includes(key) ? planned : planConstant(key, property, label);
    });
    return (
      joinLone(schema, at, name, members) ?? [
        { kind: 'open', text: `${name}{` },
        ...members,
        { kind: 'close', text: '}' },
      ]
    );
  }

  /** An object that is there for one link only goes with it, where it cannot stand without. */
  function joinLone(
    schema: JsonSchema,
    at: Pointer,
    name: string,
    members: readonly Piece[],
  ): readonly Piece[] | undefined {
    const [only, ...others] = members;
    if (only?.kind !== 'role' || others.length > 0 || at.length === 0 || !isLinkRole(only.role)) return undefined;
    const leaf = pointerOf(envelope.roles.get(only.role));
    if (allowsNull(schemaAt(bodySchema, leaf))) return undefined;
    const isNull = allowsNull(schema) && typesOf(schema).length > 0;
    const isHolderRequired = isRequiredAt(bodySchema, at);
    const absent = isNull && (envelope.atEnd === 'null' || isHolderRequired) ? `${name}null` : undefined;
    // Without the link, the object would be there for nothing, or against its schema.
    const goes = absent !== undefined || !isHolderRequired;
    if (!goes || envelope.atEnd === 'empty') return undefined;
    return [{ ...only, name: `${name}{${only.name}`, after: `${only.after}}`, absent }];
  }

  /** What stands in place of a value that does not exist; `undefined`: nothing. */
  function absentText(schema: JsonSchema, at: Pointer, name: string, role: ValueRole): string | undefined {
    const isRequired = isRequiredAt(bodySchema, at);
    const canBeNull = isRequired && allowsNull(schema) && typesOf(schema).length > 0;
    if (!isLinkRole(role)) return canBeNull ? `${name}null` : absentNumber(role, name, isRequired);
    switch (envelope.atEnd) {
      case 'null':
        return `${name}null`;
      case 'empty':
        return `${name}""`;
      case 'omitted':
        return undefined;
      case 'self':
      case 'edge':
        return canBeNull ? `${name}null` : undefined;
    }
  }

  /** A page without rows has no numbers of rows, even where a schema demands them. */
  function absentNumber(role: ValueRole, name: string, isRequired: boolean): string | undefined {
    const isOfRow = role === 'firstRow' || role === 'lastRow';
    return isOfRow && isRequired ? `${name}${envelope.rowBase ?? 1}` : undefined;
  }

  return { planValue };
}

function isLinkRole(role: Role): boolean {
  return (LINK_ROLES as readonly Role[]).includes(role);
}

function pointerOf(place: Place | undefined): Pointer {
  return place?.in === 'body' ? place.pointer : [];
}

function planEntries({ roles }: Envelope, schema: JsonSchema, at: Pointer): readonly EntryPiece[] {
  const entry = itemsOf(schema) ?? {};
  const constants = Object.fromEntries(
    requiredOf(entry).flatMap((name) => {
      const member = propertiesOf(entry)[name];
      return member === undefined ? [] : [[name, createSample(member)]];
    }),
  );
  return [...roles].flatMap(([role, place]) => {
    if (place.in !== 'entry' || role === 'items' || !isSamePointer(place.list, at)) return [];
    const [before = '', after = ''] = writeJson({ ...constants, ...(makeEntry(place, MARK) as object) }).split(
      writeJson(MARK),
    );
    return [{ role, before, after }];
  });
}

/** Stands for the value of an entry. */
const MARK = '\u0000';

/** Names of members that lead somewhere or say how much there is: an example of them would be a lie on every page. */
const TELLING = /next|prev|cursor|token|continu|link|href|url|uri/i;

const SUCCESS = /^(?:ok|success|successful|is_?valid)$/i;

function planConstant(key: string, schema: JsonSchema, label: string): readonly Piece[] {
  const values = valuesOf(schema) ?? [];
  if (values.length === 1) return [{ kind: 'text', text: label + writeJson(values[0]) }];
  if (
    allowsNull(schema) &&
    typesOf(schema).includes('null') &&
    (TELLING.test(key) || statedValue(schema) === undefined)
  ) {
    return [{ kind: 'text', text: `${label}null` }];
  }
  // A page that comes is a success.
  if (SUCCESS.test(key) && typesOf(schema).includes('boolean')) return [{ kind: 'text', text: `${label}true` }];
  const value = createSample(schema);
  // No response leads to another host.
  if (typeof value === 'string' && (/^https?:\/\//.test(value) || value === 'about:blank')) {
    return [{ kind: 'url', name: label, write: prepareUrl(value, schema['pattern'] as string | undefined) }];
  }
  // What has to match a pattern is made of it.
  if (typeof value === 'string' && TELLING.test(key) && values.length === 0 && schema['pattern'] === undefined)
    return [{ kind: 'text', text: `${label}""` }];
  return [{ kind: 'text', text: label + writeJson(value) }];
}

/**
 * Prepares what is written in place of an address: that of the request, or where a pattern demands another, the path of the sample on the
 * host of the request.
 */
function prepareUrl(sample: string, source: string | undefined): (own: string) => string {
  if (source === undefined || !URL.canParse(sample)) return (own) => own;
  const { pathname, search, hash } = new URL(sample);
  const pattern = patternOf(source);
  return (own) => {
    if (pattern.test(own) || !URL.canParse(own)) return own;
    const other = `${new URL(own).origin}${pathname}${search}${hash}`;
    // A pattern that names a host cannot be met: no response leads to another one.
    return pattern.test(other) ? other : own;
  };
}

/** Writes the headers by which a response says something of its page. */
export type PageHeaderWriter = (content: Pick<PageContent, 'total' | 'values'>) => Headers;

/** Compiles the writing of headers; `undefined` for a contract whose responses say all in the body. */
export function createPageHeaderWriter({ envelope }: Pick<Contract, 'envelope'>): PageHeaderWriter | undefined {
  const placed = [...envelope.roles].filter(([, place]) => place.in === 'header');
  if (placed.length === 0) return undefined;
  const links = placed.filter(([, place]) => isLinkHeader(place));
  const others = placed.flatMap(([role, place]) =>
    place.in === 'header' && !isLinkHeader(place) ? [{ role, name: place.name }] : [],
  );
  return (content) => {
    const link = writeLinkHeader(
      Object.fromEntries(links.map(([role]) => [relationOf(role), readValue(content, role)])),
    );
    const headers: (readonly [string, string])[] = link === undefined ? [] : [['Link', link]];
    for (const { role, name } of others) {
      const value = readValue(content, role);
      if (value !== null) headers.push([name, String(value)]);
      else if (envelope.atEnd === 'empty' && isLinkRole(role)) headers.push([name, '']);
    }
    return headers;
  };
}
