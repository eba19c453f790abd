import type { Contract, Json, Pointer, Role } from '../contract/contract.ts';
import { readPointer } from '../contract/read-pointer.ts';
import type { MockResponse } from '../mock/message.ts';
import { toByteString } from '../store/to-byte-string.ts';

/** An item that may be changed. */
export type Item = Record<string, Json>;

/** A page that may be changed. */
export interface Page {
  items: Item[];
  read(role: Role): Json | undefined;
  /** @param value - `undefined` takes away what stands there */
  write(role: Role, value: Json | undefined): void;
  /** The whole body. */
  body: Json;
}

/** Reads a body; `undefined` when it is no JSON. */
export function readBody({ body }: MockResponse): Json | undefined {
  try {
    return JSON.parse(Buffer.from(body, 'latin1').toString('utf8')) as Json;
  } catch {
    return undefined;
  }
}

/** The same response with another body. */
export function writeBody(response: MockResponse, body: Json): MockResponse {
  return { ...response, body: toByteString(JSON.stringify(body)) };
}

/** Sets what stands at a pointer of a body that may be changed; `undefined` takes it away. */
export function writePointer(body: Json, pointer: Pointer, value: Json | undefined): void {
  const holder = readPointer(body, pointer.slice(0, -1));
  const key = pointer.at(-1);
  if (typeof holder !== 'object' || holder === null || key === undefined) return;
  if (value === undefined) delete (holder as Record<string, Json>)[key];
  else (holder as Record<string, Json>)[key] = value;
}

/** Reads a successful answer; `undefined` for any other. */
export function readPage({ envelope }: Contract, response: MockResponse | undefined): Page | undefined {
  const body = response?.status === 200 ? readBody(response) : undefined;
  if (body === undefined) return undefined;
  // Items may be the whole body, which then has no holder of its own.
  const root = { body };
  const at = (role: Role): Pointer | undefined => {
    const pointer = envelope.roles.get(role);
    return pointer === undefined ? undefined : ['body', ...pointer];
  };
  const read = (role: Role): Json | undefined => {
    const pointer = at(role);
    return pointer === undefined ? undefined : readPointer(root, pointer);
  };
  if (!Array.isArray(read('items'))) return undefined;
  return {
    read,
    write(role, value) {
      const pointer = at(role);
      if (pointer !== undefined) writePointer(root, pointer, value);
    },
    get items() {
      return read('items') as unknown as Item[];
    },
    set items(items) {
      this.write('items', items);
    },
    get body() {
      return root.body;
    },
    set body(value) {
      root.body = value;
    },
  };
}
