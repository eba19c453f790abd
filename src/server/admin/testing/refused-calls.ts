import { OPERATIONS, type Operation } from './admin-document.ts';
import type { Call } from './call-admin.ts';

/** Where a call is sent: to a usual mock, to one that asks for a token, or to one that is full. */
export type Target = 'usual' | 'guarded' | 'full';

/** A call that is refused. */
export interface RefusedCall {
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
];

const FULL: readonly Call[] = [
  { operation: 'startSession', body: {} },
  { operation: 'saveSnapshot', body: { name: 'one-more' } },
  { operation: 'addFault', body: { kind: 'latency' } },
];

/** A call for every way in which an operation refuses one. */
export const REFUSED_CALLS: readonly RefusedCall[] = [
  ...OPERATIONS.flatMap(refuseAnyway),
  ...SPECIFIC.map((call) => ({ target: 'usual', call }) as const),
  ...FULL.map((call) => ({ target: 'full', call }) as const),
];

/** Refusals that operations of a form have in common. */
function refuseAnyway({ id: operation, parameters, hasBody, bodies: [body] }: Operation): readonly RefusedCall[] {
  const has = (place: string, name: string): boolean =>
    parameters.some((parameter) => parameter.in === place && parameter.name === name);
  const usual: readonly Call[] = [
    { operation, body, query: { nope: '1' } },
    { operation, headers: { Host: 'evil.example' } },
    ...(has('query', 'session') ? [{ operation, body, query: { session: '!' } }] : []),
    ...(has('path', 'id') ? [{ operation, path: { id: 'nope' } }] : []),
    ...(has('query', 'contract') ? [{ operation, query: { contract: 'nope' } }] : []),
    ...(hasBody ? refuseBodies(operation) : []),
  ];
  return [
    ...usual.filter(isRefused).map((call) => ({ target: 'usual', call }) as const),
    { target: 'guarded', call: { operation } },
    ...(has('query', 'session')
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
