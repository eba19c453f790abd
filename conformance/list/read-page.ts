import type { Contract, Json, Role } from '../../src/contract/contract.ts';
import { readField } from '../../src/contract/read-field.ts';
import { readPointer } from '../../src/contract/read-pointer.ts';
import type { Item, LinkRole, ListPage } from './answer.ts';

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
    // A number is no text, which is for others to say; it leads on all the same.
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

/** The identity of an item as text; of one without, the item itself. */
export function identify(item: Item, { identity }: Pick<Contract, 'identity'>): string {
  const [value] = readField(item, identity.path);
  return value === undefined || value === null ? JSON.stringify(item) : String(value);
}

function isItems(value: Json | undefined): value is readonly Item[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null);
}

function number<Key extends string>(key: Key, value: Json | undefined): { readonly [K in Key]?: number } {
  return (Number.isInteger(value) ? { [key]: value } : {}) as { readonly [K in Key]?: number };
}

function given<Key extends string>(key: Key, value: Json | undefined): { readonly [K in Key]?: Json } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Json };
}
