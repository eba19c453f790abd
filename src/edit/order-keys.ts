import type { Contract, OrderKey } from '../contract/contract.ts';
import { readField } from '../contract/read-field.ts';
import type { Item } from './page.ts';

/** The keys of the usual order that leave ties: all but the identity. */
export function listTieKeys({ order, identity }: Contract): readonly OrderKey[] {
  return order.by.filter(({ field }) => field.name !== identity.name);
}

/** The identity of an item, as text. */
export function readId({ identity }: Contract, item: Item): string {
  return String(readField(item, identity.path)[0]);
}
