import { hasTokens } from '../../page/page-reader.ts';
import { listRequests, readSome, stride } from './bad-clients.ts';
import { readAll } from './good-clients.ts';
import { rateLimit } from './interceptors.ts';
import { ask, askNext, type Parameters, sizeOf } from './requests.ts';
import type { Client, Got, Interceptor, Sent } from './session.ts';
import type { Target } from './target.ts';

/** What clients do that is right, though it looks unlike reading a list page after page. */
export interface Habit {
  readonly appliesTo?: (target: Target) => boolean;
  /** What befalls its requests. */
  readonly intercept?: (target: Target) => Interceptor;
  /** The clients, which run side by side. */
  readonly make: (target: Target) => readonly Client[];
}

const five = (target: Target): Parameters => sizeOf(target, 5);
const filtered = (target: Target, [name, value] = target.filter): Parameters => ({ ...five(target), [name]: value });
const isByToken = ({ contract }: Target): boolean => hasTokens(contract);
const isByCount = (target: Target): boolean => !isByToken(target);

/** Clients one after the other, as one. */
function* inTurn(...clients: readonly Client[]): Client {
  for (const client of clients) yield* client;
}

/** Reads pages by their place, counted from 0. */
function* open(target: Target, places: readonly number[]): Client {
  const requests = listRequests(stride(target, 5, (page) => page));
  for (const place of places) {
    const sent = requests[place];
    if (sent !== undefined) yield [sent];
  }
}

/** Reads a list to its end; around each request it may send others. */
function* readAround(target: Target, first: Parameters, around: (sent: Sent, page: number) => readonly Sent[]): Client {
  let sent: Sent | undefined = ask(target, first);
  for (let page = 0; sent !== undefined; page += 1) {
    let got: Got | undefined;
    for (const one of around(sent, page)) [got] = yield [one];
    sent = got === undefined ? undefined : askNext(target, first, sent, got);
  }
}

/** Reads two pages, and comes back to the second. */
function* reload(target: Target, times: number): Client {
  const first = ask(target, five(target));
  const [got] = yield [first];
  const next = got === undefined ? undefined : askNext(target, five(target), first, got);
  for (let time = 0; time < times && next !== undefined; time += 1) yield [next];
}

/** For how long `rateLimit` says to wait, in milliseconds. */
const WAIT = 2000;

/** Sends requests at once, each by a connection of its own, and what was refused again when the time is over. */
function* sendAtOnce(requests: readonly Sent[]): Client {
  const openConnections = requests.length;
  const answers: readonly Got[] = yield requests.map((sent, at) => ({ ...sent, connection: at + 1, openConnections }));
  for (const [index, { status, at }] of answers.entries()) {
    if (status !== 200) yield [{ ...(requests[index] as Sent), notBefore: at + WAIT }];
  }
}

/** By what the client does; it reads everything. */
export const GOOD_HABITS: Readonly<Record<string, Habit>> = {
  'reload one page': {
    make: (target) => [readAround(target, five(target), (sent, page) => (page === 1 ? [sent, sent] : [sent]))],
  },
  'ask with HEAD before each page': {
    make: (target) => [readAround(target, five(target), (sent) => [{ ...sent, method: 'HEAD' }, sent])],
  },
  'look at the first page several times, and then read all': {
    make: (target) => [
      inTurn(readSome(target, five(target), 1), readSome(target, five(target), 1), readAll(target, five(target))),
    ],
  },
  'break off, and read all later': {
    make: (target) => [inTurn(readSome(target, five(target), 3), readAll(target, five(target)))],
  },
  'break off, and read all later in pages of another size': {
    make: (target) => [inTurn(readSome(target, five(target), 3), readAll(target, sizeOf(target, 20)))],
  },
  'break off twice, and read all later': {
    make: (target) => [
      inTurn(readSome(target, five(target), 2), readSome(target, five(target), 3), readAll(target, five(target))),
    ],
  },
  'read with each filter in turn': {
    make: (target) => [
      inTurn(readAll(target, filtered(target)), readAll(target, filtered(target, target.otherFilter))),
    ],
  },
  'read with each filter at once': {
    make: (target) => [readAll(target, filtered(target)), readAll(target, filtered(target, target.otherFilter))],
  },
  'read in pages of several sizes at once': {
    make: (target) => [5, 10, 20].map((size) => readAll(target, sizeOf(target, size))),
  },
  'read all pages at once, and come back for what was refused': {
    appliesTo: isByCount,
    intercept: (target) => rateLimit(target, [3]),
    make: (target) => {
      const [first, ...others] = listRequests(stride(target, 5, (page) => page));
      return first === undefined ? [] : [inTurn(sendAtOnce([first]), sendAtOnce(others))];
    },
  },
  'look at the first page again after all': {
    make: (target) => [inTurn(readAll(target, five(target)), readSome(target, five(target), 1))],
  },
};

/** By what the client does; it reads some of a list. */
export const PARTIAL_HABITS: Readonly<Record<string, Habit>> = {
  'show the first rows': { make: (target) => [readSome(target, five(target), 1)] },
  'count rows by a page of one': { make: (target) => [readSome(target, sizeOf(target, 1), 1)] },
  'poll the first page': {
    make: (target) => [inTurn(...Array.from({ length: 8 }, () => readSome(target, five(target), 1)))],
  },
  'poll two pages': {
    make: (target) => [inTurn(...Array.from({ length: 5 }, () => readSome(target, five(target), 2)))],
  },
  'search while somebody types': {
    make: (target) => [
      inTurn(
        readSome(target, filtered(target), 1),
        readSome(target, filtered(target, target.otherFilter), 1),
        readSome(target, filtered(target), 1),
      ),
    ],
  },
  'scroll for three pages, and then with a filter': {
    make: (target) => [inTurn(readSome(target, five(target), 3), readSome(target, filtered(target), 2))],
  },
  'show several lists at once, two of them the same, and come back for what was refused': {
    intercept: (target) => rateLimit(target, [1]),
    make: (target) => [sendAtOnce([5, 5, 7, 5].map((size) => ask(target, sizeOf(target, size))))],
  },
  'reload the second page': { make: (target) => [reload(target, 5)] },
  'let somebody choose the page size': {
    make: (target) => [inTurn(...[5, 10, 20].map((size) => readSome(target, sizeOf(target, size), 1)))],
  },
  'open one page within': { appliesTo: isByCount, make: (target) => [open(target, [0, 3])] },
  'open every other page': { appliesTo: isByCount, make: (target) => [open(target, [0, 2, 4])] },
  'start in the midst': { appliesTo: isByCount, make: (target) => [open(target, [2, 3, 4])] },
  'go back and forth by numbers': {
    appliesTo: isByCount,
    make: (target) => [open(target, [0, 1, 0, 1, 0, 1, 2, 1, 2, 1])],
  },
  'show the first page beside each': { appliesTo: isByCount, make: (target) => [open(target, [0, 1, 0, 2, 0, 3])] },
  'move a window that overlaps': {
    appliesTo: ({ contract }) => contract.page.style === 'offset',
    make: (target) => [inTurn(stride(target, 5, (page) => page / 2))],
  },
};
