import type { Contract, Field, OrderKey, ValueKind } from '../../contract/contract.ts';

function createField(name: string, kind: ValueKind, path: readonly string[] = [name]): Field {
  return { name, path, kind, schema: {} };
}

/** One field of every kind and shape. */
export const fields: Readonly<
  Record<'id' | 'size' | 'at' | 'open' | 'name' | 'tags' | 'plans' | 'meta' | 'color' | 'secret', Field>
> = {
  id: createField('id', 'string'),
  size: createField('size', 'number'),
  at: createField('at', 'instant'),
  open: createField('open', 'boolean'),
  name: createField('name', 'string'),
  tags: createField('tags', 'string'),
  plans: createField('plans', 'string', ['contracts', '*', 'plan']),
  meta: createField('meta', 'string'),
  color: createField('meta/color', 'string', ['meta', 'color']),
  secret: createField('secret', 'string'),
};

/** A field that stands for a key of a map, as a request may name any. */
export function createMetaField(key: string): Field {
  return createField(`meta/${key}`, 'string', ['meta', key]);
}

export function ascending(field: Field): OrderKey {
  return { field, direction: 1 };
}

export function descending(field: Field): OrderKey {
  return { field, direction: -1 };
}

/** What a table needs of a contract. */
export const contract: Pick<Contract, 'identity' | 'hidden'> = { identity: fields.id, hidden: { secret: {} } };
