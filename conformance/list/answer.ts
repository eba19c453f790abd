import type { Contract, Json, Role } from '../../src/contract/contract.ts';
import { readField } from '../../src/contract/field-values.ts';
import { readPointer } from '../../src/contract/json-pointer.ts';
import { countNoun } from '../../src/contract/text.ts';
import type { TargetResponse } from '../client/response.ts';
import type { ListQuery, PagePosition, Purpose } from './query.ts';

/** An item of a page. */
export type Item = Readonly<Record<string, Json>>;

/** The page that a link or token leads to, relative to its own. */
export type LinkRole = 'next' | 'previous' | 'first' | 'last';

/** A page, read from the body of a successful response. */
export interface ListPage {
  readonly items: readonly Item[];
  /** The items' identities as texts, in order. */
  readonly ids: readonly string[];
  /** Absent when the contract has none, or it is not a number. */
  readonly total?: number;
  readonly pageCount?: number;
  readonly pageNumber?: number;
  /** The echoed position and page size. */
  readonly echo: { readonly position?: Json; readonly limit?: Json };
  /** Links or tokens that are not absent, null or empty. */
  readonly links: Readonly<Partial<Record<LinkRole, string>>>;
}

/** A response of the list, with the request that it belongs to. */
export interface Answer {
  readonly query: ListQuery;
  readonly position: PagePosition;
  readonly purpose: Purpose;
  /** The link by which it was reached from another page. */
  readonly via?: LinkRole;
  /** Whether the request had the target's own credentials, scope and headers, and no parameters but those of the query. */
  readonly plain: boolean;
  readonly response: TargetResponse;
  /** Present when the status is 2xx and the items are a list of objects. */
  readonly page?: ListPage;
}

export type PageAnswer = Answer & { readonly page: ListPage };

export function hasPage(answer: Answer | undefined): answer is PageAnswer {
  return answer?.page !== undefined;
}

const LINK_ROLES: readonly LinkRole[] = ['next', 'previous', 'first', 'last'];

/**
 * Reads what a successful body says of a page.
 *
 * @param body - parsed
 * @returns the page; `undefined` when its items are not a list of objects
 */
export function readPage(body: Json, contract: Pick<Contract, 'envelope' | 'identity'>): ListPage | undefined {
  const { roles } = contract.envelope;
  const read = (role: Role): Json | undefined => {
    const pointer = roles.get(role);
    return pointer === undefined ? undefined : readPointer(body, pointer);
  };
  const items = read('items');
  if (!isItems(items)) return undefined;
  const links = LINK_ROLES.flatMap((role) => {
    const link = read(role);
    // A numeric token violates the schema, which is reported elsewhere; it is followed all the same.
    if (typeof link === 'number') return [[role, String(link)] as const];
    return typeof link === 'string' && link !== '' ? [[role, link] as const] : [];
  });
  return {
    items,
    ids: items.map((item) => identify(item, contract)),
    ...number('total', read('total')),
    ...number('pageCount', read('pageCount')),
    ...number('pageNumber', read('pageNumber')),
    echo: { ...given('position', read('position')), ...given('limit', read('limit')) },
    links: Object.fromEntries(links),
  };
}

/** The identity of an item as text; the item as JSON when it has none. */
export function identify(item: Item, { identity }: Pick<Contract, 'identity'>): string {
  const [value] = readField(item, identity.path);
  return value === undefined || value === null ? JSON.stringify(item) : String(value);
}

function isItems(value: Json | undefined): value is readonly Item[] {
  return Array.isArray(value) && value.every(isItem);
}

/** A row is an object: what has no names has no fields that a contract could speak of. */
function isItem(value: Json): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function number<Key extends string>(key: Key, value: Json | undefined): { readonly [K in Key]?: number } {
  return (Number.isInteger(value) ? { [key]: value } : {}) as { readonly [K in Key]?: number };
}

function given<Key extends string>(key: Key, value: Json | undefined): { readonly [K in Key]?: Json } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Json };
}

/**
 * Whether two responses to the same request have the same rows. With links and tokens, a page may be shorter one time than
 * another.
 */
export function haveSameRows(
  { page }: Pick<Contract, 'page'>,
  one: Answer | undefined,
  other: Answer | undefined,
): boolean {
  const [a, b] = [one?.page?.ids, other?.page?.ids];
  if (a === undefined || b === undefined) return false;
  const mayBeShort = (page.style === 'links' || page.style === 'keyset') && a.length > 0 && b.length > 0;
  const length = mayBeShort ? Math.min(a.length, b.length) : Number.POSITIVE_INFINITY;
  return String(a.slice(0, length)) === String(b.slice(0, length));
}

/** How many rows a page has, for a verdict: `3 rows`; of a response without a page, `no list of items`. */
export function formatRows(count: number | undefined): string {
  return count === undefined ? 'no list of items' : countNoun(count, 'row');
}
