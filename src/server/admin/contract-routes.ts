import { readFileSync } from 'node:fs';
import { PagewrightError } from '../../contract/error.ts';
import { codeFile } from '../../contract/package-file.ts';
import type { Row } from '../../dataset/row-source.ts';
import { toByteString } from '../../store/body.ts';
import type { RowLocator } from '../control/rows.ts';
import { sendResponse } from '../http/response.ts';
import { type AdminCall, type AdminRoute, readInteger } from './call.ts';
import { describeHealth } from './health.ts';

/** Contracts and scenarios. */
export const contractRoutes: readonly AdminRoute[] = [
  {
    method: 'get',
    path: '/health',
    run: ({ enter, sessions }) => describeHealth(enter(), sessions.list().length),
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
      throw new PagewrightError('unknown-contract', `Unknown contract ${part('id')}: the server has ${ids}`);
    },
  },
  {
    method: 'get',
    path: '/scenarios',
    query: ['contract'],
    run: ({ session, query }) => session.scenarios.available(query['contract']),
  },
  {
    method: 'post',
    path: '/scenarios/:name/load',
    query: ['contract'],
    run: ({ session, part, query }) => session.scenarios.load(part('name'), query['contract']),
  },
];

const WHERE = ['collection'];
const ANY = ['*'];

/** Rows. */
export const rowRoutes: readonly AdminRoute[] = [
  {
    method: 'get',
    path: '/contracts/:id/rows',
    query: [...WHERE, 'limit', 'offset'],
    run: (call) => {
      const { limit, offset } = call.query;
      return call.session.rows.list({
        ...placeOf(call),
        limit: readInteger('limit', limit),
        offset: readInteger('offset', offset),
      });
    },
  },
  {
    method: 'post',
    path: '/contracts/:id/rows',
    query: WHERE,
    body: ANY,
    status: 201,
    run: (call) => call.session.rows.add(call.body as Row, placeOf(call)),
  },
  {
    method: 'get',
    path: '/contracts/:id/rows/:identity',
    query: WHERE,
    run: (call) => call.session.rows.get(call.part('identity'), placeOf(call)),
  },
  {
    method: 'patch',
    path: '/contracts/:id/rows/:identity',
    query: WHERE,
    body: ANY,
    run: (call) => call.session.rows.change(call.part('identity'), call.body as Row, placeOf(call)),
  },
  {
    method: 'delete',
    path: '/contracts/:id/rows/:identity',
    query: WHERE,
    run: (call) => call.session.rows.remove(call.part('identity'), placeOf(call)),
  },
  {
    method: 'post',
    path: '/contracts/:id/rows/:identity/moves/:move',
    query: WHERE,
    body: ANY,
    run: (call) => {
      return call.session.rows.move(call.part('move'), call.part('identity'), call.body as Row, placeOf(call));
    },
  },
  {
    method: 'post',
    path: '/contracts/:id/moves/:move',
    query: WHERE,
    body: ANY,
    status: 201,
    run: (call) => call.session.rows.move(call.part('move'), undefined, call.body as Row, placeOf(call)),
  },
];

function placeOf(call: AdminCall): RowLocator {
  return { contract: call.part('id'), collection: call.query['collection'] };
}

const HEADERS = [['Content-Type', 'application/yaml']] as const;

/** The admin API's description of itself. */
export const documentRoutes: readonly AdminRoute[] = [
  {
    method: 'get',
    path: '/openapi.yaml',
    send({ request, response }) {
      const body = toByteString(readFileSync(codeFile('src/server/admin/openapi.yaml'), 'utf8'));
      sendResponse(request, response, { status: 200, headers: HEADERS, body });
    },
  },
];
