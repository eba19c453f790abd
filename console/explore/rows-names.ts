import type { Json, JsonObject } from '../admin/contract-types.ts';

/** The value at a path of a row: `country/id`. */
export function valueAt(row: JsonObject, path: string): Json | undefined {
  if (Object.hasOwn(row, path)) return row[path];
  return path
    .split('/')
    .filter((key) => key !== '')
    .reduce<Json | undefined>((holder, key) => {
      return typeof holder === 'object' && holder !== null ? (holder as JsonObject)[key] : undefined;
    }, row);
}

/** A value in a cell of a table. */
export function sayValue(value: Json | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const NAMES = [
  ['name'],
  ['full_name'],
  ['fullName'],
  ['first_name', 'last_name'],
  ['firstName', 'lastName'],
  ['title'],
  ['label'],
];

/** What people call a row: by its name where it has one, else by what tells it apart. */
export function nameOf(row: JsonObject | undefined, identity: string): string {
  for (const fields of NAMES) {
    const values = fields.map((field) => row?.[field]);
    if (values.every((value) => typeof value === 'string' && value !== '')) return values.join(' ');
  }
  // Of a row that is gone, nothing else is known, and an identity may be long.
  return row === undefined && identity.length > 14 ? `${identity.slice(0, 8)}…` : identity;
}
