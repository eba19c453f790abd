import type {
  Contract,
  KeyPage,
  KeysetPage,
  LinkRole,
  LinksPage,
  NumberPage,
  OffsetPage,
  Page,
  QuerySyntax,
  Role,
} from '../contract/contract.ts';
import type { View } from '../store/table.ts';
import { findBrokenRules, parseInteger, parseNumber, type Violation } from './limit.ts';
import { createLinkFactory, type PageLink, type RequestUrl, toRelativeLink } from './links.ts';
import {
  type CurrentPage,
  createRowNeighbours,
  joinPage,
  listRoles,
  numberNeighbours,
  offsetNeighbours,
  type RoleValue,
  type RowTarget,
  type Slice,
  seekNeighbours,
  sliceOrEnd,
  sliceView,
} from './neighbours.ts';
import { type Direction, type Position, type SeekPosition, turnTo } from './position.ts';
import { findValue, type Query, readValues } from './query.ts';
import { type CursorCodec, createCursorCodec, type OpenedToken, type TokenContext } from './token-codec.ts';

/** The pages of a contract, whatever their style. Nothing here keeps state from one request to the next. */
export interface Pager {
  /**
   * Reads the position of a request.
   *
   * @param query - of the request
   * @param context - the time, and what tokens must have been made for; only styles with tokens look at it
   */
  readPosition(query: Query, context: TokenContext): PositionResult;
  /**
   * Finds the rows of a page.
   *
   * @param view - the rows of the list
   * @param position - as read
   * @param limit - how many rows the page may hold, from 0
   * @returns `undefined` when the page lies past the end and the contract rejects that: an `invalidPosition`
   */
  slice(view: View, position: Position, limit: number): Slice | undefined;
  /**
   * Computes what the response says of the page and its neighbours.
   *
   * @returns a value for each role of the contract's envelope, apart from items and total
   */
  join(page: CurrentPage): ReadonlyMap<Role, RoleValue>;
}

/** What a pager needs to know of a contract. */
export type PagedContract = Pick<Contract, 'id' | 'page' | 'parameters' | 'filters' | 'order' | 'query' | 'envelope'> &
  Partial<Pick<Contract, 'access'>>;

/** Why a request names no position. */
export type PositionError =
  /** A bad page number or token. The direction is known of authentic tokens only. */
  | { readonly condition: 'invalidPosition' | 'expiredPosition'; readonly direction?: Direction }
  /** Parameters that their schemas do not allow, to be reported with the others of the query. */
  | { readonly condition: 'invalidParameter'; readonly violations: readonly Violation[] };

type PositionResult =
  | { readonly ok: true; readonly position: Position }
  | { readonly ok: false; readonly fault: PositionError };

/**
 * Creates the pager of a contract.
 *
 * @param contract - its page style, envelope and parameters
 * @param key - the secret that seals tokens: the same key accepts them after a restart and on another instance
 * @throws Error when the key is empty, or the shape of tokens has no place for the sealed key
 */
export function createPager(contract: PagedContract, key: string | Uint8Array): Pager {
  const { page } = contract;
  switch (page.style) {
    case 'links':
      return createTokenPager(contract, page, createCodec(contract, page, key));
    case 'keyset':
      return createTokenPager(contract, page, createCodec(contract, page, key), page.direction);
    case 'key':
      return createRowPager(contract, page);
    case 'number':
      return createNumberPager(contract, page);
    case 'offset':
      return createOffsetPager(contract, page);
  }
}

function createCodec({ id }: PagedContract, page: LinksPage | KeysetPage, key: string | Uint8Array): CursorCodec {
  return createCursorCodec({ key, policy: page.token, contractId: id });
}

/** Writes positions into a response, in the form that the contract has for each role. */
type PositionWriter = (
  role: LinkRole,
  text: string | undefined,
  isFirst: boolean,
  parameter?: string,
) => string | number | null;

/**
 * Prepares the writing of positions.
 *
 * @returns a function from the URL of a request to the writer of its response
 */
function prepareWriter(contract: PagedContract, page: Page): (url: RequestUrl) => PositionWriter {
  const { forms } = contract.envelope;
  const prepareLinks = createLinkFactory(contract, page.links);
  return (url) => {
    let link: PageLink | undefined;
    return (role, text, isFirst, parameter) => {
      switch (forms.get(role)) {
        case 'token':
          return text ?? null;
        case 'number':
          return text === undefined ? null : Number(text);
        case 'relativeLink':
          link ??= prepareLinks(url);
          return toRelativeLink(link(text, isFirst, parameter));
        default:
          link ??= prepareLinks(url);
          return link(text, isFirst, parameter);
      }
    };
  };
}

type Directions = NonNullable<KeysetPage['direction']>;

/**
 * Creates a pager whose pages join by tokens, on their own or in ready-made links. Where a parameter names the direction, it wins
 * over the token's own; without a token it selects the first page or the last one.
 */
function createTokenPager(
  contract: PagedContract,
  page: LinksPage | KeysetPage,
  codec: CursorCodec,
  directions?: Directions,
): Pager {
  const syntax = contract.query;
  const roles = listRoles(contract.envelope);
  const prepare = prepareWriter(contract, page);
  return {
    readPosition(query, context) {
      const direction = readDirection(query, directions, syntax);
      if (typeof direction === 'object') return { ok: false, fault: direction };
      const reading = readToken(query, page, syntax, codec, context);
      if (!reading.ok || direction === undefined) return reading;
      return { ok: true, position: turnTo(reading.position, direction) };
    },
    slice: sliceView,
    join(current) {
      const { binding, now } = current.context;
      const writeText = prepare(current.url);
      const mint = (target: SeekPosition): string => codec.mint(target, binding, now);
      return joinPage(current, roles, seekNeighbours, {
        write: (target, role) => writeText(role, mint(target), target.at === 'start'),
        echo: mint,
        self: () => writeText('self', findValue(current.url.query, page.position), false),
      });
    },
  };
}

const INVALID: PositionResult = { ok: false, fault: { condition: 'invalidPosition' } };

/** Creates a pager whose pages are numbered. Positions within count from 1, whatever the number of the first page. */
function createNumberPager(contract: PagedContract, page: NumberPage): Pager {
  const syntax = contract.query;
  const roles = listRoles(contract.envelope);
  const prepare = prepareWriter(contract, page);
  const shift = page.first - 1;
  return {
    readPosition: (query) => readPageNumber(query, page, syntax),
    slice: page.pastEnd === 'reject' ? sliceView : sliceOrEnd,
    join(current) {
      const writeText = prepare(current.url);
      return joinPage(current, roles, numberNeighbours, {
        write: (target, role) => writeText(role, String(target + shift), target === 1),
        echo: (target) => target + shift,
        self: () => writeText('self', findValue(current.url.query, page.position), false),
        firstPage: page.first,
      });
    },
  };
}

/** No server counts further, and no schema with the format int32 lets it say so. */
const MAX_PAGE = 2 ** 31 - 1;

function readPageNumber(query: Query, page: NumberPage, syntax: QuerySyntax): PositionResult {
  const [text, ...others] = readValues(query, page.position, syntax);
  if (text === undefined) return { ok: true, position: { at: 'page', number: 1 } };
  if (others.length > 0) return INVALID;
  if (text === page.lastWord) return { ok: true, position: { at: 'lastPage' } };
  const number = parseInteger(text, syntax.integers);
  if (number === undefined || number < page.first || number > MAX_PAGE) return INVALID;
  return { ok: true, position: { at: 'page', number: number + 1 - page.first } };
}

function readDirection(
  query: Query,
  words: Directions | undefined,
  syntax: QuerySyntax,
): Direction | PositionError | undefined {
  if (words === undefined) return undefined;
  const [word, ...others] = readValues(query, words.parameter, syntax);
  if (word === undefined) return undefined;
  if (others.length === 0 && word === words.forward) return 'forward';
  if (others.length === 0 && word === words.backward) return 'backward';
  return { condition: 'invalidParameter', violations: [{ parameter: words.parameter, rule: 'enum' }] };
}

/** Creates a pager whose pages begin behind the row that a request names, or end before it. */
function createRowPager(contract: PagedContract, page: KeyPage): Pager {
  const syntax = contract.query;
  const roles = listRoles(contract.envelope);
  const prepare = prepareWriter(contract, page);
  const parameterOf = ({ side }: RowTarget): string | undefined => (side === 'before' ? page.backward : page.position);
  return {
    readPosition: (query) => readRowPosition(query, page, syntax),
    slice: sliceView,
    join(current) {
      const writeText = prepare(current.url);
      const asked = readAskedRow(current.url.query, page);
      return joinPage(current, roles, createRowNeighbours(asked), {
        write(target, role) {
          const parameter = parameterOf(target);
          // A row that no parameter can name leads nowhere.
          return parameter === undefined ? null : writeText(role, target.id, target.id === undefined, parameter);
        },
        echo: ({ id }) => id ?? null,
        self: () => writeText('self', asked.id, asked.id === undefined, parameterOf(asked)),
      });
    },
  };
}

function readRowPosition(query: Query, page: KeyPage, syntax: QuerySyntax): PositionResult {
  const after = readValues(query, page.position, syntax);
  const before = page.backward === undefined ? [] : readValues(query, page.backward, syntax);
  const [id, ...others] = [...after, ...before];
  if (id === undefined) return { ok: true, position: { at: 'start' } };
  if (others.length > 0) return INVALID;
  return { ok: true, position: { at: 'row', side: after.length > 0 ? 'after' : 'before', id } };
}

function readAskedRow(query: Query, { position, backward }: KeyPage): RowTarget {
  const before = backward === undefined ? undefined : findValue(query, backward);
  return before === undefined ? { side: 'after', id: findValue(query, position) } : { side: 'before', id: before };
}

/** Creates a pager whose pages begin after a number of rows. Positions within count from 0, whatever the first row is called. */
function createOffsetPager(contract: PagedContract, page: OffsetPage): Pager {
  const syntax = contract.query;
  const roles = listRoles(contract.envelope);
  const prepare = prepareWriter(contract, page);
  return {
    readPosition: (query) => readOffset(query, page, syntax),
    slice: page.pastEnd === 'reject' ? sliceView : sliceOrEnd,
    join(current) {
      const writeText = prepare(current.url);
      return joinPage(current, roles, offsetNeighbours, {
        write: (target, role) => writeText(role, String(target + page.first), target === 0),
        echo: (target) => target + page.first,
        self: () => writeText('self', findValue(current.url.query, page.position), false),
      });
    },
  };
}

function readOffset(query: Query, page: OffsetPage, syntax: QuerySyntax): PositionResult {
  const [text, ...others] = readValues(query, page.position, syntax);
  if (text === undefined) return { ok: true, position: { at: 'offset', offset: 0 } };
  const offset = others.length > 0 ? Number.NaN : parseNumber(text, syntax.integers);
  const broken = findBrokenRules(offset, { minimum: page.first });
  if (broken.length === 0) return { ok: true, position: { at: 'offset', offset: offset - page.first } };
  const violations = broken.map((rule) => ({ parameter: page.position, rule }));
  return { ok: false, fault: { condition: 'invalidParameter', violations } };
}

/** The position that a token holds, or what is wrong with it. */
type TokenResult =
  | { readonly ok: true; readonly position: SeekPosition }
  | { readonly ok: false; readonly fault: PositionError };

/**
 * Reads the token of a request; without one it is the first page.
 *
 * @param query - of the request
 * @param page - names the parameter
 * @param syntax - how the query is read
 * @param codec - that minted the token
 * @param context - what the token must have been made for, and the time
 */
function readToken(
  query: Query,
  page: LinksPage | KeysetPage,
  syntax: QuerySyntax,
  codec: CursorCodec,
  context: TokenContext,
): TokenResult {
  const [token, ...others] = readValues(query, page.position, syntax);
  if (token === undefined) return { ok: true, position: { at: 'start' } };
  if (others.length > 0) return { ok: false, fault: { condition: 'invalidPosition' } };
  const opened = codec.open(token, context.binding, context.now);
  return opened.status === 'ok'
    ? { ok: true, position: opened.position }
    : { ok: false, fault: toPositionError(opened) };
}

function toPositionError(opened: Exclude<OpenedToken, { status: 'ok' }>): PositionError {
  const condition = opened.status === 'expired' ? 'expiredPosition' : 'invalidPosition';
  return opened.direction === undefined ? { condition } : { condition, direction: opened.direction };
}
