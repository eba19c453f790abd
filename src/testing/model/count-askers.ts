import type { Row } from '../../dataset/row-source.ts';
import { expectSame } from '../expect-same.ts';

import type { Answer, Asker } from './asker.ts';
import { listRows } from './naive-list.ts';
import { type Counterpart, ORIGIN, pairsOf, urlOf } from './session.ts';
import { type Inquiry, type Pair, show } from './vendor.ts';

function itemsOf({ vendor }: Counterpart, rows: readonly Row[]): readonly object[] {
  return rows.map((row) => show(row, vendor.hidden));
}

function identitiesOf({ vendor }: Counterpart, rows: readonly Row[]): readonly string[] {
  return rows.map((row) => String(row[vendor.identity]));
}

/** Numbered pages. They drift: page 2 holds what stands there now. */
export function askByNumber(session: Counterpart, inquiry: Inquiry): Asker {
  const { vendor } = session;

  function request(url: string): Answer {
    const { status, body } = session.send(url, inquiry);
    const list = listRows(session.rows, inquiry);
    const last = Math.max(1, Math.ceil(list.length / inquiry.limit));
    const number = numberIn(url, last);
    if (!(number >= 1 && number <= last)) {
      expectSame([status, body], [404, { detail: 'Invalid page.' }]);
      return { identities: [], next: undefined, previous: undefined };
    }
    const rows = list.slice((number - 1) * inquiry.limit, number * inquiry.limit);
    const next = number < last ? linkTo(url, number + 1) : null;
    const previous = number > 1 ? linkTo(url, number - 1) : null;
    expectSame([status, body], [200, { count: list.length, next, previous, results: itemsOf(session, rows) }]);
    return { identities: identitiesOf(session, rows), next: next ?? undefined, previous: previous ?? undefined };
  }

  const follow = (link: string | undefined): Answer | undefined => (link === undefined ? undefined : request(link));
  const pages = [
    '1',
    '2',
    '3',
    '4',
    '5',
    '',
    'last',
    '0',
    '-1',
    'x',
    '2.0',
    '1e1',
    ' 2',
    '0_3',
    '99999999999999999999',
  ];
  const urlOfPage = (page: string | undefined): string => {
    const more: Pair[] = page === undefined ? [] : [['page', page]];
    return urlOf(vendor, [...pairsOf(vendor, inquiry), ...more]);
  };
  return {
    begin: () => request(urlOfPage(undefined)),
    next: ({ next }) => follow(next),
    previous: ({ previous }) => follow(previous),
    ask: (choice, twist) => {
      request(urlOfPage(twist % 3 === 0 ? pages[choice % pages.length] : String(1 + (choice % 6))));
    },
  };
}

function numberIn(url: string, last: number): number {
  const text = new URL(url).searchParams.get('page');
  if (text === null || text === '') return 1;
  if (text === 'last') return last;
  return /^\s*\d+(_\d+)*\s*$/.test(text) ? Number(text.replaceAll('_', '')) : Number.NaN;
}

/** As the framework writes links: all parameters, sorted by name, page 1 without its number. */
function linkTo(url: string, number: number): string {
  const { searchParams, pathname } = new URL(url);
  const pairs = [...searchParams].filter(([name]) => name !== 'page');
  if (number > 1) pairs.push(['page', String(number)]);
  const names = [...new Set(pairs.map(([name]) => name))].sort(compareCodePoints);
  const sorted = names.flatMap((name) => pairs.filter(([other]) => other === name));
  const query = sorted.map((pair) => pair.map(quotePlus).join('=')).join('&');
  return ORIGIN + pathname + (query === '' ? '' : `?${query}`);
}

function compareCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Python's `quote_plus`. */
function quotePlus(text: string): string {
  return encodeURIComponent(text)
    .replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

/** Skip and take. What is cut out drifts as well. */
export function askByOffset(session: Counterpart, inquiry: Inquiry): Asker {
  const { vendor } = session;

  function request(skip: number | undefined): Answer {
    const more: Pair[] = skip === undefined ? [] : [['skip', String(skip)]];
    const { status, body } = session.send(urlOf(vendor, [...pairsOf(vendor, inquiry), ...more]), inquiry);
    const list = listRows(session.rows, inquiry);
    const start = skip ?? 0;
    const rows = list.slice(start, start + inquiry.limit);
    expectSame(
      [status, body],
      [200, { data: itemsOf(session, rows), total: list.length, skip: start, take: inquiry.limit }],
    );
    const next = start + inquiry.limit;
    return {
      identities: identitiesOf(session, rows),
      next: next < list.length ? String(next) : undefined,
      previous: start > 0 ? String(Math.max(0, start - inquiry.limit)) : undefined,
    };
  }

  const follow = (skip: string | undefined): Answer | undefined =>
    skip === undefined ? undefined : request(Number(skip));
  return {
    begin: () => request(undefined),
    next: ({ next }) => follow(next),
    previous: ({ previous }) => follow(previous),
    ask: (choice, twist) => {
      request(twist % 7 === 0 ? undefined : choice % 40);
    },
  };
}
