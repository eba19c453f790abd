import type { IncomingMessage, ServerResponse } from 'node:http';
import { createOriginReader } from '../http/origin.ts';
import { connectionOf, readRequestBody, toMockRequest } from '../http/request.ts';
import { deliverResponse, sendResponse, whenGone } from '../http/response.ts';
import { closeServer, createHttpServer, listen } from '../http/server.ts';
import { plainProblem } from '../problem.ts';
import { createRespond } from '../respond.ts';
import { chooseCaller, describeContract } from '../routing/contract-description.ts';
import type { Session } from '../sessions/session.ts';
import type { SessionList } from '../sessions/session-list.ts';

/** A list of a session, as the suite asks for it. */
export interface OwnTarget {
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** Who says to have sent what the suite asks of the mock itself. */
const SENDER = { 'x-pagewright-by': 'suite' };

/**
 * Serves a session on a port of its own, so that it can be asked wherever the mock itself listens: behind a proxy, in another
 * application, or nowhere. What is asked there is marked in the journal.
 */
export async function openOwnTarget(session: Session): Promise<OwnTarget> {
  const respond = createRespond();
  const readOrigin = createOriginReader({});
  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = toMockRequest(incoming, readOrigin);
    const request = { ...asked, headers: { ...asked.headers, ...SENDER } };
    const entered = { session, request, connection: connectionOf(incoming.socket), isNamed: true };
    const ready = await respond(
      entered,
      (maxBytes) => readRequestBody(incoming, response, maxBytes),
      (act) => whenGone(incoming, response, act),
    );
    deliverResponse(incoming, response, ready);
  };
  const server = createHttpServer((request, response) => {
    answer(request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else sendResponse(request, response, plainProblem(500, 'Internal error'));
    });
  });
  const baseUrl = await listen(server, { port: 0, host: '127.0.0.1' });
  return { baseUrl, close: () => closeServer(server) };
}

/** What the suite needs to know of who may ask for a list, and who may not. */
export interface OwnCallers {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly foreignPathParameters: Readonly<Record<string, string>>;
  readonly roles: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Finds out of the rows that are loaded who may ask for a list, who may not, and what belongs to somebody else. */
export function findOwnCallers(list: SessionList, lists: Session['lists']): OwnCallers {
  const { contract, state } = list;
  const origin = 'http://127.0.0.1';
  const { url, headers, credentials } = describeContract(list, origin, lists);
  const { tenant } = chooseCaller(state);
  const others = state.tenants.filter((one) => one !== tenant && one.collections.length > 0);
  const other = others.find(({ credentials: [first] }) => first !== undefined);
  const { pathname, searchParams } = new URL(url);
  const headersOf = (owner: string | undefined, as: string | undefined): Readonly<Record<string, string>> => {
    return credentials.find((one) => one.tenant === owner && one.as === as)?.headers ?? {};
  };
  const expired = tenant?.credentials.find(({ expires }) => expires !== undefined && expires <= state.now());
  const weak = tenant?.credentials.find(({ scopes, expires }) => {
    return expires === undefined && !contract.access.requiredScopes.every((scope) => scopes.includes(scope));
  });
  const roles = {
    expired: headersOf(tenant?.name, expired?.as),
    'insufficient-scope': headersOf(tenant?.name, weak?.as),
    'other-tenant': headersOf(other?.name, other?.credentials[0]?.as),
  };
  const { scope } = contract.access;
  const [foreign] = others.flatMap(({ collections }) => collections);
  return {
    headers,
    query: Object.fromEntries(searchParams),
    pathParameters: readPathParameters(contract.path, pathname),
    foreignPathParameters: scope === undefined || foreign === undefined ? {} : { [scope.name]: foreign },
    roles: Object.fromEntries(Object.entries(roles).filter(([, values]) => Object.keys(values).length > 0)),
  };
}

function readPathParameters(template: string, path: string): Readonly<Record<string, string>> {
  const names = template.split('/');
  const values = path.split('/').slice(-names.length);
  const pairs = names.flatMap((name, index) => {
    const parameter = /^\{(.*)\}$/.exec(name)?.[1];
    return parameter === undefined ? [] : [[parameter, decodeURIComponent(values[index] ?? '')] as const];
  });
  return Object.fromEntries(pairs);
}
