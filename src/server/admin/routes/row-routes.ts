import type { Row } from '../../../dataset/row-source.ts';
import type { RowPlace } from '../../rows/row-control.ts';
import type { AdminCall, AdminRoute } from '../admin-route.ts';
import { readWhole } from '../read-values.ts';

const WHERE = ['collection'];
const ANY = ['*'];

/** By which rows are seen and changed. */
export const rowRoutes: readonly AdminRoute[] = [
  {
    method: 'get',
    path: '/contracts/:id/rows',
    query: [...WHERE, 'limit', 'offset'],
    run: (call) => {
      const { limit, offset } = call.query;
      return call.session.rows.list({
        ...placeOf(call),
        limit: readWhole('limit', limit),
        offset: readWhole('offset', offset),
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

function placeOf(call: AdminCall): RowPlace {
  return { contract: call.part('id'), collection: call.query['collection'] };
}
