import type {
  Contract,
  Json,
  LinkForm,
  LinkRole,
  NumberPage,
  OffsetPage,
  OrderKey,
  Role,
} from '../contract/contract.ts';
import { readField } from '../contract/field-values.ts';
import { backwardOf } from '../contract/page-parameters.ts';
import { type ChangeableValues, readRole, writeRole } from '../contract/place.ts';
import { toByteString } from '../store/body.ts';
import { findLastStart } from './neighbours.ts';
import { type HasQuery, readLimit, readParameter, setParameter } from './query.ts';

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
  /** Of the response. */
  readonly headers: Headers;
}

type Headers = readonly (readonly [name: string, value: string])[];

/** A response, as far as its body goes: its bytes, one character each (`latin1`). */
interface HasBody {
  readonly body: string;
}

interface HasHeaders extends HasBody {
  readonly headers?: Headers | undefined;
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

/** The same response with what was changed of its page. */
export function writePage<Response extends HasHeaders>(response: Response, page: Page): Response {
  const written = writeBody(response, page.body);
  return page.headers === response.headers ? written : { ...written, headers: page.headers };
}

/** Whether a response says that all went well. */
export function isSuccess(response: { readonly status: number } | undefined): boolean {
  return response !== undefined && response.status >= 200 && response.status <= 299;
}

/** Reads a successful answer; `undefined` for any other. */
export function readPage(
  { envelope }: Contract,
  response: (HasHeaders & { readonly status: number }) | undefined,
): Page | undefined {
  const body = response !== undefined && isSuccess(response) ? readBody(response) : undefined;
  if (body === undefined) return undefined;
  const values = new PageValues(body, response?.headers ?? []);
  const read = (role: Role): Json | undefined => readRole(envelope, role, values);
  if (!Array.isArray(read('items'))) return undefined;
  return {
    read,
    write(role, value) {
      // Items may be the whole body, which then has no holder of its own.
      const place = envelope.roles.get(role);
      if (place?.in === 'body' && place.pointer.length === 0) values.body = value ?? null;
      else writeRole(envelope, role, values, value);
    },
    get items() {
      return read('items') as unknown as Item[];
    },
    set items(items) {
      this.write('items', items);
    },
    get body() {
      return values.body;
    },
    set body(value) {
      values.body = value;
    },
    get headers() {
      return values.headers;
    },
  };
}

class PageValues implements ChangeableValues {
  body: Json;
  headers: Headers;

  constructor(body: Json, headers: Headers) {
    this.body = body;
    this.headers = headers;
  }

  header(name: string): string | undefined {
    const values = this.headers.filter((header) => isNamed(header, name)).map(([, value]) => value);
    return values.length === 0 ? undefined : values.join(', ');
  }

  setHeader(name: string, value: string | undefined): void {
    const rest = this.headers.filter((header) => !isNamed(header, name));
    this.headers = value === undefined ? rest : [...rest, [name, value]];
  }
}

function isNamed([own]: Headers[number], name: string): boolean {
  return own.toLowerCase() === name.toLowerCase();
}

/** The links of a page to other pages. */
export type NeighbourRole = Exclude<LinkRole, 'self'>;

export const NEIGHBOUR_ROLES: readonly NeighbourRole[] = ['next', 'previous', 'first', 'last'];

/** The request by which a client follows a link of a page; `undefined` when the page has no such link. */
export function locateNeighbour<Request extends HasQuery>(
  contract: Contract,
  request: Request,
  page: Page,
  role: NeighbourRole,
): Request | undefined {
  const form = contract.envelope.forms.get(role);
  if (form === undefined) return locateUnlinked(contract, request, page, role);
  const link = page.read(role);
  if (contract.envelope.atEnd === 'edge' && isAtEnd(page, role)) return undefined;
  if ((typeof link !== 'string' && typeof link !== 'number') || link === '') return undefined;
  if (isUrlForm(form)) return { ...request, query: String(link).split('?')[1] ?? '' };
  return moveTo(contract, request, role, String(link));
}

/** Whether flags say that nothing is there where a token leads. */
function isAtEnd(page: Page, role: NeighbourRole): boolean {
  if (role === 'previous') return page.read('hasPrevious') === false || page.read('isFirst') === true;
  return role === 'next' && (page.read('hasNext') === false || page.read('isLast') === true);
}

/** Where a page has no link, a client counts, or names the row at the edge. */
function locateUnlinked<Request extends HasQuery>(
  contract: Contract,
  request: Request,
  page: Page,
  role: NeighbourRole,
): Request | undefined {
  if (contract.page.style === 'number' || contract.page.style === 'offset') {
    return locateByCount(contract, contract.page, request, page, role);
  }
  if (!hasRowPositions(contract) || (role !== 'next' && role !== 'previous')) return undefined;
  const hasMore = role === 'next' ? (page.read('hasNext') ?? page.read('isLast') !== true) : page.read('hasPrevious');
  const item = role === 'next' ? page.items.at(-1) : page.items[0];
  if (item === undefined || hasMore === false || (role === 'previous' && backwardOf(contract.page) === undefined)) {
    return undefined;
  }
  const position = readRowPosition(contract, item);
  return position === undefined ? undefined : moveTo(contract, request, role, position);
}

/** The same request for the page at a position, in the direction of a link. */
function moveTo<Request extends HasQuery>(
  { page }: Contract,
  request: Request,
  role: NeighbourRole,
  position: string,
): Request {
  const isBackward = role === 'previous' || role === 'last';
  const backward = backwardOf(page);
  if (page.style === 'key' || backward !== undefined) {
    const leadsBack = page.style === 'key' ? role === 'previous' : isBackward;
    const [parameter, other] = leadsBack ? [backward, page.position] : [page.position, backward];
    return setParameter(setParameter(request, other, undefined), parameter, position);
  }
  const moved = setParameter(request, page.position, position);
  const words = page.style === 'keyset' ? page.direction : undefined;
  return words === undefined
    ? moved
    : setParameter(moved, words.parameter, isBackward ? words.backward : words.forward);
}

/** Where neither links nor tokens lead on, a client counts pages or rows. */
function locateByCount<Request extends HasQuery>(
  contract: Contract,
  { style, position, first }: NumberPage | OffsetPage,
  request: Request,
  page: Page,
  role: NeighbourRole,
): Request | undefined {
  const size = readLimit(contract, request);
  const at = Number(readParameter(request, position) ?? first) - first;
  if (!Number.isFinite(at) || size === 0) return undefined;
  const step = style === 'number' ? 1 : size;
  const total = page.read('total');
  const last = typeof total === 'number' ? findLastStart(total, size) / (size / step) : undefined;
  const target = {
    first: 0,
    previous: at > 0 ? Math.max(0, at - step) : undefined,
    next: (last === undefined ? mayGoOn(page, size) : at < last && at + step <= last) ? at + step : undefined,
    last,
  }[role];
  return target === undefined ? undefined : setParameter(request, position, String(target + first));
}

/** Where no total tells, a flag does, or a page that is full. */
function mayGoOn(page: Page, size: number): boolean {
  const [hasNext, isLast] = [page.read('hasNext'), page.read('isLast')];
  if (typeof hasNext === 'boolean') return hasNext;
  return typeof isLast === 'boolean' ? !isLast : page.items.length >= size;
}

function isUrlForm(form: LinkForm | undefined): boolean {
  return form === 'link' || form === 'relativeLink';
}

/** Whether a contract's pages have links or tokens. */
export function hasLinks({ envelope }: Contract): boolean {
  return envelope.roles.has('next');
}

/** Whether positions are sealed in tokens, on their own or within links. */
export function hasTokens({ page }: Contract): boolean {
  return page.style === 'keyset' || (page.style === 'links' && page.isWhole !== true);
}

/** Whether positions are numbers, of pages or of rows, which a client may count. */
export function hasCounts({ page }: Contract): boolean {
  return page.style === 'number' || page.style === 'offset';
}

/** Whether links are URLs. */
export function hasUrls({ envelope }: Contract): boolean {
  return isUrlForm(envelope.forms.get('next'));
}

/** Changes the links or tokens of a page. */
export function changeLinks(page: Page, change: (link: string, role: NeighbourRole) => string | null): void {
  for (const role of NEIGHBOUR_ROLES) {
    const link = page.read(role);
    if (typeof link === 'string' && link !== '') page.write(role, change(link, role));
  }
}

/** The keys of the usual order that leave ties: all but the identity. */
export function listTieKeys({ order, identity }: Contract): readonly OrderKey[] {
  return order.by.filter(({ field }) => field.name !== identity.name);
}

/** Whether rows say where the pages beside them begin: by their keys, or by tokens that they hold. */
function hasRowPositions({ page }: Contract): boolean {
  return page.style === 'key' || (page.style === 'keyset' && page.itemToken !== undefined);
}

/** What a client sends to go on behind a row, or back before it; `undefined` where rows say nothing of it. */
export function readRowPosition(contract: Contract, item: Item): string | undefined {
  const { page } = contract;
  if (page.style === 'key') return readId(contract, item);
  const [token] = page.style === 'keyset' && page.itemToken ? readField(item, page.itemToken.path) : [];
  return typeof token === 'string' || typeof token === 'number' ? String(token) : undefined;
}

/** The identity of an item, as text. */
export function readId({ identity }: Contract, item: Item): string {
  return String(readField(item, identity.path)[0]);
}
