import { parseFault } from '../../../fault/parse-fault.ts';
import { ServerError } from '../../server-error.ts';
import type { GreaseSettings } from '../../sessions/session.ts';
import type { AdminRoute } from '../admin-route.ts';

/** By which things go wrong, or otherwise than clients are used to. */
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
  { method: 'get', path: '/fault-kinds', run: ({ session }) => session.faults.kinds() },
  { method: 'get', path: '/grease', run: ({ session }) => describeGrease(session.grease.read()) },
  {
    method: 'put',
    path: '/grease',
    body: ['seed', 'features'],
    run: ({ session, body }) => describeGrease(session.grease.on(readGreaseBody(body))),
  },
  { method: 'delete', path: '/grease', run: ({ session }) => session.grease.off() },
  { method: 'get', path: '/grease-kinds', run: ({ session }) => session.grease.kinds() },
];

function describeGrease(settings: GreaseSettings | undefined): object {
  return { isOn: settings !== undefined, ...settings };
}

function readGreaseBody({ seed, features }: Readonly<Record<string, unknown>>): Partial<GreaseSettings> {
  if (seed !== undefined && typeof seed !== 'string' && typeof seed !== 'number') {
    throw new ServerError('invalid-request', `seed is ${JSON.stringify(seed)}; expected a text or a number`);
  }
  const isList = Array.isArray(features) && features.every((name) => typeof name === 'string');
  if (features !== undefined && !isList) {
    throw new ServerError('invalid-request', `features is ${JSON.stringify(features)}; expected a list of names`);
  }
  return { ...(seed !== undefined && { seed: String(seed) }), ...(isList && { features: features as string[] }) };
}
