import type { Row } from '../../dataset/row-source.ts';
import type { ClockChange } from '../../server/control/session-control.ts';
import type { Deed } from './create-session-client.ts';

const rowsOf = (contract: string): string => `/contracts/${contract}/rows`;
const placeOf = (contract: string, identity: string): string => `${rowsOf(contract)}/${encodeURIComponent(identity)}`;
const within = (contract: string | undefined): string => (contract === undefined ? '' : `?contract=${contract}`);

/** All that can be done to a session. */
export const DEEDS = {
  list: (contract: string): Deed => ({
    here: ({ rows }) => rows.list({ contract, limit: 1000 }),
    there: ['GET', `${rowsOf(contract)}?limit=1000`],
  }),
  add: (contract: string, row: Row): Deed => ({
    here: ({ rows }) => rows.add(row, { contract }),
    there: ['POST', rowsOf(contract), row],
  }),
  change: (contract: string, identity: string, fields: Row): Deed => ({
    here: ({ rows }) => rows.change(identity, fields, { contract }),
    there: ['PATCH', placeOf(contract, identity), fields],
  }),
  remove: (contract: string, identity: string): Deed => ({
    here: ({ rows }) => rows.remove(identity, { contract }),
    there: ['DELETE', placeOf(contract, identity)],
  }),
  move: (contract: string, identity: string, move: string): Deed => ({
    here: ({ rows }) => rows.move(move, identity, {}, { contract }),
    there: ['POST', `${placeOf(contract, identity)}/moves/${move}`, {}],
  }),
  changeClock: (change: ClockChange): Deed => ({
    here: ({ clock }) => clock.change(change),
    there: ['POST', '/clock', change],
  }),
  save: (name: string): Deed => ({
    here: ({ snapshots }) => snapshots.save(name),
    there: ['POST', '/snapshots', { name }],
  }),
  restore: (name: string): Deed => ({
    here: ({ snapshots }) => snapshots.restore(name),
    there: ['POST', `/snapshots/${name}/restore`],
  }),
  load: (name: string, contract: string | undefined): Deed => ({
    here: ({ scenarios }) => scenarios.load(name, contract),
    there: ['POST', `/scenarios/${name}/load${within(contract)}`],
  }),
  reset: (contract: string | undefined): Deed => ({
    here: (control) => control.reset(contract),
    there: ['POST', `/reset${within(contract)}`],
  }),
  addFault: (contract: string): Deed => ({
    here: ({ faults }) => faults.add({ kind: 'server-error', contract, times: 1 }),
    there: ['POST', '/faults', { kind: 'server-error', contract, times: 1 }],
  }),
  begin: (id: string, scenario: string): Deed => ({
    here: (_, { sessions }) => sessions.create({ id, scenario }),
    there: ['POST', '/sessions', { id, scenario }],
  }),
  end: (id: string): Deed => ({
    here: (_, { sessions }) => sessions.remove(id),
    there: ['DELETE', `/sessions/${id}`],
  }),
  describe: (id: string): Deed => ({
    here: (_, { sessions }) => sessions.describe(id),
    there: ['GET', `/sessions/${id}`],
  }),
  readJournal: (): Deed => ({
    here: ({ journal }) => journal.list(),
    there: ['GET', '/journal'],
  }),
  readClock: (): Deed => ({
    here: ({ clock }) => clock.read(),
    there: ['GET', '/clock'],
  }),
  listFaults: (): Deed => ({
    here: ({ faults }) => faults.list(),
    there: ['GET', '/faults'],
  }),
  listSnapshots: (): Deed => ({
    here: ({ snapshots }) => snapshots.list(),
    there: ['GET', '/snapshots'],
  }),
} as const;
