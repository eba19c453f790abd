import type { Contract, Envelope, JsonSchema, Pointer, Role } from '../contract/contract.ts';
import { isSamePointer } from '../contract/json-pointer.ts';
import { propertiesOf } from '../contract/json-schema.ts';
import type { RoleValue } from '../page/neighbours.ts';
import { toByteString } from '../store/body.ts';

/** What a response body holds. */
interface PageContent {
  /** The JSON of the items, joined by commas, as bytes. */
  readonly items: string;
  /** How many rows there are in all. */
  readonly total: number;
  /** The other roles of the envelope; `null` for a link or token to a page that does not exist. */
  readonly values: ReadonlyMap<Role, RoleValue>;
}

/** Writes a body; `fresh` gives the values that are new in every response. */
export type PageWriter = (content: PageContent, fresh: () => string) => string;

type Piece =
  | { readonly kind: 'open'; readonly text: string }
  | { readonly kind: 'close'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'items'; readonly name: string }
  | { readonly kind: 'fresh'; readonly name: string }
  | { readonly kind: 'role'; readonly name: string; readonly role: Exclude<Role, 'items'> };

/**
 * Compiles the writing of a response body: its members stand in the order of the schema's properties. A member without a
 * role is written when the schema requires it and says what it is (`const`, `default` or an example).
 *
 * @returns a function that gives the body's bytes, one character each
 */
export function createPageWriter({ bodySchema, envelope }: Pick<Contract, 'bodySchema' | 'envelope'>): PageWriter {
  const pieces = planValue(bodySchema, [], '', envelope);
  const absent = { omitted: undefined, null: 'null', empty: '""' }[envelope.atEnd];
  return ({ items, total, values }, fresh) => {
    let body = '';
    let separator = '';
    for (const piece of pieces) {
      switch (piece.kind) {
        case 'open':
          body += separator + piece.text;
          separator = '';
          break;
        case 'close':
          body += piece.text;
          separator = ',';
          break;
        case 'text':
          body += separator + piece.text;
          separator = ',';
          break;
        case 'items':
          body += `${separator}${piece.name}[${items}]`;
          separator = ',';
          break;
        case 'fresh':
          body += `${separator}${piece.name}"${fresh()}"`;
          separator = ',';
          break;
        case 'role': {
          const text = piece.role === 'total' ? String(total) : writeValue(values.get(piece.role), absent);
          if (text === undefined) break;
          body += separator + piece.name + text;
          separator = ',';
        }
      }
    }
    return body;
  };
}

function writeValue(value: RoleValue | undefined, absent: string | undefined): string | undefined {
  if (value === null || value === undefined) return absent;
  return typeof value === 'string' ? toByteString(JSON.stringify(value)) : String(value);
}

function planValue(schema: JsonSchema, at: Pointer, name: string, envelope: Envelope): readonly Piece[] {
  const role = [...envelope.roles].find(([, pointer]) => isSamePointer(pointer, at))?.[0];
  if (role === 'items') return [{ kind: 'items', name }];
  if (role !== undefined) return [{ kind: 'role', name, role }];
  if (envelope.fresh.some(({ pointer }) => isSamePointer(pointer, at))) return [{ kind: 'fresh', name }];
  const isHolder = [...envelope.roles.values(), ...envelope.fresh.map(({ pointer }) => pointer)].some((pointer) => {
    return pointer.length > at.length && isSamePointer(pointer.slice(0, at.length), at);
  });
  return isHolder ? planObject(schema, at, name, envelope) : [];
}

function planObject(schema: JsonSchema, at: Pointer, name: string, envelope: Envelope): readonly Piece[] {
  const required = requiredOf(schema);
  const members = Object.entries(propertiesOf(schema)).flatMap(([key, property]) => {
    const label = `${toByteString(JSON.stringify(key))}:`;
    const planned = planValue(property, [...at, key], label, envelope);
    return planned.length > 0 || !required.includes(key) ? planned : planConstant(property, label);
  });
  return [{ kind: 'open', text: `${name}{` }, ...members, { kind: 'close', text: '}' }];
}

function planConstant(schema: JsonSchema, label: string): readonly Piece[] {
  const value =
    schema['const'] ?? schema['default'] ?? (schema['examples'] as unknown[] | undefined)?.[0] ?? schema['example'];
  return value === undefined ? [] : [{ kind: 'text', text: label + toByteString(JSON.stringify(value)) }];
}

function requiredOf(schema: JsonSchema): readonly string[] {
  const parts = (schema['allOf'] ?? []) as readonly JsonSchema[];
  return [...((schema['required'] ?? []) as readonly string[]), ...parts.flatMap(requiredOf)];
}
