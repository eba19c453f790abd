import type { SessionStart } from '../../control/sessions-control.ts';
import { ServerError } from '../../server-error.ts';
import type { AdminRoute } from '../admin-route.ts';
import { readText } from '../read-values.ts';

/** By which sessions come and go, and are put back. */
export const sessionRoutes: readonly AdminRoute[] = [
  { method: 'get', path: '/sessions', run: ({ sessions }) => sessions.list() },
  {
    method: 'post',
    path: '/sessions',
    body: ['id', 'scenario'],
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

function readStart({ id, scenario }: Readonly<Record<string, unknown>>): SessionStart {
  return {
    ...(id !== undefined && { id: readText('id', id, '"checkout-test"') }),
    ...(scenario !== undefined && { scenario: readScenario(scenario) }),
  };
}

function readScenario(value: unknown): NonNullable<SessionStart['scenario']> {
  if (typeof value === 'string' && value !== '') return value;
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (isMap && Object.values(value).every((name) => typeof name === 'string')) return value as Record<string, string>;
  throw new ServerError(
    'invalid-request',
    `scenario is ${JSON.stringify(value)}; expected the name of a scenario, or an object from contract ids to names`,
  );
}
