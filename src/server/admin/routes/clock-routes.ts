import type { ClockChange } from '../../control/session-control.ts';
import { ServerError } from '../../server-error.ts';
import type { AdminRoute } from '../admin-route.ts';

type Test = (value: unknown) => boolean;

const isTextOrNumber: Test = (value) => typeof value === 'number' || (typeof value === 'string' && value !== '');

const FIELDS: Readonly<Record<keyof ClockChange, readonly [test: Test, expected: string]>> = {
  set: [isTextOrNumber, 'a date-time, or milliseconds since 1970'],
  advance: [isTextOrNumber, 'a span of time such as "8d", or milliseconds'],
  frozen: [(value) => typeof value === 'boolean', 'true or false'],
};

/** By which the clock is seen and moved. */
export const clockRoutes: readonly AdminRoute[] = [
  { method: 'get', path: '/clock', run: ({ session }) => session.clock.read() },
  {
    method: 'post',
    path: '/clock',
    body: Object.keys(FIELDS),
    run: ({ session, body }) => session.clock.change(readChange(body)),
  },
];

function readChange(body: Readonly<Record<string, unknown>>): ClockChange {
  const given = Object.entries(body);
  if (given.length === 0) {
    throw new ServerError(
      'invalid-request',
      'the body says nothing; expected {"advance": "8d"}, {"set": "2026-05-05T09:30:00Z"} or {"frozen": true}',
    );
  }
  for (const [name, value] of given) {
    const [test, expected] = FIELDS[name as keyof ClockChange];
    if (test(value)) continue;
    throw new ServerError('invalid-request', `${name} is ${JSON.stringify(value)}; expected ${expected}`);
  }
  return body;
}
