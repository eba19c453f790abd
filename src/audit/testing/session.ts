import type { Contract } from '../../contract/contract.ts';
import type { Exchange } from '../../journal/exchange.ts';
import type { ListMock } from '../../mock/list.ts';
import type { MockRequest, MockResponse } from '../../mock/message.ts';
import { createRequest } from '../../mock/testing/create-request.ts';

/** What a client of a test sends. */
export interface Sent {
  /** A path with its query, or a whole URL. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly method?: string;
  /** Absent: the request comes by none. */
  readonly connection?: number;
  /** Not to be sent before this time. */
  readonly notBefore?: number;
}

/** What a client of a test gets. */
export interface Got {
  /** 0: the connection was reset. */
  readonly status: number;
  readonly headers: MockResponse['headers'];
  /** `undefined` when it is no JSON. */
  readonly body: unknown;
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  readonly url: string;
}

/** What befalls an answer. */
interface Blow {
  /** Absent: the connection is reset. */
  readonly response?: MockResponse;
  readonly faults: readonly string[];
  readonly durationMs?: number;
  /** The client goes away before the answer is whole. */
  readonly isAborted?: true;
}

/** May strike a request in place of the mock's answer. */
export type Striker = (request: MockRequest, answer: () => MockResponse) => Blow | undefined;

/** A journal that is kept by hand, and a clock that moves with requests. */
export interface Session {
  readonly contract: Contract;
  readonly exchanges: readonly Exchange[];
  readonly now: number;
  waitUntil(time: number): void;
  send(sent: Sent): Got;
}

const START = Date.UTC(2026, 4, 5, 9, 30);

export function openSession(mock: Pick<ListMock, 'contract' | 'handle'>, strike: Striker = () => undefined): Session {
  const { contract } = mock;
  const exchanges: Exchange[] = [];
  let now = START;

  return {
    contract,
    exchanges,
    get now() {
      return now;
    },
    waitUntil(time) {
      now = Math.max(now, time);
    },
    send({ url, headers, connection, method = 'GET' }) {
      const request = createRequest(url, { headers, method });
      const answer = (): MockResponse => {
        const response = mock.handle(request);
        if (response === undefined) throw new Error(`${url} was not answered`);
        return response;
      };
      const blow = strike(request, answer);
      const response = blow === undefined ? answer() : blow.response;
      const durationMs = blow?.durationMs ?? 3;
      exchanges.push({
        id: exchanges.length + 1,
        session: 'default',
        contract,
        isList: true,
        at: now,
        clock: START,
        durationMs,
        ...(connection !== undefined && { connection }),
        ...(blow?.isAborted !== undefined && { isAborted: blow.isAborted }),
        ...(blow !== undefined && { faults: blow.faults }),
        request,
        ...(response !== undefined && { response }),
      });
      now += durationMs + 1;
      return {
        status: response?.status ?? 0,
        headers: response?.headers ?? [],
        body:
          blow?.isAborted === true || blow?.faults.includes('truncated-body') === true
            ? undefined
            : parse(response?.body ?? ''),
        at: now,
        url,
      };
    },
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(Buffer.from(body, 'latin1').toString('utf8'));
  } catch {
    return undefined;
  }
}
