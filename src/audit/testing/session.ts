import { LRUCache } from 'lru-cache';
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
  /** The latest connection that is open when it is answered; the latest that was used so far by default. */
  readonly openConnections?: number;
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
interface Interception {
  /** Absent: the connection is reset. */
  readonly response?: MockResponse;
  readonly faults: readonly string[];
  readonly durationMs?: number;
  /** The client goes away before the answer is whole. */
  readonly isAborted?: true;
}

/** May intercept a request in place of the mock's answer. */
export type Interceptor = (request: MockRequest, answer: () => MockResponse) => Interception | undefined;

/** A journal that is kept by hand, and a clock that moves with requests. */
export interface Session {
  readonly contract: Contract;
  readonly exchanges: readonly Exchange[];
  readonly now: number;
  waitUntil(time: number): void;
  send(sent: Sent): Got;
}

const START = Date.UTC(2026, 4, 5, 9, 30);

export function openSession(
  mock: Pick<ListMock, 'contract' | 'handle'>,
  intercept: Interceptor = () => undefined,
): Session {
  const { contract } = mock;
  const exchanges: Exchange[] = [];
  let now = START;
  let latest = 0;

  function noteConnection(
    connection: number | undefined,
    openConnections: number | undefined,
  ): Pick<Exchange, 'connection' | 'openConnections'> {
    if (connection === undefined) return {};
    latest = Math.max(latest, connection);
    return { connection, openConnections: openConnections ?? latest };
  }

  return {
    contract,
    exchanges,
    get now() {
      return now;
    },
    waitUntil(time) {
      now = Math.max(now, time);
    },
    send({ url, headers, connection, method = 'GET', openConnections }) {
      const request = createRequest(url, { headers, method });
      const answer = (): MockResponse => {
        const response = mock.handle(request);
        isList = response !== undefined;
        return response ?? { status: 404, headers: [], body: '' };
      };
      let isList = true;
      const interception = intercept(request, answer);
      const response = interception === undefined ? answer() : interception.response;
      const durationMs = interception?.durationMs ?? 3;
      exchanges.push({
        id: exchanges.length + 1,
        session: 'default',
        ...(isList && { contract }),
        isList,
        at: now,
        clock: START,
        durationMs,
        ...noteConnection(connection, openConnections),
        ...(interception?.isAborted !== undefined && { isAborted: interception.isAborted }),
        ...(interception !== undefined && { faults: interception.faults }),
        request,
        ...(response !== undefined && { response }),
      });
      now += durationMs + 1;
      return {
        status: response?.status ?? 0,
        headers: response?.headers ?? [],
        body:
          interception?.isAborted === true || interception?.faults.includes('truncated-body') === true
            ? undefined
            : parse(response?.body ?? ''),
        at: now,
        url,
      };
    },
  };
}

/** Clients read the same pages again and again, and change none. */
const parsed = new LRUCache<string, { readonly value: unknown }>({ max: 500 });

function parse(body: string): unknown {
  const known = parsed.get(body) ?? { value: parseAnew(body) };
  parsed.set(body, known);
  return known.value;
}

function parseAnew(body: string): unknown {
  try {
    return JSON.parse(Buffer.from(body, 'latin1').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** A client: it gives out the requests that it sends at once, and gets their answers. */
export type Client = Generator<readonly Sent[], void, readonly Got[]>;

/**
 * Lets clients run side by side.
 *
 * @param choose - whose turn it is among those that are ready, given their number; they take turns by default
 */
export function runClients(session: Session, clients: readonly Client[], choose?: (count: number) => number): void {
  const waiting = clients.map((client) => ({ client, step: client.next() })).filter(({ step }) => step.done !== true);
  for (let turn = 0; waiting.length > 0; turn += 1) {
    const due = ({ step }: (typeof waiting)[number]): number => {
      return Math.max(0, ...((step.value ?? []) as readonly Sent[]).map(({ notBefore = 0 }) => notBefore));
    };
    session.waitUntil(Math.min(...waiting.map(due)));
    const ready = waiting.filter((entry) => due(entry) <= session.now);
    const entry = ready[(choose?.(ready.length) ?? turn) % ready.length];
    if (entry === undefined) throw new Error('nobody is ready');
    const requests = (entry.step.value ?? []) as readonly Sent[];
    entry.step = entry.client.next(requests.map((sent) => session.send(sent)));
    if (entry.step.done === true) waiting.splice(waiting.indexOf(entry), 1);
  }
}
