import { PagewrightError } from '../../contract/error.ts';
import { type AdminRoute, readText } from './call.ts';

/** Stories that are told with a list. */
export const demoRoutes: readonly AdminRoute[] = [
  {
    method: 'get',
    path: '/demos',
    query: ['contract'],
    run: ({ session, query }) => session.demos.list(query['contract']),
  },
  {
    method: 'get',
    path: '/demos/:id/:demo',
    run: ({ session, part }) => session.demos.read(part('id'), part('demo')),
  },
  {
    method: 'put',
    path: '/demos/:id/:demo',
    body: ['title', 'scenario', 'steps', 'yaml'],
    begins: false,
    run: ({ session, part, body: { yaml, ...demo } }) => {
      const given = yaml === undefined ? demo : readText('yaml', yaml, '"title: How paging works"');
      return session.demos.keep(part('id'), part('demo'), given);
    },
  },
  {
    method: 'post',
    path: '/demos/:id/:demo/play',
    body: ['step'],
    run: ({ session, part, body: { step = 1 } }) => {
      if (typeof step === 'number') return session.demos.play(part('id'), part('demo'), step);
      throw new PagewrightError('invalid-request', `Invalid step ${JSON.stringify(step)}: must be a number`);
    },
  },
];
