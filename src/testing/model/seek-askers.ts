import { expectSame } from '../expect-same.ts';

import type { Answer, Asker } from './asker.ts';
import { cutPage, listRows, type NaivePage, type Place } from './naive-list.ts';
import { type Counterpart, pairsOf, urlOf } from './session.ts';
import { type Inquiry, type Pair, show } from './vendor.ts';

/** Where each link or token leads that was given out. */
type Memory = Map<string, Place>;

const START: Place = { at: 'start' };

function expectPage({ rows }: Counterpart, inquiry: Inquiry, place: Place, limit: number): NaivePage {
  return cutPage(listRows(rows, inquiry), place, limit, inquiry.compare);
}

function itemsOf({ vendor }: Counterpart, page: NaivePage): readonly object[] {
  return page.rows.map((row) => show(row, vendor.hidden));
}

function identitiesOf({ vendor }: Counterpart, page: NaivePage): readonly string[] {
  return page.rows.map((row) => String(row[vendor.identity]));
}

/** Pages joined by links in the body, whose limit may be edited. */
export function askByLinks(session: Counterpart, inquiry: Inquiry): Asker {
  const { vendor } = session;
  const memory: Memory = new Map();

  function request(url: string, place: Place, limit: number): Answer {
    const { status, body } = session.send(url, inquiry);
    expectSame(status, 200);
    const page = expectPage(session, inquiry, place, limit);
    const { items, totalItems, nextHref, prevHref, ...rest } = (body as { data: Record<string, unknown> }).data;
    expectSame({ items, totalItems, rest }, { items: itemsOf(session, page), totalItems: page.total, rest: {} });
    const next = remember(url, nextHref, page.next);
    const previous = remember(url, prevHref, page.previous);
    return { identities: identitiesOf(session, page), next, previous };
  }

  function remember(from: string, link: unknown, place: Place | undefined): string | undefined {
    expectSame(typeof link, place === undefined ? 'undefined' : 'string');
    if (place === undefined || typeof link !== 'string') return undefined;
    expectSame(withoutCursor(link), withoutCursor(from));
    memory.set(link, place);
    return link;
  }

  function follow(link: string | undefined): Answer | undefined {
    const place = memory.get(link ?? '');
    return link === undefined || place === undefined ? undefined : request(link, place, limitIn(link, inquiry.limit));
  }

  const begin = (): Answer => request(urlOf(vendor, pairsOf(vendor, inquiry)), START, inquiry.limit);
  return {
    begin,
    next: ({ next }) => follow(next),
    previous: ({ previous }) => follow(previous),
    ask(choice, twist) {
      const links = [...memory.keys()];
      const link = links[choice % (links.length + 1)];
      const place = memory.get(link ?? '');
      if (link === undefined || place === undefined) begin();
      else if (twist % 4 !== 0) follow(link);
      else {
        const limit = 1 + (twist % 9);
        const url = new URL(link);
        url.searchParams.set('limit', String(limit));
        request(url.href, place, limit);
      }
    },
  };
}

function withoutCursor(link: string): readonly unknown[] {
  const url = new URL(link);
  return [url.origin, url.pathname, ...[...url.searchParams].filter(([name]) => name !== 'cursor')];
}

function limitIn(link: string, otherwise: number): number {
  return Number(new URL(link).searchParams.get('limit') ?? otherwise);
}

/** Pages joined by tokens, with a direction that wins over the token's own. */
export function askByTokens(session: Counterpart, inquiry: Inquiry): Asker {
  const { vendor } = session;
  const memory: Memory = new Map();

  function request(
    more: readonly Pair[],
    place: Place,
    size: { readonly size?: string; readonly limit: number },
  ): Answer {
    const { status, body } = session.send(urlOf(vendor, [...pairsOf(vendor, inquiry, size.size), ...more]), inquiry);
    expectSame(status, 200);
    const { limit } = size;
    const page = expectPage(session, inquiry, place, limit);
    const pages = limit === 0 ? 0 : Math.ceil(page.total / limit);
    const { hits, total, total_pages, current_page, first, last, forward, backward, ...rest } = body as Record<
      string,
      unknown
    >;
    expectSame(
      { hits, total, total_pages, rest },
      { hits: itemsOf(session, page), total: page.total, total_pages: pages, rest: {} },
    );
    expectPageNumber(Number(current_page), page, limit, pages);
    const hasEnds = page.total > 0 && limit > 0;
    remember(first, hasEnds ? START : undefined);
    remember(last, hasEnds ? { at: 'end' } : undefined);
    const next = remember(forward, page.next);
    const previous = remember(backward, page.previous);
    return { identities: identitiesOf(session, page), next, previous };
  }

  function remember(token: unknown, place: Place | undefined): string | undefined {
    expectSame(typeof token, place === undefined ? 'undefined' : 'string');
    if (place === undefined || typeof token !== 'string') return undefined;
    memory.set(token, place);
    return token;
  }

  function follow(
    token: string | undefined,
    size: { readonly size?: string; readonly limit: number } = inquiry,
  ): Answer | undefined {
    const place = memory.get(token ?? '');
    return token === undefined || place === undefined ? undefined : request([['offset', token]], place, size);
  }

  const begin = (): Answer => request([], START, inquiry);
  return {
    begin,
    next: ({ next }) => follow(next),
    previous: ({ previous }) => follow(previous),
    ask(choice, twist) {
      const tokens = [...memory.keys()];
      const token = tokens[choice % (tokens.length + 1)];
      const place = memory.get(token ?? '');
      const direction = [undefined, undefined, 'forward', 'backward'][twist % 4];
      const size = twist % 5 === 0 ? { size: String(1 + (twist % 9)), limit: 1 + (twist % 9) } : inquiry;
      const sent: Pair[] = direction === undefined ? [] : [['direction', direction]];
      if (token === undefined || place === undefined)
        request(sent, direction === 'backward' ? { at: 'end' } : START, size);
      else request([['offset', token], ...sent], direction === undefined ? place : turn(place, direction), size);
    },
  };
}

/** The number is exact where the page begins as many rows in as full pages before it would hold. */
function expectPageNumber(number: number, page: NaivePage, limit: number, pages: number): void {
  expectSame(Number.isInteger(number) && number >= 1 && number <= Math.max(1, pages), true);
  if (page.rows.length > 0 && page.start % limit === 0) expectSame(number, page.start / limit + 1);
}

function turn(place: Place, direction: string): Place {
  const isBackward = place.at === 'end' || place.at === 'before' || place.at === 'through';
  if (isBackward === (direction === 'backward')) return place;
  if (place.row === undefined) return { at: place.at === 'start' ? 'end' : 'start' };
  const turned = { after: 'before', before: 'after', from: 'through', through: 'from' } as const;
  return { at: turned[place.at], row: place.row };
}
