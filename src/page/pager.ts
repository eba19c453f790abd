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
import { backwardOf, listPositionNames } from '../contract/page-parameters.ts';
import type { View } from '../store/table.ts';
import { createIntegerCodec, type IntegerCodec, type SlotTarget } from './integer-token.ts';
import { findBrokenRules, parseInteger, parseNumber } from './limit.ts';
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
import { type PositionWriter, prepareWriter } from './position-writer.ts';
import { findValue, type Query, readValues } from './query.ts';
import {
  type Binding,
  type CursorCodec,
  createCursorCodec,
  type OpenedToken,
  type TokenContext,
} from './token-codec.ts';
import { type PositionError, readAskedToken } from './token-position.ts';

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
  /** The token of the row at a rank of a page, where each item has one. */
  readonly itemToken?: (page: CurrentPage, rank: number) => string;
}

/** What a pager needs to know of a contract. */
export type PagedContract = Pick<Contract, 'id' | 'page' | 'parameters' | 'filters' | 'order' | 'query' | 'envelope'> &
  Partial<Pick<Contract, 'access'>>;

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
  const { also } = page;
  const pager = createOwnPager(contract, page, key);
  if (also === undefined) return pager;
  return joinWays(contract, pager, createOwnPager({ ...contract, page: also }, also, key));
}

function createOwnPager(contract: PagedContract, page: Page, key: string | Uint8Array): Pager {
  switch (page.style) {
    case 'links':
    case 'keyset':
      return page.token.integer === undefined
        ? createTokenPager(contract, page, createCodec(contract, page, key))
        : createIntegerPager(contract, page, createIntegerCodec(page.token, key, contract.id));
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

/** A request names its position in one of two ways, and responses lead on in the first. */
function joinWays({ page, query: syntax }: PagedContract, usual: Pager, other: Pager): Pager {
  const names = (way: Page): readonly string[] => listPositionNames({ ...way, also: undefined } as unknown as Page);
  const [own, others] = [names(page), names(page.also ?? page)];
  const isNamed = (query: Query, list: readonly string[]): boolean => {
    return list.some((name) => readValues(query, name, syntax).length > 0);
  };
  return {
    ...usual,
    readPosition(query, context) {
      if (!isNamed(query, others)) return usual.readPosition(query, context);
      return isNamed(query, own) ? INVALID : other.readPosition(query, context);
    },
    slice(view, position, limit) {
      const isOther = position.at === 'page' || position.at === 'lastPage' || position.at === 'offset';
      return (isOther ? other : usual).slice(view, position, limit);
    },
  };
}

/**
 * Creates a pager whose pages join by tokens, on their own or in ready-made links. Where a parameter names the direction, it wins
 * over the token's own; without a token it selects the first page or the last one.
 */
function createTokenPager(contract: PagedContract, page: LinksPage | KeysetPage, codec: CursorCodec): Pager {
  const syntax = contract.query;
  const roles = listRoles(contract.envelope);
  const prepare = prepareWriter(contract, page);
  const backward = backwardOf(page);
  const isTwoWay = backward !== undefined;
  const isPlain = !isTwoWay && page.start === undefined && (page.style === 'links' || page.direction === undefined);
  const minter = ({ context: { binding, now } }: CurrentPage): ((target: SeekPosition) => string) => {
    const mint = (target: SeekPosition): string => codec.mint(target, binding, now);
    // Where the parameter says which way, the token of a row is the same for both.
    return isTwoWay ? (target) => mint(target.at === 'before' ? turnTo(target, 'forward') : target) : mint;
  };
  const isWhole = page.style === 'links' && page.isWhole === true;
  return {
    readPosition(query, context) {
      if (isWhole) return { ok: true, position: { at: 'start' } };
      if (isPlain) {
        const [token, ...others] = readValues(query, page.position, syntax);
        return others.length > 0 ? INVALID : openToken(token, codec, context, page);
      }
      const asked = readAskedToken(query, page, syntax);
      if ('condition' in asked) return { ok: false, fault: asked };
      if (asked.isTail) return { ok: true, position: { at: 'tail' } };
      const reading = openToken(asked.token, codec, context, page);
      if (!reading.ok || asked.direction === undefined) return reading;
      return { ok: true, position: turnTo(reading.position, asked.direction) };
    },
    slice: sliceView,
    join(current) {
      const writeText = prepare(current.url);
      const mint = minter(current);
      return joinPage(current, roles, seekNeighbours, {
        write: (target, role) => {
          const isFirst = target.at === 'start';
          const text = isFirst ? (page.start ?? mint(target)) : mint(target);
          return writeText(role, text, isFirst, isTwoWay ? parameterOf(role, page.position, backward) : page.position);
        },
        echo: mint,
        self: () => writeSelf(writeText, current.url.query, page),
      });
    },
    itemToken: (current, rank) => minter(current)({ at: 'after', key: current.keyAt(rank) }),
  };
}

/** The parameter that holds the token of a role. */
function parameterOf(role: LinkRole, forward: string, backward: string | undefined): string {
  return role === 'previous' || role === 'last' ? (backward ?? forward) : forward;
}

function writeSelf(writeText: PositionWriter, query: Query, page: Page): string | number | null {
  const backward = backwardOf(page);
  const before = backward === undefined ? undefined : findValue(query, backward);
  if (before !== undefined) return writeText('self', before, false, backward);
  return writeText('self', findValue(query, page.position), false);
}

function toSlotPosition({ side, slot }: SlotTarget, direction: Direction | undefined): Position {
  const own: Direction = side === 'before' ? 'backward' : 'forward';
  const isBackward = (direction ?? own) === 'backward';
  if (slot === 'end') return { at: isBackward ? 'end' : 'start' };
  return { at: 'slot', side: isBackward ? 'before' : 'after', slot };
}

function readOwnSlot(codec: IntegerCodec, token: string | undefined, binding: Binding): RowTarget<number> {
  const target = token === undefined ? undefined : codec.open(token, binding);
  const slot = target?.slot;
  return { side: target?.side ?? 'after', id: slot === 'end' ? undefined : slot };
}

/** Creates a pager whose tokens are integers, which name rows by their slots. */
function createIntegerPager(contract: PagedContract, page: LinksPage | KeysetPage, codec: IntegerCodec): Pager {
  const syntax = contract.query;
  const roles = listRoles(contract.envelope);
  const prepare = prepareWriter(contract, page);
  const backward = backwardOf(page);
  const usual = createRowNeighbours<number>({ side: 'after', id: undefined }, ({ slotAt }, rank) => slotAt(rank));
  return {
    readPosition(query, { binding }) {
      const asked = readAskedToken(query, page, syntax);
      if ('condition' in asked) return { ok: false, fault: asked };
      if (asked.isTail) return { ok: true, position: { at: 'tail' } };
      const { token, direction } = asked;
      if (token === undefined) return { ok: true, position: { at: direction === 'backward' ? 'end' : 'start' } };
      const target = codec.open(token, binding);
      return target === undefined ? INVALID : { ok: true, position: toSlotPosition(target, direction) };
    },
    slice: sliceView,
    join(current) {
      const writeText = prepare(current.url);
      const { binding } = current.context;
      const mint = ({ side, id }: RowTarget<number>): string | undefined => {
        return id === undefined ? page.start : codec.mint({ side, slot: id }, binding);
      };
      // A page without rows has only its own position to lead on from.
      const self = (): RowTarget<number> => readOwnSlot(codec, findValue(current.url.query, page.position), binding);
      const hasRows = current.slice.end > current.slice.start;
      const neighbours = { ...usual, self, ...(!hasRows && { onward: self }) };
      return joinPage(current, roles, neighbours, {
        write(target, role) {
          const text = role === 'last' ? codec.mint({ side: 'before', slot: 'end' }, binding) : mint(target);
          return writeText(role, text, text === undefined, parameterOf(role, page.position, backward));
        },
        echo: (target) => mint(target) ?? null,
        self: () => writeSelf(writeText, current.url.query, page),
      });
    },
    itemToken: ({ slotAt, context }, rank) => codec.mint({ side: 'after', slot: slotAt(rank) }, context.binding),
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
      return joinPage(current, roles, createRowNeighbours(asked, nameRow), {
        write(target, role) {
          const parameter = parameterOf(target);
          // A row that no parameter can name leads nowhere.
          if (parameter === undefined) return null;
          return writeText(role, target.id ?? page.start, target.id === undefined, parameter);
        },
        echo: ({ id }) => id ?? page.start ?? null,
        self: () => writeText('self', asked.id, asked.id === undefined, parameterOf(asked)),
      });
    },
  };
}

function nameRow({ identityAt }: CurrentPage, rank: number): string {
  return identityAt(rank);
}

function readRowPosition(query: Query, page: KeyPage, syntax: QuerySyntax): PositionResult {
  const after = readValues(query, page.position, syntax).filter((value) => value !== page.start);
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

/** Opens the token of a request; without one it is the first page. */
function openToken(
  token: string | undefined,
  codec: CursorCodec,
  { binding, now }: TokenContext,
  { token: policy }: LinksPage | KeysetPage,
): TokenResult {
  if (token === undefined) return { ok: true, position: { at: 'start' } };
  const opened = codec.open(token, binding, now);
  if (opened.status === 'ok') return { ok: true, position: opened.position };
  const fault = toPositionError(opened);
  const isRenewed = opened.status === 'expired' && policy.renewed !== undefined;
  if (!isRenewed || fault.condition === 'invalidParameter') return { ok: false, fault };
  return { ok: false, fault: { ...fault, renewed: codec.mint(opened.position, binding, now) } };
}

function toPositionError(opened: Exclude<OpenedToken, { status: 'ok' }>): PositionError {
  const condition = opened.status === 'expired' ? 'expiredPosition' : 'invalidPosition';
  return opened.direction === undefined ? { condition } : { condition, direction: opened.direction };
}
