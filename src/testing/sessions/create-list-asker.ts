import { expectSame } from '../expect-same.ts';
import { type Counterpart, ORIGIN } from '../model/session.ts';
import type { Inquiry } from '../model/vendor.ts';
import type { PageReader } from './create-page-reader.ts';
import { createRelay } from './create-relay.ts';
import type { RequestWay, SentAnswer, SessionClient } from './create-session-client.ts';
import { type NaiveExchange, type NaiveSession, timeOf } from './session-state.ts';
import type { VendorPart } from './vendor-cast.ts';

/** Asks for pages of one vendor in one session, and holds each against what the session's model says. */
export interface ListAsker {
  /**
   * Asks for one page; all numbers will do.
   *
   * @returns what should stand in the journal; `undefined` when nothing was sent
   */
  ask(inquiry: number, choice: number, twist: number, way: RequestWay): Promise<NaiveExchange | undefined>;
}

export interface ListAskerOptions {
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
