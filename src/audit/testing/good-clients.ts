import { hasTokens } from '../../page/page-reader.ts';
import { ask, askNext, type Parameters, read, sizeOf } from './requests.ts';
import type { Client, Got, Sent } from './session.ts';

import type { Target } from './target.ts';

/** Sends until there is an answer to work with, as patiently as it is asked to be. */
function* sendPatiently(sent: Sent): Generator<readonly Sent[], Got, readonly Got[]> {
  let notBefore = 0;
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const [got] = yield [{ ...sent, notBefore }];
    if (got === undefined) throw new Error('no answer');
    if (got.status === 200 && got.body !== undefined) return got;
    if (got.status !== 0 && got.status !== 429 && got.status < 500 && got.status !== 200) return got;
    const seconds = got.headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1] ?? '0';
    notBefore = got.at + (/^\d+$/.test(seconds) ? Number(seconds) * 1000 : 0);
    if (!/^\d+$/.test(seconds)) notBefore = Date.parse(seconds);
  }
  throw new Error('too many attempts');
}

/** Reads a list to its end, page after page; starts again when a position is refused. */
export function* readAll(target: Target, first: Parameters = {}): Client {
  let sent: Sent | undefined = ask(target, first);
  for (let restarts = 0; sent !== undefined; ) {
    const got: Got = yield* sendPatiently(sent);
    if (got.status === 200) sent = askNext(target, first, sent, got);
    // A number behind the last page is how a list without an end ends.
    else if (restarts > 2 || !hasTokens(target.contract)) return;
    else {
      restarts += 1;
      sent = ask(target, first);
    }
  }
}

/** Reads the first page, and then all others at once, or some at a time, in any order: where pages have numbers or offsets. */
export function* prefetch(
  target: Target,
  size: number,
  order: (pages: readonly Sent[]) => readonly Sent[],
  more: Parameters = {},
): Client {
  const { page } = target.contract;
  const first = { ...sizeOf(target, Number(size)), ...more };
  const got = yield* sendPatiently(ask(target, first));
  const pages = Math.ceil(Number(read(target.contract, got, 'total')) / size);
  const rest = Array.from({ length: pages - 1 }, (_, index) => {
    const position = page.style === 'number' ? index + 2 : (index + 1) * size;
    return ask(target, { ...first, [page.position]: position });
  });
  for (let at = 0; at < rest.length; at += 4) {
    let open = order(rest.slice(at, at + 4));
    while (open.length > 0) {
      const answers: readonly Got[] = yield open;
      open = open.filter((_, index) => answers[index]?.status !== 200 || answers[index]?.body === undefined);
    }
  }
}

/** Reads on for some pages, back to the first, and then to the end. */
export function* wander(target: Target, first: Parameters, pages: number): Client {
  let sent = ask(target, first);
  let got = yield* sendPatiently(sent);
  const back: Sent[] = [];
  for (let page = 1; page < pages; page += 1) {
    back.push(sent);
    const next = askNext(target, first, sent, got);
    if (next === undefined) break;
    sent = next;
    got = yield* sendPatiently(sent);
  }
  while (back.length > 0) {
    const before = back.pop() as Sent;
    const previous = askPrevious(target, first, before, got);
    if (previous === undefined) break;
    sent = previous;
    got = yield* sendPatiently(sent);
  }
  for (let next = askNext(target, first, sent, got); next !== undefined; next = askNext(target, first, sent, got)) {
    sent = next;
    got = yield* sendPatiently(sent);
  }
}

/** Reads to the end, and then a page before it again. */
export function* turnBack(target: Target, first: Parameters): Client {
  let sent = ask(target, first);
  let got = yield* sendPatiently(sent);
  let before = sent;
  for (let next = askNext(target, first, sent, got); next !== undefined; next = askNext(target, first, sent, got)) {
    before = sent;
    sent = next;
    got = yield* sendPatiently(sent);
  }
  const previous = askPrevious(target, first, before, got);
  if (previous !== undefined) yield* sendPatiently(previous);
}

/**
 * The request for the page before.
 *
 * @param before - the request that read it, which is sent again where pages do not lead back and positions are numbers
 * @returns `undefined` where there is no way back
 */
export function askPrevious(target: Target, first: Parameters, before: Sent, got: Got): Sent | undefined {
  const { contract } = target;
  const { page } = contract;
  if (!contract.envelope.roles.has('previous')) return hasTokens(contract) ? undefined : before;
  const link = read(contract, got, 'previous');
  if (typeof link !== 'string' || link === '') return undefined;
  if (page.style !== 'keyset') return { url: link, headers: before.headers };
  const direction = page.direction === undefined ? {} : { [page.direction.parameter]: page.direction.backward };
  return ask(target, { ...first, ...direction, [page.position]: link });
}
