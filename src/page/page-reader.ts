import type { Contract, Json, OrderKey, Pointer, Role } from '../contract/contract.ts';
import { readField } from '../contract/field-values.ts';
import { readPointer, writePointer } from '../contract/json-pointer.ts';
import { toByteString } from '../store/body.ts';
import { findLastStart } from './neighbours.ts';
import { type HasQuery, readParameter, setParameter } from './query.ts';

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

/** A response, as far as its body goes: its bytes, one character each (`latin1`). */
interface HasBody {
  readonly body: string;
}

/** Reads a body; `undefined` when it is no JSON. */
export function readBody({ body }: HasBody): Json | undefined {
  try {
    return JSON.parse(Buffer.from(body, 'latin1').toString('utf8')) as Json;
  } catch {
    return undefined;
  }
}

/** The same response with another body. */
export function writeBody<Response extends HasBody>(response: Response, body: Json): Response {
  return { ...response, body: toByteString(JSON.stringify(body)) };
}

/** Reads a successful answer; `undefined` for any other. */
export function readPage(
  { envelope }: Contract,
  response: (HasBody & { readonly status: number }) | undefined,
): Page | undefined {
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

/** The links of a page. */
export type LinkRole = 'next' | 'previous' | 'first' | 'last';

export const LINK_ROLES: readonly LinkRole[] = ['next', 'previous', 'first', 'last'];

/** The request by which a client follows a link of a page; `undefined` when the page has no such link. */
export function locateNeighbour<Request extends HasQuery>(
  contract: Contract,
  request: Request,
  page: Page,
  role: LinkRole,
): Request | undefined {
  if (contract.page.style === 'offset') return locateByCount(contract, request, page, role);
  const link = page.read(role);
  if (typeof link !== 'string' || link === '') return undefined;
  if (contract.page.style !== 'keyset') return { ...request, query: link.split('?')[1] ?? '' };
  const { position, direction } = contract.page;
  const moved = setParameter(request, position, link);
  if (direction === undefined) return moved;
  return setParameter(
    moved,
    direction.parameter,
    role === 'next' || role === 'first' ? direction.forward : direction.backward,
  );
}

function locateByCount<Request extends HasQuery>(
  { page: { position, limit } }: Contract,
  request: Request,
  page: Page,
  role: LinkRole,
): Request | undefined {
  const skipped = Number(readParameter(request, position) ?? 0);
  const size = Number(readParameter(request, limit.parameter) ?? limit.default);
  const total = toNumber(page.read('total'));
  const target = {
    first: 0,
    previous: skipped > 0 ? Math.max(0, skipped - size) : undefined,
    next: skipped + size < total ? skipped + size : undefined,
    last: findLastStart(total, size),
  }[role];
  return target === undefined ? undefined : setParameter(request, position, String(target));
}

function toNumber(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}

/** Whether a contract's pages have links or tokens. */
export function hasLinks({ envelope }: Contract): boolean {
  return envelope.roles.has('next');
}

/** Whether positions are sealed in tokens, on their own or within links. */
export function hasTokens({ page }: Contract): boolean {
  return page.style === 'links' || page.style === 'keyset';
}

/** Whether links are whole URLs. */
export function hasUrls(contract: Contract): boolean {
  return hasLinks(contract) && (contract.page.style === 'links' || contract.page.style === 'number');
}

/** Changes the links or tokens of a page. */
export function changeLinks(page: Page, change: (link: string, role: LinkRole) => string | null): void {
  for (const role of LINK_ROLES) {
    const link = page.read(role);
    if (typeof link === 'string' && link !== '') page.write(role, change(link, role));
  }
}

/** The keys of the usual order that leave ties: all but the identity. */
export function listTieKeys({ order, identity }: Contract): readonly OrderKey[] {
  return order.by.filter(({ field }) => field.name !== identity.name);
}

/** The identity of an item, as text. */
export function readId({ identity }: Contract, item: Item): string {
  return String(readField(item, identity.path)[0]);
}
