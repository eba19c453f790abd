import type { Contract, Json, LinkRole, Role } from '../../src/contract/contract.ts';
import { readField } from '../../src/contract/field-values.ts';
import { LINK_ROLES, readRole } from '../../src/contract/place.ts';
import { countNoun } from '../../src/contract/text.ts';
import type { TargetResponse } from '../client/response.ts';
import type { ListQuery, PagePosition, Purpose } from './query.ts';

/** An item of a page. */
export type Item = Readonly<Record<string, Json>>;

/** The page that a link or token leads to, relative to its own. */
export type { LinkRole } from '../../src/contract/contract.ts';

/** A page, read from the body of a successful response. */
export interface ListPage {
  readonly items: readonly Item[];
  /** The items' identities as texts, in order. */
  readonly ids: readonly string[];
  /** Absent when the contract has none, or it is not a number, or only says that there are as many rows at least. */
  readonly total?: number;
  /** The total, where it is at its cap or above. */
  readonly cappedTotal?: number;
  readonly pageCount?: number;
  readonly pageNumber?: number;
  /** How many rows it has, as it says itself. */
  readonly count?: number;
  /** Whether it says that it is the first page, and that it has no rows. */
  readonly isFirst?: boolean;
  readonly isEmpty?: boolean;
  /** The numbers of its first and last row among all, as the response says. */
  readonly firstRow?: number;
  readonly lastRow?: number;
  /** How many rows follow, as the response says. */
  readonly remaining?: number;
  /** Whether it says that pages follow and come before. */
  readonly hasNext?: boolean;
  readonly hasPrevious?: boolean;
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
  /** The response to the same request just before, where that was a 5xx and this is none. */
  readonly failedBefore?: TargetResponse;
  /** Present when the status is 2xx and the items are a list of objects. */
  readonly page?: ListPage;
}

export type PageAnswer = Answer & { readonly page: ListPage };

/** Whether the response says that all went well. */
export function isSuccess({ response: { status } }: Answer): boolean {
  return status >= 200 && status <= 299;
}

export function hasPage(answer: Answer | undefined): answer is PageAnswer {
  return answer?.page !== undefined;
}

/**
 * Reads what a successful body says of a page.
 *
 * @param body - parsed
 * @param headers - of the response
 * @returns the page; `undefined` when its items are not a list of objects
 */
export function readPage(
  body: Json,
  contract: Pick<Contract, 'envelope' | 'identity'>,
  headers: TargetResponse['headers'] = {},
): ListPage | undefined {
  const header = (name: string): string | undefined => headers[name.toLowerCase()];
  const read = (role: Role): Json | undefined => readRole(contract.envelope, role, { body, header });
  const items = read('items');
  if (!isItems(items)) return undefined;
  const total = read('total');
  const links = LINK_ROLES.flatMap((role) => {
    const link = read(role);
    // A numeric token violates the schema, which is reported elsewhere; it is followed all the same.
    if (typeof link === 'number') return [[role, String(link)] as const];
    return typeof link === 'string' && link !== '' ? [[role, link] as const] : [];
  });
  return {
    items,
    ids: items.map((item) => identify(item, contract)),
    ...number(isAtCap(total, contract) ? 'cappedTotal' : 'total', total),
    ...number('pageCount', read('pageCount')),
    ...number('pageNumber', read('pageNumber')),
    ...number('remaining', read('remaining')),
    ...number('count', read('count')),
    ...number('firstRow', read('firstRow')),
    ...number('lastRow', read('lastRow')),
    ...flag('isFirst', read('isFirst')),
    ...flag('isEmpty', read('isEmpty')),
    ...flag('hasNext', read('hasNext') ?? invert(read('isLast'))),
    ...flag('hasPrevious', read('hasPrevious') ?? invert(read('isFirst'))),
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

function isAtCap(total: Json | undefined, { envelope }: Pick<Contract, 'envelope'>): boolean {
  const cap = envelope.total?.cap;
  return cap !== undefined && typeof total === 'number' && total >= cap;
}

function invert(value: Json | undefined): Json | undefined {
  return typeof value === 'boolean' ? !value : value;
}

function flag<Key extends string>(key: Key, value: Json | undefined): { readonly [K in Key]?: boolean } {
  return (typeof value === 'boolean' ? { [key]: value } : {}) as { readonly [K in Key]?: boolean };
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
  const isSought = page.style !== 'number' && page.style !== 'offset';
  const mayBeShort = isSought && a.length > 0 && b.length > 0;
  const length = mayBeShort ? Math.min(a.length, b.length) : Number.POSITIVE_INFINITY;
  return String(a.slice(0, length)) === String(b.slice(0, length));
}

/** Whether two responses to the same request have the same rows, and give the same total. */
export function haveSameRowsAndTotal(contract: Pick<Contract, 'page'>, one: Answer, other: Answer): boolean {
  return haveSameRows(contract, one, other) && one.page?.total === other.page?.total;
}

/** How many rows a page has, for a verdict: `3 rows`; of a response without a page, `no list of items`. */
export function formatRows(count: number | undefined): string {
  return count === undefined ? 'no list of items' : countNoun(count, 'row');
}
