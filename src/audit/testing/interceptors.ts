import type { FaultBoard } from '../../alter/faults/board.ts';
import { injectFaults } from '../../alter/faults/injection.ts';
import type { Json } from '../../contract/contract.ts';
import type { MockResponse } from '../../mock/message.ts';
import { type Item, readPage, writePage } from '../../page/page-reader.ts';
import { isLaterPage } from '../../page/query.ts';
import type { Interceptor } from './session.ts';
import type { Target } from './target.ts';

/** Refuses every position. */
export function refusePositions({ contract, mock }: Target): Interceptor {
  return (request) => {
    if (!isLaterPage(contract, request)) return undefined;
    return { response: mock.fail('expiredPosition', request), faults: ['expired-link'] };
  };
}

/** Takes rows off the second page; what it says of others stays as it is. */
export function shortenPages({ contract }: Target, rows: number): Interceptor {
  let asked = 0;
  return (_, answer) => {
    asked += 1;
    const response = answer();
    const page = readPage(contract, response);
    if (asked !== 2 || page === undefined) return undefined;
    page.items = page.items.slice(0, rows);
    return { response: writePage(response, page), faults: ['short-page'] };
  };
}

/** Tells the client to come again in two seconds, at certain requests. */
export function rateLimit({ mock, contract }: Target, requests: readonly number[], retryAfter = '2'): Interceptor {
  let asked = 0;
  return (request) => {
    asked += 1;
    if (!requests.includes(asked)) return undefined;
    const response = contract.errors.has('rateLimited') ? mock.fail('rateLimited', request) : UNAVAILABLE;
    return { response: withRetryAfter(response, retryAfter), faults: ['rate-limit'] };
  };
}

const UNAVAILABLE: MockResponse = { status: 503, headers: [['Content-Type', 'text/plain']], body: 'Unavailable' };

function withRetryAfter(response: MockResponse, value: string): MockResponse {
  const rest = response.headers.filter(([name]) => name.toLowerCase() !== 'retry-after');
  return { ...response, headers: [...rest, ['Retry-After', value]] };
}

/** Answers at certain requests with what no client can read. */
export function breakAnswers(
  _: Target,
  fault: 'server-error' | 'connection-reset' | 'truncated-body' | 'malformed-json',
  requests: readonly number[],
): Interceptor {
  let asked = 0;
  return (_request, answer) => {
    asked += 1;
    if (!requests.includes(asked)) return undefined;
    if (fault === 'connection-reset') return { faults: [fault] };
    if (fault === 'server-error') return { response: { ...UNAVAILABLE, status: 500 }, faults: [fault] };
    const response = answer();
    // The journal may have a body whole that the client got in part.
    return {
      response: fault === 'malformed-json' ? { ...response, body: `${response.body}]` } : response,
      faults: [fault],
    };
  };
}

/** Cuts off an answer because the client does not wait for the end of it. */
export function abort(requests: readonly number[]): Interceptor {
  let asked = 0;
  return (_, answer) => {
    asked += 1;
    return requests.includes(asked) ? { response: answer(), faults: [], isAborted: true } : undefined;
  };
}

/** Says of the first page that there are fewer rows than there are. */
export function lessenTotal({ contract }: Target, rows: number): Interceptor {
  let asked = 0;
  return (_, answer) => {
    asked += 1;
    const response = answer();
    const page = readPage(contract, response);
    const total = page?.read('total');
    if (asked > 1 || page === undefined || typeof total !== 'number') return undefined;
    page.write('total', total - rows);
    return { response: writePage(response, page), faults: ['total-changed'] };
  };
}

/** Refuses a position once, at a certain request. */
export function refuseOnce({ contract, mock }: Target, at: number): Interceptor {
  let asked = 0;
  return (request) => {
    asked += 1;
    if (asked !== at || !isLaterPage(contract, request)) return undefined;
    return { response: mock.fail('expiredPosition', request), faults: ['expired-link'] };
  };
}

/** Shows the rows of one page on the next one too. */
export function repeatPage({ contract }: Target, at: number): Interceptor {
  let asked = 0;
  let before: Item[] = [];
  return (_, answer) => {
    asked += 1;
    const response = answer();
    const page = readPage(contract, response);
    if (page === undefined) return undefined;
    const rows = before;
    before = page.items;
    if (asked !== at) return undefined;
    page.items = rows;
    return { response: writePage(response, page), faults: ['repeated-page'] };
  };
}

/** Leads from a page, counted by requests, back to where its own walk began; once. */
export function goInCircles({ contract }: Target, from: number, times: number): Interceptor {
  let asked = 0;
  let altered = 0;
  const nexts: Json[] = [];
  return (_, answer) => {
    asked += 1;
    const response = answer();
    const page = readPage(contract, response);
    const next = page?.read('next');
    if (page === undefined || typeof next !== 'string') return undefined;
    nexts.push(next);
    const [first] = nexts;
    if (asked < from || altered >= times || first === undefined) return undefined;
    altered += 1;
    page.write('next', first);
    return { response: writePage(response, page), faults: ['cycle'] };
  };
}

/** Whatever faults are on a board, as the server has them intercept. */
export function applyFaults({ mock }: Target, board: FaultBoard): Interceptor {
  const answer = injectFaults(mock, board);
  return (request) => {
    const altered = answer(request);
    if (altered === undefined) return undefined;
    const { delivery, faults = [] } = altered;
    const durationMs = 3 + (delivery?.delayMs ?? 0) + (delivery?.dripMs ?? 0);
    return { ...(delivery?.breaks !== 'before-head' && { response: altered }), faults, durationMs };
  };
}
