import type { Contract, NumberPage, OffsetPage } from '../../src/contract/contract.ts';
import { PagewrightError } from '../../src/contract/error.ts';
import { readField } from '../../src/contract/field-values.ts';
import { backwardOf } from '../../src/contract/page-parameters.ts';
import { type Answer, hasPage, type Item, type LinkRole, type PageAnswer } from './answer.ts';
import type { AskOptions, ListQuery, PagePosition } from './query.ts';

export interface WalkOptions {
  /** How the walk goes on from its first page; `next` by default. */
  readonly towards?: 'next' | 'previous';
  /** Where it starts; at the first page by default. */
  readonly from?: PageAnswer;
  /** How many pages it may read; 50 by default. */
  readonly maxPages?: number;
}

/** Pages read one after the other. */
export interface Walk {
  readonly query: ListQuery;
  readonly towards: 'next' | 'previous';
  /** In the order in which they were read. */
  readonly pages: readonly PageAnswer[];
  /** Identities and items in the order of the list, whichever way the walk went. */
  readonly ids: readonly string[];
  readonly items: readonly Item[];
  /**
   * Why it ended. `end`: no further page; `cap`: enough pages were read; `loop`: a page led to one that had been read;
   * `broken`: an answer was no page.
   */
  readonly ended: 'end' | 'cap' | 'loop' | 'broken';
  /** The answer that ended it, when that was `loop` or `broken`. */
  readonly last?: Answer;
}

/** What a walk needs of a client of the list. */
export interface PageReader {
  readonly contract: Contract;
  /** Requests a page. @throws {PagewrightError} when no response came */
  ask(query: ListQuery, options?: AskOptions): Promise<Answer>;
  /**
   * Requests the page that another one leads to, by its link, its token, the next number, or more rows to skip.
   *
   * @returns the answer; `undefined` when the page says that there is no such page
   */
  go(from: PageAnswer, role: LinkRole, options?: AskOptions): Promise<Answer | undefined>;
}

const DEFAULT_MAX_PAGES = 50;

/** Reads pages until there are no more, or one is broken. */
export async function runWalk(
  client: PageReader,
  query: ListQuery,
  { towards = 'next', from, maxPages = DEFAULT_MAX_PAGES }: WalkOptions = {},
): Promise<Walk> {
  const pages: PageAnswer[] = [];
  const visited = new Set<string>();
  const finish = (ended: Walk['ended'], last?: Answer): Walk => {
    const ordered = towards === 'next' ? pages : [...pages].reverse();
    return {
      query,
      towards,
      pages,
      ids: ordered.flatMap(({ page }) => page.ids),
      items: ordered.flatMap(({ page }) => page.items),
      ended,
      ...(last === undefined ? {} : { last }),
    };
  };
  let answer: Answer | undefined = from ?? (await client.ask(query));
  while (hasPage(answer)) {
    const places = describePlaces(answer);
    if (places.some((place) => visited.has(place))) return finish('loop', answer);
    for (const place of places) visited.add(place);
    pages.push(answer);
    if (locateNeighbour(client.contract, answer, towards) === undefined) return finish('end');
    if (pages.length >= maxPages) return finish('cap');
    const step = await takeStep(client, answer, towards);
    if (step === 'broken') return finish('broken', answer);
    if (step === 'end') return finish('end');
    answer = step;
  }
  return answer === undefined ? finish('end') : finish('broken', answer);
}

/** A page is recognized by what it was asked with and by its rows, unless it has a single row, which may have moved meanwhile. */
function describePlaces({ response, position, page }: PageAnswer): readonly string[] {
  const asked = `${response.url} ${position.value ?? ''} ${position.direction ?? ''}`;
  return page.ids.length > 1 ? [asked, page.ids.join('\n')] : [asked];
}

/** Where nothing says how many rows there are, a client counts on until a page is refused. */
function isPastEnd({ page, envelope }: Contract, { page: from }: PageAnswer, { response }: Answer): boolean {
  const isCounted = (page.style === 'number' || page.style === 'offset') && !envelope.roles.has('next');
  const isTold = from.total !== undefined || from.pageCount !== undefined || from.hasNext !== undefined;
  return isCounted && !isTold && response.status >= 400 && response.status < 500;
}

async function takeStep(
  { contract, go }: PageReader,
  from: PageAnswer,
  towards: 'next' | 'previous',
): Promise<Answer | undefined | 'broken' | 'end'> {
  try {
    const answer = await go(from, towards);
    return answer !== undefined && isPastEnd(contract, from, answer) ? 'end' : answer;
  } catch (error) {
    if (error instanceof PagewrightError && error.code === 'invalid-link') return 'broken';
    throw error;
  }
}

/**
 * The position that a client would request after a page: its link, its token, the next number, or the next offset.
 *
 * @returns `undefined` when there is no such page
 */
export function locateNeighbour(contract: Contract, from: PageAnswer, role: LinkRole): PagePosition | undefined {
  if (isEnd(contract, from, role)) return undefined;
  const { page, envelope } = contract;
  const link = from.page.links[role];
  const form = envelope.forms.get(role);
  if (form === 'link' || form === 'relativeLink') return link === undefined ? undefined : { link };
  if (form !== undefined) return link === undefined ? undefined : { value: link, direction: directionOf(page, role) };
  switch (page.style) {
    case 'links':
      return undefined;
    case 'keyset':
    case 'key':
      return nameBoundary(contract, from, role);
    case 'number':
      return toPosition(countNumber(contract, page, from, role));
    case 'offset':
      return toPosition(countOffset(contract, page, from, role));
  }
}

/** The last page of tokens is read from the end; that of keys begins behind a row, as any other. */
function directionOf({ style }: Contract['page'], role: LinkRole): 'forward' | 'backward' {
  return role === 'previous' || (role === 'last' && style !== 'key') ? 'backward' : 'forward';
}

/** Whether a page says itself that none follows, or comes before: a token may be there all the same. */
function isEnd({ envelope }: Contract, { page }: PageAnswer, role: LinkRole): boolean {
  if (role === 'previous') return page.hasPrevious === false;
  if (role !== 'next') return false;
  // Where the list leads on for ever, it ends with a page that has no rows yet.
  return page.hasNext === false || (envelope.atEnd === 'self' && page.items.length === 0);
}

function toPosition(value: number | undefined): PagePosition | undefined {
  return value === undefined ? undefined : { value };
}

/** The row at the edge of a page is the position of the page beside it. */
function nameBoundary(contract: Contract, from: PageAnswer, role: LinkRole): PagePosition | undefined {
  const { page } = contract;
  const { ids, total, hasNext, hasPrevious } = from.page;
  if (role !== 'next' && role !== 'previous') return undefined;
  const positions = page.style === 'key' ? ids : listItemTokens(contract, from);
  const edge = role === 'next' ? positions.at(-1) : positions[0];
  if (edge === undefined || (role === 'previous' && (backwardOf(page) === undefined || hasPrevious === undefined))) {
    return undefined;
  }
  const isFull = ids.length >= Math.min(sizeOf(contract, from), total ?? Number.POSITIVE_INFINITY);
  if (role === 'next' && hasNext === undefined && !isFull) return undefined;
  return { value: edge, direction: directionOf(page, role) };
}

/** The tokens that rows hold of what follows them; `undefined` for a row without one. */
export function listItemTokens(
  { page }: Pick<Contract, 'page'>,
  { page: { items } }: PageAnswer,
): readonly (string | undefined)[] {
  const field = page.style === 'keyset' ? page.itemToken : undefined;
  if (field === undefined) return [];
  return items.map((item) => {
    const [token] = readField(item, field.path);
    return (typeof token === 'string' && token !== '') || typeof token === 'number' ? String(token) : undefined;
  });
}

function countNumber(contract: Contract, { first }: NumberPage, from: PageAnswer, role: LinkRole): number | undefined {
  if (role === 'first') return first;
  const current = from.page.pageNumber ?? Number(from.position.value ?? first);
  const size = sizeOf(contract, from);
  const { total, items, hasNext } = from.page;
  const pages = from.page.pageCount ?? (total === undefined ? undefined : Math.ceil(total / size));
  const last = pages === undefined ? undefined : Math.max(1, pages) - 1 + first;
  if (role === 'last') return last;
  if (role === 'self') return current;
  if (role === 'previous') return current > first ? current - 1 : undefined;
  const isFollowed = hasNext ?? (last === undefined ? items.length >= size : current < last);
  return isFollowed ? current + 1 : undefined;
}

function countOffset(contract: Contract, { first }: OffsetPage, from: PageAnswer, role: LinkRole): number | undefined {
  if (role === 'first') return first;
  const start = Number(from.position.value ?? first);
  const skipped = start - first;
  const size = sizeOf(contract, from);
  const { total, items, hasNext } = from.page;
  if (role === 'self') return start;
  if (role === 'last') {
    return total === undefined ? undefined : Math.max(0, Math.ceil(total / size) - 1) * size + first;
  }
  if (role === 'previous') return skipped > 0 ? Math.max(0, skipped - size) + first : undefined;
  const isFollowed = hasNext ?? (total === undefined ? items.length >= size : skipped + size < total);
  return isFollowed ? start + size : undefined;
}

function sizeOf({ page }: Contract, { query }: PageAnswer): number {
  return Math.max(1, query.limit ?? page.limit.default);
}
