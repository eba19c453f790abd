import { readVersion } from '../../read-version.ts';
import { ServerError } from '../../server-error.ts';
import type { AdminRoute } from '../admin-route.ts';

/** By which is seen what is served, and other scenarios are put in place. */
export const contractRoutes: readonly AdminRoute[] = [
  {
    method: 'get',
    path: '/health',
    run: ({ session, sessions }) => ({
      status: 'ok',
      version: readVersion(),
      uptime: process.uptime(),
      contracts: session.contracts.map(({ id }) => id),
      sessions: sessions.list().length,
    }),
  },
  { method: 'get', path: '/contracts', run: ({ session }) => session.contracts },
  {
    method: 'get',
    path: '/contracts/:id',
    run: ({ session, part }) => {
      const { contracts } = session;
      const found = contracts.find(({ id }) => id === part('id'));
      if (found !== undefined) return found;
      const ids = contracts.map(({ id }) => id).join(', ');
      throw new ServerError('unknown-contract', `there is no contract ${part('id')} here; those served are ${ids}`);
    },
  },
  {
    method: 'get',
    path: '/scenarios',
    query: ['contract'],
    run: ({ session, query }) => session.scenarios.list(query['contract']),
  },
  {
    method: 'post',
    path: '/scenarios/:name/load',
    query: ['contract'],
    run: ({ session, part, query }) => session.scenarios.load(part('name'), query['contract']),
  },
];
