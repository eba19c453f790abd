import type { Fault } from '../../alter/faults/kinds.ts';
import { parseFault } from '../../alter/faults/parse.ts';
import type { GreaseSettings } from '../../alter/grease/grease.ts';
import { PagewrightError } from '../../contract/error.ts';
import { CLOCK_CHANGES } from '../control/clock.ts';
import { readReads } from '../control/journal.ts';
import type { SessionOptions } from '../control/sessions-control.ts';
import type { HoldSettings } from '../sessions/holds.ts';
import { type AdminRoute, readInteger, readText } from './call.ts';

/** Sessions and snapshots. */
export const sessionRoutes: readonly AdminRoute[] = [
  { method: 'get', path: '/sessions', run: ({ sessions }) => sessions.list() },
  {
    method: 'post',
    path: '/sessions',
    body: ['id', 'scenario', 'reads'],
    status: 201,
    run: ({ sessions, body }) => sessions.describe(sessions.create(readStart(body)).id),
  },
  { method: 'get', path: '/sessions/:session', run: ({ sessions, part }) => sessions.describe(part('session')) },
  { method: 'delete', path: '/sessions/:session', run: ({ sessions, part }) => sessions.remove(part('session')) },
  {
    method: 'post',
    path: '/reset',
    query: ['contract'],
    run: ({ session, query }) => session.reset(query['contract']),
  },
  {
    method: 'get',
    path: '/changes',
    query: ['since'],
    run: ({ session, query }) => session.changes.list(readInteger('since', query['since'])),
  },
  { method: 'post', path: '/changes/undo', begins: false, run: ({ session }) => session.changes.undo() },
  { method: 'get', path: '/snapshots', run: ({ session }) => session.snapshots.list() },
  {
    method: 'post',
    path: '/snapshots',
    body: ['name'],
    status: 201,
    run: ({ session, body }) => {
      const name = readText('name', body['name'], '"before-import"');
      session.snapshots.save(name);
      return { name };
    },
  },
  {
    method: 'post',
    path: '/snapshots/:name/restore',
    run: ({ session, part }) => session.snapshots.restore(part('name')),
  },
  { method: 'delete', path: '/snapshots/:name', run: ({ session, part }) => session.snapshots.remove(part('name')) },
];

function readStart({ id, scenario, reads }: Readonly<Record<string, unknown>>): SessionOptions {
  return {
    ...(id !== undefined && { id: readText('id', id, '"checkout-test"') }),
    ...(scenario !== undefined && { scenario: readScenario(scenario) }),
    ...(reads !== undefined && { reads: readReads(reads, 'invalid-request') }),
  };
}

function readScenario(value: unknown): NonNullable<SessionOptions['scenario']> {
  if (typeof value === 'string' && value !== '') return value;
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (isMap && Object.values(value).every((name) => typeof name === 'string')) return value as Record<string, string>;
  throw new PagewrightError(
    'invalid-request',
    `Invalid scenario ${JSON.stringify(value)}: must be the name of a scenario, or an object from contract ids to names`,
  );
}

/** The clock. */
export const clockRoutes: readonly AdminRoute[] = [
  { method: 'get', path: '/clock', run: ({ session }) => session.clock.lookAhead() },
  {
    method: 'post',
    path: '/clock',
    body: CLOCK_CHANGES,
    run: ({ session, body }) => session.clock.change(body),
  },
];

/** Faults and grease. */
export const faultRoutes: readonly AdminRoute[] = [
  { method: 'get', path: '/faults', run: ({ session }) => session.faults.list() },
  {
    method: 'post',
    path: '/faults',
    body: ['*'],
    status: 201,
    run: ({ session, body }) => session.faults.add(parseFault(body)),
  },
  { method: 'delete', path: '/faults', run: ({ session }) => session.faults.clear() },
  { method: 'delete', path: '/faults/:fault', run: ({ session, part }) => session.faults.remove(part('fault')) },
  { method: 'get', path: '/fault-kinds', run: ({ session }) => session.faults.available() },
  { method: 'get', path: '/grease', run: ({ session }) => describeGrease(session.grease.read()) },
  {
    method: 'put',
    path: '/grease',
    body: ['seed', 'features'],
    run: ({ session, body }) => describeGrease(session.grease.on(readGreaseBody(body))),
  },
  { method: 'delete', path: '/grease', run: ({ session }) => session.grease.off() },
  { method: 'get', path: '/holds', run: ({ session }) => session.holds.read() },
  {
    method: 'post',
    path: '/holds',
    body: ['times', 'contract'],
    run: ({ session, body }) => session.holds.next(readHoldSettings(body)),
  },
  { method: 'delete', path: '/holds', run: ({ session }) => session.holds.clear() },
  {
    method: 'post',
    path: '/holds/:hold/answer',
    body: ['fault'],
    begins: false,
    run: ({ session, part, body: { fault } }) => {
      return session.holds.answer(part('hold'), fault === undefined ? undefined : parseFault(fault as Fault));
    },
  },
  { method: 'get', path: '/deviations', run: ({ session }) => session.deviations.available() },
  { method: 'put', path: '/deviations/:name', run: ({ session, part }) => session.deviations.on(part('name')) },
  {
    method: 'delete',
    path: '/deviations/:name',
    run: ({ session, part }) => {
      const name = part('name');
      const active = session.deviations.read();
      if (active === name) return session.deviations.off();
      throw new PagewrightError('unknown-deviation', `Deviation ${name} is not on: ${active ?? 'none'} is`);
    },
  },
  { method: 'get', path: '/grease-kinds', run: ({ session }) => session.grease.available() },
];

function readHoldSettings({ times, contract }: Readonly<Record<string, unknown>>): HoldSettings {
  if (times !== undefined && typeof times !== 'number') {
    throw new PagewrightError('invalid-request', `Invalid times ${JSON.stringify(times)}: must be a number`);
  }
  return {
    ...(times !== undefined && { times }),
    ...(contract !== undefined && { contract: readText('contract', contract, '"orders"') }),
  };
}

function describeGrease(settings: GreaseSettings | undefined): object {
  return { isOn: settings !== undefined, ...settings };
}

function readGreaseBody({ seed, features }: Readonly<Record<string, unknown>>): Partial<GreaseSettings> {
  if (seed !== undefined && typeof seed !== 'string' && typeof seed !== 'number') {
    throw new PagewrightError('invalid-request', `Invalid seed ${JSON.stringify(seed)}: must be a string or a number`);
  }
  const isList = Array.isArray(features) && features.every((name) => typeof name === 'string');
  if (features !== undefined && !isList) {
    throw new PagewrightError(
      'invalid-request',
      `Invalid features ${JSON.stringify(features)}: must be a list of names`,
    );
  }
  return { ...(seed !== undefined && { seed: String(seed) }), ...(isList && { features: features as string[] }) };
}
