import { optional } from '../contract/compilation.ts';
import type { JsonSchema } from '../contract/contract.ts';
import { isObject } from '../contract/json-pointer.ts';
import { keyOf } from './names.ts';
import type { PageStyle } from './paging.ts';

/** What an extension of a document says of how a list pages; what it leaves open is not there. */
export interface Hint {
  /** The extension: `x-ms-pageable`. */
  readonly source: string;
  readonly style?: PageStyle;
  /** Keys that lead to the items. */
  readonly items?: readonly string[];
  /** The parameter that holds the position, by its name in a block. */
  readonly position?: string;
  readonly size?: string;
  /** Keys that lead to the next link or token. */
  readonly next?: { readonly path: readonly string[]; readonly kind: 'link' | 'token' };
  /** Keys that lead to the number of pages. */
  readonly pageCount?: readonly string[];
}

/** Reads the first extension of an operation that speaks of its pages. */
export function readHint(operation: JsonSchema, document: JsonSchema): Hint | undefined {
  return (
    readSpeakeasy(operation['x-speakeasy-pagination']) ??
    readFern(operation['x-fern-pagination'], document['x-fern-pagination']) ??
    readPageable(operation['x-ms-pageable'])
  );
}

function readSpeakeasy(hint: unknown): Hint | undefined {
  if (!isObject(hint)) return undefined;
  const inputs = (Array.isArray(hint['inputs']) ? (hint['inputs'] as readonly unknown[]) : []).filter(isObject);
  const outputs = isObject(hint['outputs']) ? hint['outputs'] : {};
  const find = (...types: readonly string[]): string | undefined => {
    const input = inputs.find(({ type }) => types.includes(String(type)));
    return input === undefined ? undefined : String(input['name']).replaceAll('.', '/');
  };
  const cursor = readPath(outputs['nextCursor']);
  const url = readPath(outputs['nextUrl']);
  const style = speakeasyStyle(String(hint['type']), find('page') !== undefined, outputs['nextCursor']);
  return {
    source: 'x-speakeasy-pagination',
    ...optional('style', style),
    ...optional('items', readPath(outputs['results'])),
    ...optional('position', find('page', 'offset', 'cursor')),
    ...optional('size', find('limit')),
    ...optional(
      'next',
      url !== undefined ? { path: url, kind: 'link' as const } : cursor && { path: cursor, kind: 'token' as const },
    ),
    ...optional('pageCount', readPath(outputs['numPages'])),
  };
}

function speakeasyStyle(type: string, hasPage: boolean, cursor: unknown): PageStyle | undefined {
  if (type === 'url') return 'links';
  if (type === 'cursor') return isOfLastItem(cursor) ? 'key' : 'keyset';
  return type === 'offsetLimit' ? (hasPage ? 'number' : 'offset') : undefined;
}

/** `$.data[-1].id`: the cursor is the identity of the last item. */
function isOfLastItem(path: unknown): boolean {
  return typeof path === 'string' && /\[(?:-1|-1:|\(@\.length ?- ?1\))\]/.test(path);
}

function readFern(own: unknown, shared: unknown): Hint | undefined {
  const hint = own === true ? shared : own;
  if (!isObject(hint)) return undefined;
  const request = (value: unknown): string | undefined => {
    return typeof value === 'string' ? value.replace(/^\$request\./, '').replaceAll('.', '/') : undefined;
  };
  const position = request(hint['cursor']) ?? request(hint['offset']) ?? request(hint['next_token']);
  const next = hint['next_cursor'] ?? hint['next_uri'] ?? hint['next_path'] ?? hint['next_url'];
  const path = readPath(next);
  const isLink = hint['next_cursor'] === undefined && next !== undefined;
  return {
    source: 'x-fern-pagination',
    ...optional('style', fernStyle(hint, position, isLink)),
    ...optional('items', readPath(hint['results'])),
    ...optional('position', position),
    ...optional('size', request(hint['limit']) ?? request(hint['step'])),
    ...optional('next', path && { path, kind: isLink ? ('link' as const) : ('token' as const) }),
  };
}

function fernStyle(hint: JsonSchema, position: string | undefined, isLink: boolean): PageStyle | undefined {
  if (isLink) return 'links';
  if (hint['cursor'] !== undefined) return isOfLastItem(hint['next_cursor']) ? 'key' : 'keyset';
  if (hint['offset'] === undefined) return undefined;
  return /(?:^|_)page/.test(keyOf(position ?? '')) && !/offset/.test(keyOf(position ?? '')) ? 'number' : 'offset';
}

function readPageable(hint: unknown): Hint | undefined {
  if (!isObject(hint)) return undefined;
  const { nextLinkName, itemName } = hint;
  return {
    source: 'x-ms-pageable',
    items: [typeof itemName === 'string' ? itemName : 'value'],
    // Azure's generators split the name at dots, as a path.
    ...(typeof nextLinkName === 'string'
      ? { style: 'links' as const, next: { path: [nextLinkName], kind: 'link' as const } }
      : {}),
  };
}

/** The keys of a JSONPath, or of `$response.…`, that names a single place; `undefined` for any other. */
function readPath(path: unknown): readonly string[] | undefined {
  if (typeof path !== 'string') return undefined;
  const plain = path.replace(/^\$(?:response)?\.?/, '').replace(/\[\*\]$/, '');
  const keys = [...plain.matchAll(/\['([^']+)'\]|\["([^"]+)"\]|([^.[\]'"]+)/g)];
  const isPlain = keys.map(([text]) => text).join('').length + plain.replaceAll(/[^.]/g, '').length === plain.length;
  return isPlain && !/[*?@(]/.test(plain)
    ? keys.map(([, single, double, bare]) => single ?? double ?? bare ?? '')
    : undefined;
}
