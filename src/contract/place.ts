import { createRequire } from 'node:module';
import type LinkHeader from 'http-link-header';
import type { Contract, Envelope, Json, LinkRole, Place, Pointer, Role } from './contract.ts';
import { readPointer, writePointer } from './json-pointer.ts';

/** The roles that lead to a page. */
export const LINK_ROLES: readonly LinkRole[] = ['next', 'previous', 'first', 'last', 'self'];

/** What stands in a response, as far as places go. */
export interface PlacedValues {
  /** The body, parsed; `undefined` when there is none. */
  readonly body: Json | undefined;
  /** The value of a header; of one that is there several times, all of them, joined by commas. */
  header(name: string): string | undefined;
}

/**
 * Reads what a response says in a role.
 *
 * @returns text, numbers and flags as JSON has them, also from a header; `undefined` where nothing stands
 */
export function readRole({ roles }: Pick<Envelope, 'roles'>, role: Role, response: PlacedValues): Json | undefined {
  const place = roles.get(role);
  switch (place?.in) {
    case undefined:
      return undefined;
    case 'body':
      return response.body === undefined ? undefined : readPointer(response.body, place.pointer);
    case 'entry': {
      const entry = response.body === undefined ? undefined : findEntry(response.body, place);
      return entry === undefined ? undefined : readPointer(entry, place.pointer);
    }
    case 'header': {
      const value = response.header(place.name);
      if (value === undefined) return undefined;
      return isLinkHeader(place) ? readLinkHeader(value)[relationOf(role)] : readScalar(value, role);
    }
  }
}

/** A response that can be changed. */
export interface ChangeableValues extends PlacedValues {
  /** @param value - `undefined` takes the header away */
  setHeader(name: string, value: string | undefined): void;
}

/**
 * Sets what a response says in a role, in place; an entry of a list is added where it is missing.
 *
 * @param value - `undefined` takes away what stands there
 */
export function writeRole(
  { roles }: Pick<Envelope, 'roles'>,
  role: Role,
  response: ChangeableValues,
  value: Json | undefined,
): void {
  const place = roles.get(role);
  switch (place?.in) {
    case undefined:
      return;
    case 'body':
      if (response.body !== undefined) writePointer(response.body, place.pointer, value);
      return;
    case 'entry':
      if (response.body !== undefined) writeEntry(response.body, place, value);
      return;
    case 'header':
      if (!isLinkHeader(place)) {
        response.setHeader(place.name, isGiven(value) ? String(value) : undefined);
        return;
      }
      response.setHeader(
        place.name,
        writeLinkHeader({ ...readLinkHeader(response.header(place.name) ?? ''), [relationOf(role)]: value }),
      );
  }
}

function isGiven(value: Json | undefined): boolean {
  return value !== undefined && value !== null;
}

type EntryPlace = Extract<Place, { in: 'entry' }>;

function findEntry(body: Json, place: EntryPlace): Json | undefined {
  const list = readPointer(body, place.list);
  return Array.isArray(list) ? (list as readonly Json[]).find((entry) => isEntry(entry, place)) : undefined;
}

function isEntry(entry: Json, { where }: EntryPlace): boolean {
  return Object.entries(where).every(([name, value]) => readPointer(entry, [name]) === value);
}

function writeEntry(body: Json, place: EntryPlace, value: Json | undefined): void {
  const list = readPointer(body, place.list);
  if (!Array.isArray(list)) return;
  const entry = findEntry(body, place);
  if (!isGiven(value))
    writePointer(
      body,
      place.list,
      (list as readonly Json[]).filter((other) => other !== entry),
    );
  else if (entry !== undefined) writePointer(entry, place.pointer, value);
  else writePointer(body, place.list, [...list, makeEntry(place, value as Json)]);
}

/** An entry of a list of links, with a value at its pointer. */
export function makeEntry({ where, pointer }: Pick<EntryPlace, 'where' | 'pointer'>, value: Json): Json {
  const inner = pointer.reduceRight<Json>((held, key) => ({ [key]: held }), value);
  return { ...where, ...(inner as Record<string, Json>) };
}

/** Whether a header holds links with relations, as RFC 8288 has them. */
export function isLinkHeader(place: Place): boolean {
  return place.in === 'header' && place.name.toLowerCase() === 'link';
}

/** The name that RFC 8288 and IANA have for the relation of a role. */
export function relationOf(role: Role): string {
  return role === 'previous' ? 'prev' : role;
}

/**
 * The links of a `Link` header by relation; `previous` counts as `prev`. Of several with the same relation the first counts.
 *
 * @returns none for a header that is not well formed
 */
export function readLinkHeader(value: string): Record<string, Json | undefined> {
  const links: Record<string, Json | undefined> = {};
  for (const { rel, uri } of parseLinks(value)) {
    const relation = rel.toLowerCase() === 'previous' ? 'prev' : rel.toLowerCase();
    links[relation] ??= uri;
  }
  return links;
}

function parseLinks(value: string): readonly { readonly rel: string; readonly uri: string }[] {
  try {
    return loadParser()
      .parse(value)
      .refs.filter(({ rel }) => typeof rel === 'string');
  } catch {
    return [];
  }
}

/** Loaded for the first header: few lists have one. */
function loadParser(): typeof LinkHeader {
  return createRequire(import.meta.url)('http-link-header') as typeof LinkHeader;
}

/** Writes a `Link` header, each relation in quotes; `undefined` when there is no link to write. */
export function writeLinkHeader(links: Readonly<Record<string, Json | undefined>>): string | undefined {
  const written = Object.entries(links)
    .filter(([, uri]) => typeof uri === 'string' && uri !== '')
    .map(([relation, uri]) => `<${String(uri).replaceAll('>', '%3E')}>; rel="${relation}"`);
  return written.length === 0 ? undefined : written.join(', ');
}

const NUMERIC: ReadonlySet<Role> = new Set([
  'total',
  'count',
  'pageCount',
  'pageNumber',
  'limit',
  'remaining',
  'firstRow',
  'lastRow',
]);
const FLAGS: ReadonlySet<Role> = new Set(['hasNext', 'hasPrevious', 'isFirst', 'isLast', 'isEmpty']);

/** Headers hold text: numbers and flags are recognized by what their role holds. */
function readScalar(text: string, role: Role): Json {
  if (NUMERIC.has(role) && /^\d+$/.test(text.trim())) return Number(text);
  if (FLAGS.has(role) && /^(?:true|false)$/i.test(text.trim())) return text.trim().toLowerCase() === 'true';
  return text;
}

/** Where a role stands in the body; for one in a list of links, that list. `undefined`: not in the body. */
export function bodyPointerOf({ roles }: Pick<Envelope, 'roles'>, role: Role): Pointer | undefined {
  return pointerInBody(roles.get(role));
}

function pointerInBody(place: Place | undefined): Pointer | undefined {
  if (place?.in === 'body') return place.pointer;
  return place?.in === 'entry' ? place.list : undefined;
}

/** Every place in the body that has a role or holds a fresh value. */
export function listBodyPointers({ roles, fresh }: Pick<Envelope, 'roles' | 'fresh'>): readonly Pointer[] {
  const places = [...roles.values()].flatMap((place) => {
    const pointer = pointerInBody(place);
    return pointer === undefined ? [] : [pointer];
  });
  return [...places, ...fresh.map(({ pointer }) => pointer)];
}

/** The names, in lower case, of the headers by which a response says something. */
export function listRoleHeaders({ envelope }: Pick<Contract, 'envelope'>): readonly string[] {
  const names = [...envelope.roles.values()].flatMap((place) =>
    place.in === 'header' ? [place.name.toLowerCase()] : [],
  );
  return [...new Set(names)];
}
