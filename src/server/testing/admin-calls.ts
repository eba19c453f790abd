import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import type { SessionControl } from '../control/session-control.ts';
import { OPERATIONS, type Operation, operationOf } from './admin-document.ts';

/** A call of an operation, as far as it is not as the document shows it. */
export interface Call {
  readonly operation: string;
  /** Parts of the path. */
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object, or a text that is sent as it is. */
  readonly body?: unknown;
}

/** What a call was answered with. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Sends a call to a mock. Parts of the path that it does not say are those that the document shows. */
export async function callAdmin(url: string, call: Call): Promise<Answer> {
  const operation = operationOf(call.operation);
  const headers = { ...(call.body !== undefined && { 'Content-Type': 'application/json' }), ...call.headers };
  const query = new URLSearchParams(call.query).toString();
  const target = `/__admin${fillPath(operation, call.path)}${query && `?${query}`}`;
  const body = typeof call.body === 'string' ? call.body : JSON.stringify(call.body);
  const sent = request(new URL(target, url), { method: operation.method, headers, agent });
  try {
    const [response] = (await once(sent.end(body), 'response')) as [IncomingMessage];
    const read = await text(response);
    return { status: response.statusCode ?? 0, headers: response.headers as Answer['headers'], text: read };
  } catch (error) {
    throw new Error(`${call.operation} ${target}: ${(error as Error).message}`, { cause: error });
  }
}

/** A thousand calls share a few connections, which the mock closes when it ends. */
const agent = new Agent({ keepAlive: true });

/** Every parameter of an operation that may be left out, with the value that the document shows. */
export function optionsOf(
  operation: Pick<Operation, 'id' | 'parameters'>,
  place: 'query' | 'header',
): Readonly<Record<string, string>> {
  const options = operation.parameters.filter((parameter) => parameter.in === place && !parameter.required);
  return Object.fromEntries(
    options.map(({ name, example }) => {
      if (example === undefined) throw new Error(`${operation.id}: the document shows no ${name}`);
      return [name, String(example)];
    }),
  );
}

function fillPath({ path, parameters }: Operation, given: Call['path'] = {}): string {
  return path.replace(/\{(\w+)\}/g, (_placeholder, name: string) => {
    const example = parameters.find((parameter) => parameter.in === 'path' && parameter.name === name)?.example;
    return encodeURIComponent(String(given[name] ?? example));
  });
}

/** What happens next: a call, or what a client does. */
type Step = Call | ((session: SessionControl) => Promise<void>);

/** A demo that asks for a page that there is not. */
const IMPOSSIBLE = {
  title: 'No way',
  steps: [{ title: 'Back', text: 'From the start.', do: [{ request: 'previous' }] }],
};

/**
 * Calls of every operation that do what they should, in an order in which each finds what it needs. Where a call says nothing,
 * it is as the document shows it, once with each body that the document shows.
 */
export const VALID_STEPS: readonly Step[] = [
  { operation: 'listChanges' },
  { operation: 'getDocument' },
  { operation: 'getHealth' },
  { operation: 'listContracts' },
  { operation: 'getContract' },
  { operation: 'listScenarios' },
  { operation: 'addRow' },
  { operation: 'listRows' },
  { operation: 'getRow' },
  { operation: 'changeRow' },
  { operation: 'moveRow' },
  { operation: 'moveNewRow', path: { move: 'place' } },
  { operation: 'removeRow' },
  { operation: 'getModel' },
  { operation: 'startSession' },
  { operation: 'listSessions' },
  { operation: 'getSession' },
  { operation: 'endSession' },
  { operation: 'endSession', path: { session: 'empty-list' } },
  { operation: 'endSession', path: { session: 'one-by-one' } },
  { operation: 'endSession', path: { session: 'widget' } },
  { operation: 'saveSnapshot' },
  { operation: 'listSnapshots' },
  { operation: 'restoreSnapshot' },
  { operation: 'removeSnapshot' },
  { operation: 'getClock' },
  { operation: 'changeClock' },
  { operation: 'addFault' },
  { operation: 'listFaults' },
  { operation: 'listFaultKinds' },
  { operation: 'removeFault' },
  { operation: 'clearFaults' },
  { operation: 'getGrease' },
  { operation: 'setGrease' },
  { operation: 'getGrease' },
  { operation: 'listGreaseKinds' },
  { operation: 'stopGrease' },
  { operation: 'holdRequests' },
  waitForAnswer,
  { operation: 'getHolds' },
  { operation: 'answerHeld' },
  { operation: 'clearHolds' },
  { operation: 'getView' },
  { operation: 'locateRows' },
  { operation: 'setDeviation' },
  { operation: 'listDeviations' },
  { operation: 'startCheck' },
  waitForQuestion,
  { operation: 'listChecks' },
  waitForVerdict,
  { operation: 'listChecks' },
  { operation: 'getCheck' },
  { operation: 'getReport' },
  { operation: 'listEvidenceWindows' },
  { operation: 'compareChecks' },
  { operation: 'streamCheck' },
  { operation: 'stopCheck' },
  { operation: 'stopDeviation' },
  beCareless,
  { operation: 'listExchanges' },
  { operation: 'getExchange' },
  { operation: 'getPage' },
  { operation: 'getArchive' },
  { operation: 'streamExchanges' },
  { operation: 'listWindows' },
  { operation: 'listWalks' },
  { operation: 'coverWalk' },
  { operation: 'auditClient' },
  { operation: 'clearJournal' },
  { operation: 'keepDemo' },
  async ({ demos }) => void (await demos.keep('orders', 'impossible', IMPOSSIBLE)),
  { operation: 'listDemos' },
  { operation: 'getDemo' },
  { operation: 'playDemo' },
  closeAsClient,
  { operation: 'listChanges' },
  { operation: 'undoChange' },
  { operation: 'listChanges' },
  { operation: 'loadScenario' },
  { operation: 'resetSession' },
];

/** A client that sends what nobody knows, loses its way, asks again at once where it is told to wait, loses a header, and goes away amid an answer. */
async function beCareless({ url, listUrl, headers, faults, journal }: SessionControl): Promise<void> {
  faults.add({ kind: 'connection-reset', operation: 'list', times: 1 });
  faults.add({ kind: 'rate-limit', retryAfter: 60, times: 1 });
  const targets = [`${listUrl}?size=1&colour=red`, `${url}/nowhere`, listUrl, `${listUrl}?size=2`];
  for (const target of targets) await fetch(target, { headers }).catch(() => undefined);
  const [secret = ''] = Object.values(headers);
  await fetch(`${listUrl}?key=${encodeURIComponent(secret)}`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: '{"id":"o9"}',
  });
  await fetch(listUrl, { headers: { ...headers, 'X-Pagewright-By': 'console' } });
  await fetch(`${listUrl}?size=1`, { headers });
  const fewer = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'x-version');
  await fetch(`${listUrl}?size=1&skip=1`, { headers: Object.fromEntries(fewer) });
  faults.add({ kind: 'slow-drip', overMs: 60_000, times: 1 });
  await (await fetch(listUrl, { headers })).body?.cancel();
  // The server learns of it a little later.
  while (!journal.list().some(({ isAborted }) => isAborted)) await setImmediate();
}

/** The suite, amid its run. */
async function waitForQuestion({ checks }: SessionControl): Promise<void> {
  while (checks.list().at(-1)?.asking === undefined) await setImmediate();
}

async function waitForVerdict({ checks }: SessionControl): Promise<void> {
  while (checks.list().some(({ state }) => state === 'running')) await setImmediate();
}

/** A client that closes the first order that is open. */
async function closeAsClient({ url, contracts, rows }: SessionControl): Promise<void> {
  const [contract] = contracts;
  const { collection, rows: orders } = rows.list();
  const order = orders.find(({ state }) => state === 'open');
  const operation = contract?.operations.find(({ kind }) => kind === 'move');
  const path = operation?.path.replace('{shop}', collection).replace('{id}', String(order?.['id']));
  const { status } = await fetch(url + path, {
    method: 'POST',
    headers: { ...contract?.headers, ...operation?.headers },
  });
  if (status >= 400) throw new Error(`The order was not closed: ${status}`);
}

/** A client whose request is held. */
async function waitForAnswer({ listUrl, headers, holds }: SessionControl): Promise<void> {
  void fetch(listUrl, { headers });
  while (holds.read().held.length === 0) await setImmediate();
}

/** Where a call is sent: to a usual mock, to one that asks for a token, or to one that is full. */
export type Target = 'usual' | 'guarded' | 'full';

/** A call that is refused. */
interface RefusedCall {
  readonly target: Target;
  readonly call: Call;
}

const OPEN_ROW = { state: 'open' };
const LOST_ROW = { state: 'lost' };

/** Refusals that have to do with what an operation is about. */
const SPECIFIC: readonly Call[] = [
  { operation: 'loadScenario', path: { name: 'nope' } },
  { operation: 'loadScenario', path: { name: 'broken' } },
  { operation: 'listRows', query: { collection: 'nope' } },
  { operation: 'listRows', query: { limit: '0' } },
  { operation: 'getView', query: { limit: '0' } },
  { operation: 'getView', query: { collection: 'nope' } },
  { operation: 'getView', query: { as: 'nope' } },
  { operation: 'getView', query: { query: 'size=none' } },
  { operation: 'locateRows', body: { identities: 'o1' } },
  { operation: 'locateRows', body: { identities: [], collection: 'nope' } },
  { operation: 'locateRows', body: { identities: [], as: 'nope' } },
  { operation: 'locateRows', body: { identities: [], query: 'size=none' } },
  { operation: 'locateRows', body: { identities: [] }, path: { id: 'nope' } },
  { operation: 'locateRows', body: { identities: [] }, query: { session: 'nope' } },
  { operation: 'holdRequests', body: { times: 0 } },
  { operation: 'holdRequests', body: { contract: 'nope' } },
  { operation: 'answerHeld' },
  { operation: 'answerHeld', body: { fault: { kind: 'latency', ms: -1 } } },
  { operation: 'answerHeld', body: { fault: { kind: 'storm' } } },
  { operation: 'answerHeld', body: { fault: { kind: 'cycle' } } },
  { operation: 'undoChange', query: { session: 'nope' } },
  { operation: 'listWindows', query: { walk: '99' } },
  { operation: 'listWalks', query: { limit: '0' } },
  { operation: 'listWindows', query: { from: '2', to: '1' } },
  { operation: 'listWindows', query: { identities: 'some' } },
  { operation: 'coverWalk', path: { walk: 99 } },
  { operation: 'coverWalk', query: { buckets: '0' } },
  { operation: 'startCheck', body: { maxRequests: 0 } },
  { operation: 'getDemo', path: { demo: 'nope' } },
  { operation: 'playDemo', path: { demo: 'nope' }, body: {} },
  { operation: 'playDemo', body: { step: 99 } },
  { operation: 'playDemo', body: {}, path: { demo: 'impossible' } },
  { operation: 'getDemo', path: { demo: 'mistaken' } },
  { operation: 'keepDemo', body: { title: 'No steps' } },
  { operation: 'keepDemo', path: { demo: 'a b' }, body: { title: 'No name' } },
  { operation: 'startCheck', body: { contract: 'nope' } },
  ...['getCheck', 'stopCheck', 'getReport', 'streamCheck'].map((operation) => ({ operation, path: { check: 99 } })),
  { operation: 'listEvidenceWindows', path: { check: 99 } },
  { operation: 'listEvidenceWindows', path: { check: 2, requirement: 'nope' } },
  { operation: 'compareChecks', path: { check: 99 } },
  { operation: 'compareChecks', path: { check: 2, from: 2 } },
  { operation: 'getReport', path: { check: 2 } },
  { operation: 'setDeviation', path: { name: 'nope' } },
  { operation: 'stopDeviation' },
  { operation: 'addRow', query: { collection: 'nope' } },
  { operation: 'addRow', body: { id: 'o1', ...OPEN_ROW } },
  { operation: 'addRow', body: LOST_ROW },
  ...['getRow', 'changeRow', 'removeRow', 'moveRow'].flatMap((operation) => [
    { operation, query: { collection: 'nope' } },
    { operation, path: { identity: 'nope' } },
    { operation, path: { identity: 'both' } },
  ]),
  { operation: 'changeRow', body: { id: 'o2' } },
  { operation: 'changeRow', body: LOST_ROW },
  { operation: 'moveRow', path: { move: 'fly' } },
  { operation: 'moveRow', path: { identity: 'o2' } },
  { operation: 'moveRow', body: { id: 'o2' } },
  { operation: 'moveRow', body: LOST_ROW },
  { operation: 'moveNewRow', path: { move: 'place' }, query: { collection: 'nope' } },
  { operation: 'moveNewRow', path: { move: 'close' } },
  { operation: 'moveNewRow', path: { move: 'fly' } },
  { operation: 'moveNewRow', path: { move: 'place' }, body: { id: 'o1' } },
  { operation: 'moveNewRow', path: { move: 'place' }, body: LOST_ROW },
  { operation: 'startSession', body: { id: '!' } },
  { operation: 'startSession', body: { id: 'default' } },
  { operation: 'startSession', body: { scenario: 'nope' } },
  { operation: 'startSession', body: { scenario: { nope: 'demo' } } },
  { operation: 'startSession', body: { scenario: 'broken' } },
  { operation: 'startSession', body: { reads: 'most' } },
  { operation: 'auditClient', query: { reads: 'most' } },
  { operation: 'auditClient', query: { only: 'read-twice' } },
  { operation: 'getSession', path: { session: 'nope' } },
  { operation: 'endSession', path: { session: 'nope' } },
  { operation: 'endSession', path: { session: 'default' } },
  { operation: 'saveSnapshot', body: { name: 'a b' } },
  { operation: 'restoreSnapshot', path: { name: 'nope' } },
  { operation: 'removeSnapshot', path: { name: 'nope' } },
  { operation: 'changeClock', body: { advance: 'soon' } },
  { operation: 'addFault', body: { kind: 'latency', ms: -1 } },
  { operation: 'addFault', body: { kind: 'storm' } },
  { operation: 'addFault', body: { kind: 'latency', contract: 'nope' } },
  { operation: 'addFault', body: { kind: 'cycle' } },
  { operation: 'removeFault', path: { fault: 'nope' } },
  { operation: 'setGrease', body: { features: ['nope'] } },
  ...['listExchanges', 'getArchive', 'streamExchanges'].map((operation) => ({ operation, query: { status: 'x' } })),
  { operation: 'getExchange', path: { exchange: 'nope' } },
  { operation: 'getPage', path: { exchange: 'nope' } },
  { operation: 'getView', query: { exchange: '999999' } },
  { operation: 'locateRows', body: { identities: [], exchange: 999_999 } },
];

const FULL: readonly Call[] = [
  { operation: 'startSession', body: {} },
  { operation: 'undoChange' },
  { operation: 'saveSnapshot', body: { name: 'one-more' } },
  { operation: 'addFault', body: { kind: 'latency' } },
  { operation: 'startCheck', body: {} },
];

/** A call for every way in which an operation refuses one. */
export const REFUSED_CALLS: readonly RefusedCall[] = [
  ...OPERATIONS.flatMap(refuseAnyway),
  ...SPECIFIC.map((call) => ({ target: 'usual', call }) as const),
  ...FULL.map((call) => ({ target: 'full', call }) as const),
];

/** Refusals that operations of a form have in common. */
function refuseAnyway({
  id: operation,
  parameters,
  hasBody,
  bodies: [body],
  responses,
}: Operation): readonly RefusedCall[] {
  // What changes something begins a session that does not exist; it may be one too many.
  const begins = responses.has('503');
  const has = (place: string, name: string): boolean =>
    parameters.some((parameter) => parameter.in === place && parameter.name === name);
  const usual: readonly Call[] = [
    { operation, body, query: { nope: '1' } },
    { operation, headers: { Host: 'evil.example' } },
    ...(has('query', 'session') ? [{ operation, body, query: { session: '!' } }] : []),
    ...(has('query', 'session') && !begins ? [{ operation, query: { session: 'nope' } }] : []),
    ...(has('path', 'id') ? [{ operation, path: { id: 'nope' } }] : []),
    ...(has('query', 'contract') ? [{ operation, query: { contract: 'nope' } }] : []),
    ...(hasBody ? refuseBodies(operation) : []),
  ];
  return [
    ...usual.filter(isRefused).map((call) => ({ target: 'usual', call }) as const),
    { target: 'guarded', call: { operation } },
    ...(has('query', 'session') && begins
      ? [{ target: 'full', call: { operation, body, query: { session: 'one-more' } } } as const]
      : []),
  ];
}

function refuseBodies(operation: string): readonly Call[] {
  return [
    { operation, body: '{' },
    { operation, body: JSON.stringify('x'.repeat(1_100_000)) },
    { operation, body: 'x', headers: { 'Content-Type': 'text/plain' } },
  ];
}

/** In a journal, a contract that is not served has no exchanges, and that is all. */
function isRefused({ operation, query }: Call): boolean {
  return query?.['contract'] === undefined || !['listExchanges', 'getArchive', 'streamExchanges'].includes(operation);
}
