import type { SessionControl } from '../../server/control/session-control.ts';
import type { Mock } from '../../server/mock.ts';
import { ORIGIN } from '../model/session.ts';

/** How a request says which session it is in: `path`, `header` and `both` over a socket, `handle` without one. */
export type RequestWay = 'path' | 'header' | 'both' | 'handle';

/** Whether a session is controlled from the same process or by its administration. */
export type ControlWay = 'object' | 'admin';

/** One thing that is done to a session, both ways. */
export interface Deed {
  readonly here: (control: SessionControl, mock: Mock) => unknown;
  readonly there: readonly [method: string, path: string, body?: unknown];
}

/** What became of it: a value, or the code of the error with which it was refused. */
export type Outcome = { readonly value: unknown } | { readonly code: string };

/** An answer as it came. */
export interface SentAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Bytes, one character each. */
  readonly body: string;
}

/** A client of one session. */
export interface SessionClient {
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

async function carryOutThere(mock: Mock, id: string, { there: [method, path, body] }: Deed): Promise<Outcome> {
  const response = await fetch(`${mock.url}/__admin${path}${path.includes('?') ? '&' : '?'}session=${id}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  });
  const text = await response.text();
  const value: unknown = text === '' ? undefined : JSON.parse(text);
  return response.ok ? { value } : { code: (value as { error: { code: string } }).error.code };
}
