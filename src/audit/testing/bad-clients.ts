import { askPrevious } from './good-clients.ts';
import { ask, askNext, type Parameters, read, sizeOf } from './requests.ts';
import { type Client, type Got, openSession, type Sent } from './session.ts';

import type { Target } from './target.ts';

/** Reads a list to its end, but changes each request after the first. */
export function* readAltered(target: Target, first: Parameters, alter: (next: Sent, page: number) => Sent): Client {
  let sent: Sent | undefined = ask(target, first);
  for (let page = 1; sent !== undefined && page < 200; page += 1) {
    const [got]: readonly Got[] = yield [sent];
    if (got?.status !== 200) return;
    const next = askNext(target, first, sent, got);
    sent = next === undefined ? undefined : alter(next, page);
  }
}

/** Reads some pages and no more. */
export function* readSome(target: Target, first: Parameters, pages: number): Client {
  let sent: Sent | undefined = ask(target, first);
  for (let page = 0; page < pages && sent !== undefined; page += 1) {
    const [got]: readonly Got[] = yield [sent];
    sent = got === undefined ? undefined : askNext(target, first, sent, got);
  }
}

/** Reads until a page has fewer rows than asked for. */
export function* readWhileFull(target: Target, size: number): Client {
  const first = sizeOf(target, size);
  let sent: Sent | undefined = ask(target, first);
  while (sent !== undefined) {
    const [got]: readonly Got[] = yield [sent];
    if (got === undefined) return;
    const items = read(target.contract, got, 'items') as readonly unknown[];
    sent = items.length < size ? undefined : askNext(target, first, sent, got);
  }
}

/** Reads all pages, each one after the first several times. */
export function* readTwice(target: Target, first: Parameters): Client {
  let sent: Sent | undefined = ask(target, first);
  for (let page = 1; sent !== undefined; page += 1) {
    const [got]: readonly Got[] = page === 1 ? yield [sent] : yield [sent, sent];
    if (got === undefined) return;
    sent = askNext(target, first, sent, got);
  }
}

/** Reads all pages, and the first one again before each. */
export function* readWithFirst(target: Target, first: Parameters): Client {
  const start = ask(target, first);
  let sent: Sent | undefined = start;
  for (let page = 1; sent !== undefined; page += 1) {
    if (page > 2) yield [start];
    const [got]: readonly Got[] = yield [sent];
    sent = got === undefined ? undefined : askNext(target, first, sent, got);
  }
}

/** Reads the first page, then the first two, then the first three. */
export function* readFromStart(target: Target, first: Parameters): Client {
  const way: Sent[] = [ask(target, first)];
  for (let last = way[0]; last !== undefined; ) {
    let got: Got | undefined;
    for (const sent of way) [got] = yield [sent];
    const next = got === undefined ? undefined : askNext(target, first, last, got);
    if (next !== undefined) way.push(next);
    last = next;
  }
}

/**
 * Reads pages by numbers of its own, as many as there are.
 *
 * @param place - which page it asks for in which turn, both counted from 0
 */
export function* stride(target: Target, size: number, place: (turn: number) => number): Client {
  const { page } = target.contract;
  const isNumber = page.style === 'number';
  const start = page.style === 'number' || page.style === 'offset' ? page.first : 0;
  const rows = countRows(target);
  for (let turn = 0; place(turn) * size < rows; turn += 1) {
    const at = Math.round(place(turn) * (isNumber ? 1 : size));
    if (!isNumber && at >= rows) return;
    yield [ask(target, { ...sizeOf(target, size), [page.position]: at + start })];
  }
}

/** How many rows the list has. */
function countRows({ contract, mock, path, headers }: Target): number {
  const session = openSession(mock);
  return Number(read(contract, session.send({ url: path, headers }), 'total'));
}

/** Reads some pages, and then those after the first again and again. */
export function* goRound(target: Target, first: Parameters, rounds: number): Client {
  let sent: Sent | undefined = ask(target, first);
  const way: Sent[] = [];
  for (let page = 1; page <= 4 && sent !== undefined; page += 1) {
    way.push(sent);
    const [got]: readonly Got[] = yield [sent];
    sent = got === undefined ? undefined : askNext(target, first, sent, got);
  }
  for (let round = 0; round < rounds; round += 1) for (const again of way.slice(1)) yield [again];
}

/** Reads some pages, goes back and forth between the last two of them, and then reads on to the end. */
export function* goBackAndForth(target: Target, first: Parameters, pages: number, rounds: number): Client {
  let sent: Sent = ask(target, first);
  let before = sent;
  let [got]: readonly Got[] = yield [sent];
  const goOn = function* (): Client {
    const next = got === undefined ? undefined : askNext(target, first, sent, got);
    if (next === undefined) return;
    [before, sent] = [sent, next];
    [got] = yield [sent];
  };
  for (let page = 1; page < pages; page += 1) yield* goOn();
  for (let round = 0; round < rounds; round += 1) {
    const previous = got === undefined ? undefined : askPrevious(target, first, before, got);
    if (previous === undefined) return;
    sent = previous;
    [got] = yield [sent];
    yield* goOn();
  }
  for (let page = 0; page < 40; page += 1) yield* goOn();
}

/** Sends a refused request again and again. */
export function* insist(target: Target, first: Parameters, attempts: number): Client {
  const sent = ask(target, first);
  const [got] = yield [sent];
  const next = got === undefined ? undefined : askNext(target, first, sent, got);
  if (next === undefined) throw new Error('there is no next page');
  for (let attempt = 0; attempt < attempts; attempt += 1) yield [next];
}

/** Reads a list to its end, then asks for the page after it. */
export function* readBeyond(target: Target, first: Parameters): Client {
  const { page } = target.contract;
  let sent: Sent | undefined = ask(target, first);
  let last = sent;
  while (sent !== undefined) {
    const [got]: readonly Got[] = yield [sent];
    if (got === undefined) return;
    last = sent;
    sent = askNext(target, first, sent, got);
  }
  const query = new URL(last.url, 'http://x').searchParams;
  const step = page.style === 'number' ? 1 : Number(first[page.limit.parameter ?? '']);
  yield [ask(target, { ...first, [page.position]: Number(query.get(page.position) ?? 1) + step })];
}

/** Reads a list to its end, and never waits. */
export function* readHastily(target: Target, first: Parameters): Client {
  let sent: Sent | undefined = ask(target, first);
  for (let attempt = 0; sent !== undefined && attempt < 60; attempt += 1) {
    const [got]: readonly Got[] = yield [sent];
    if (got?.status === 200) sent = askNext(target, first, sent, got);
  }
}

/** Sends the second request with alterations first, and then goes on as it should. */
export function* stumble(target: Target, ...alterations: readonly ((next: Sent) => Sent)[]): Client {
  const first = sizeOf(target, 5);
  let sent: Sent | undefined = ask(target, first);
  for (let page = 1; sent !== undefined; page += 1) {
    if (page === 2) for (const alter of alterations) yield [alter(sent)];
    const [got]: readonly Got[] = yield [sent];
    sent = got === undefined ? undefined : askNext(target, first, sent, got);
  }
}

/** What a client does after it was told to wait. */
export interface Step {
  /** Milliseconds after the response before. */
  readonly after: number;
  readonly connection?: number;
  readonly sent?: (target: Target, second: Sent) => Sent;
}

/** Reads a page, requests the second, and then does what the steps say. */
export function* readAfterWait(target: Target, steps: readonly Step[]): Client {
  const first = { ...ask(target, sizeOf(target, 5)), connection: 1 };
  const [got] = yield [first];
  const second = got === undefined ? undefined : askNext(target, sizeOf(target, 5), first, got);
  if (second === undefined) throw new Error('there is no second page');
  let [response]: readonly Got[] = yield [{ ...second, connection: 1 }];
  for (const { after, connection, sent } of steps) {
    const { connection: _, ...bare } = sent === undefined ? second : sent(target, second);
    const notBefore = (response?.at ?? 0) - 1 + after;
    [response] = yield [{ ...bare, notBefore, ...(connection !== undefined && { connection }) }];
  }
}

/** Sends all at once what a client sends one after the other, but for the first request. */
export function* inParallel(client: Client): Client {
  const [first, ...others] = listRequests(client);
  if (first !== undefined) yield [first];
  yield others;
}

/** Sends what a client sends, but for its last request. */
export function* leaveOutLast(client: Client): Client {
  for (const sent of listRequests(client).slice(0, -1)) yield [sent];
}

/** Reads pages by numbers, and then goes on in the same steps. */
export function* readFurther(target: Target, client: Client, more: number): Client {
  const requests = listRequests(client);
  for (const sent of requests) yield [sent];
  const { position } = target.contract.page;
  const [before = 0, last = 0] = requests.slice(-2).map(({ url }) => {
    return Number(new URL(url, 'http://x').searchParams.get(position));
  });
  for (let step = 1; step <= more; step += 1) {
    yield [change(requests.at(-1) as Sent, { [position]: String(last + step * (last - before)) })];
  }
}

/** What a client sends that does not read responses. */
export function listRequests(client: Client): readonly Sent[] {
  const requests: Sent[] = [];
  for (let step = client.next(); step.done !== true; step = client.next([])) requests.push(...step.value);
  return requests;
}

/** The same request to a path that is none of the list's. */
export function movePath(sent: Sent): Sent {
  const { pathname, search } = new URL(sent.url, 'http://x');
  return { ...sent, url: `/lost${pathname}${search}` };
}

/** The same request with parameters of its query changed; `undefined` takes one away. */
export function change(sent: Sent, parameters: Readonly<Record<string, string | undefined>>): Sent {
  const [path = '', query = ''] = sent.url.split('?');
  const search = new URLSearchParams(query);
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) search.delete(name);
    else search.set(name, value);
  }
  return { ...sent, url: `${path}?${search}` };
}

/** The same request without a header. */
export function without(sent: Sent, header: string): Sent {
  return { ...sent, headers: { ...sent.headers, [header]: undefined } };
}
