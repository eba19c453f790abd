import { CLOCK_CHANGES } from '../../control/read-clock-change.ts';
import type { AdminRoute } from '../admin-route.ts';

/** By which the clock is seen and moved. */
export const clockRoutes: readonly AdminRoute[] = [
  { method: 'get', path: '/clock', run: ({ session }) => session.clock.read() },
  {
    method: 'post',
    path: '/clock',
    body: CLOCK_CHANGES,
    run: ({ session, body }) => session.clock.change(body),
  },
];
