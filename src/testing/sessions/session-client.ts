import type { Contract } from '../../contract/contract.ts';
import { loadContract } from '../../mock/testing/load-contract.ts';
import { readText } from '../../mock/testing/read-body.ts';
import type { Mock } from '../../server/mock.ts';
import { createResponseChecker } from '../create-response-checker.ts';
import { expectSame } from '../expect-same.ts';
import { type Counterpart, ORIGIN } from '../model/session.ts';
import type { Inquiry, Vendor } from '../model/vendor.ts';
import { type Deed, type NaiveExchange, type NaiveSession, type Outcome, timeOf } from './session-model.ts';
import type { ControlWay, RequestWay } from './session-steps.ts';

import type { VendorPart } from './vendors.ts';

/** An answer as it came. */
interface SentAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Bytes, one character each. */
  readonly body: string;
}

/** A client of one session. */
interface SessionClient {
  /** @param path - with the query */
  get(path: string, headers: Readonly<Record<string, string>>, way: RequestWay): Promise<SentAnswer>;
  carryOut(deed: Deed, way: ControlWay): Promise<Outcome>;
  /** Names another session in the path than in the header. @returns the status */
  contradict(path: string, other: string): Promise<number>;
}

const HEADER = 'X-Pagewright-Session';

/** Makes a client of a session of a mock, which links with `ORIGIN`. */
export function createSessionClient(mock: Mock, id: string): SessionClient {
  const prefix = `/__session/${id}`;
  return {
    async get(path, headers, way) {
      const place = way === 'header' ? path : prefix + path;
      const named = way === 'header' || way === 'both' ? { ...headers, [HEADER]: id } : headers;
      const response =
        way === 'handle'
          ? await mock.handle(new Request(ORIGIN + place, { headers: named }))
          : await fetch(mock.url + place, { headers: named });
      const body = Buffer.from(await response.arrayBuffer()).toString('latin1');
      return { status: response.status, headers: [...response.headers], body };
    },
    carryOut: (deed, way) => (way === 'object' ? carryOutHere(mock, id, deed) : carryOutThere(mock, id, deed)),
    async contradict(path, other) {
      const response = await fetch(mock.url + prefix + path, { headers: { [HEADER]: other } });
      await response.arrayBuffer();
      return response.status;
    },
  };
}

async function carryOutHere(mock: Mock, id: string, { here }: Deed): Promise<Outcome> {
  try {
    return { value: here(mock.session(id), mock) };
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code !== 'string') throw error;
    return { code };
  }
}

/** A mock with a public URL has an admin API with a token only. */
export const ADMIN_TOKEN = 'session-test';

async function carryOutThere(mock: Mock, id: string, { there: [method, path, body] }: Deed): Promise<Outcome> {
  const response = await fetch(`${mock.url}/__admin${path}${path.includes('?') ? '&' : '?'}session=${id}`, {
    method,
    headers: { 'X-Pagewright-Token': ADMIN_TOKEN, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const value: unknown = text === '' ? undefined : JSON.parse(text);
  return response.ok ? { value } : { code: (value as { error: { code: string } }).error.code };
}

/** Asks for pages of one vendor in one session, and holds each against what the session's model says. */
interface ListAsker {
  /**
   * Asks for one page; all numbers will do.
   *
   * @returns what should stand in the journal; `undefined` when nothing was sent
   */
  ask(inquiry: number, choice: number, twist: number, way: RequestWay): Promise<NaiveExchange | undefined>;
}

interface ListAskerOptions {
  readonly part: VendorPart;
  readonly session: NaiveSession;
  readonly client: SessionClient;
  /** What paths begin with that lead into the session. */
  readonly prefix: string;
  readonly read: PageReader;
  readonly inquiries: readonly Inquiry[];
}

/** Makes what asks for pages. Where links lead to is remembered over the end of the session. */
export function createListAsker({ part, session, client, prefix, read, inquiries }: ListAskerOptions): ListAsker {
  const { vendor, createAsker, lifetime } = part;
  const { send, drive } = createRelay();
  const counterpart: Counterpart = {
    vendor,
    get rows() {
      return session.state.grounds[vendor.id]?.rows ?? [];
    },
    send,
  };
  const askers = inquiries.map((inquiry) => createAsker(counterpart, inquiry));
  const issued = new Map<string, number>();

  /** The error that is due, by its status. */
  function takeFailure(path: string, now: number): Pick<NaiveExchange, 'status' | 'faults'> | undefined {
    const { faults } = session;
    const place = faults.indexOf(vendor.id);
    if (place !== -1) {
      session.faults = faults.toSpliced(place, 1);
      return { status: 500, faults: ['server-error'] };
    }
    const [cursor = ''] = listCursors(path);
    return now >= (issued.get(cursor) ?? Infinity) + lifetime ? { status: 400 } : undefined;
  }

  function note(path: string, now: number, answer: SentAnswer): NaiveExchange {
    return {
      contract: vendor.id,
      url: ORIGIN + prefix + path,
      status: answer.status,
      clock: new Date(now).toISOString(),
      body: Buffer.from(answer.body, 'latin1').toString('utf8'),
    };
  }

  return {
    async ask(index, choice, twist, way) {
      let exchange: NaiveExchange | undefined;
      const asker = askers[index % askers.length];
      await drive(
        () => asker?.ask(choice, twist),
        async (target, { headers }) => {
          const path = new URL(target).href.slice(ORIGIN.length);
          const now = timeOf(session.state, vendor.id);
          const failure = takeFailure(path, now);
          session.isBegun = true;
          const answer = await client.get(path, { ...vendor.headers, ...headers }, way);
          exchange = { ...note(path, now, answer), ...failure };
          if (failure !== undefined) return void expectSame(answer.status, failure.status);
          for (const cursor of listCursors(answer.body)) issued.set(cursor, now);
          return { status: answer.status, body: read(answer, prefix) };
        },
      );
      return exchange;
    },
  };
}

function listCursors(text: string): readonly string[] {
  return [...text.matchAll(/[?&]cursor=([^&"]+)/g)].map(([, cursor = '']) => decodeURIComponent(cursor));
}

/** Reads an answer that must be one that the contract allows, and whose links must lead into the session of the prefix. */
export type PageReader = (answer: SentAnswer, prefix: string) => unknown;

/** Makes the reader of a vendor's answers. What it gives has links as they are without sessions. */
export function createPageReader({ id }: Vendor): PageReader {
  const contract: Contract = loadContract(id);
  const check = createResponseChecker(contract);
  return (answer, prefix) => {
    check({ ...answer });
    const parts = readText(answer).split(ORIGIN);
    const strangers = parts.slice(1).filter((part) => !part.startsWith(`${prefix}/`));
    expectSame(strangers, []);
    return JSON.parse(parts.map((part, index) => (index === 0 ? part : part.slice(prefix.length))).join(ORIGIN));
  };
}

type Answer = ReturnType<Counterpart['send']>;

/** Sends what a counterpart is asked for. @returns `undefined` when the answer is not for the asker, who then gives up */
type Transport = (target: string, inquiry: Inquiry) => Promise<Answer | undefined>;

/** Where askers stop that need an answer which is not there yet. */
interface Relay extends Pick<Counterpart, 'send'> {
  /** Lets an asker ask for one page. */
  drive(ask: () => void, transport: Transport): Promise<void>;
}

const PAUSE = new Error('the answer is not there yet');

/**
 * Makes a counterpart's `send` for askers, which know of no waiting, over a transport that takes time. Until they send, they
 * change nothing: so they are stopped there, and start again from the beginning once the answer is there.
 */
function createRelay(): Relay {
  let sent: readonly [target: string, inquiry: Inquiry] | undefined;
  let answer: Answer | undefined;
  return {
    send(target, inquiry) {
      const given = answer;
      answer = undefined;
      if (given !== undefined) return given;
      sent = [target, inquiry];
      throw PAUSE;
    },
    async drive(ask, transport) {
      sent = undefined;
      try {
        ask();
      } catch (error) {
        if (error !== PAUSE) throw error;
      }
      answer = sent && (await transport(...(sent as readonly [string, Inquiry])));
      if (answer !== undefined) ask();
    },
  };
}
