import { PagewrightError } from '../../contract/error.ts';
import type { ViewChoice } from '../control/list-views.ts';
import { type AdminCall, type AdminRoute, readInteger } from './call.ts';

const CHOICE = ['query', 'as', 'tenant', 'collection'];

/** What contracts say, and what requests select. */
export const viewRoutes: readonly AdminRoute[] = [
  { method: 'get', path: '/contracts/:id/model', run: ({ session, part }) => session.model(part('id')) },
  {
    method: 'get',
    path: '/contracts/:id/view',
    query: [...CHOICE, 'exchange', 'offset', 'limit'],
    run: (call) => {
      const { offset, limit } = call.query;
      return call.session.views.read({
        ...readChoice(call, call.query),
        exchange: readInteger('exchange', call.query['exchange']),
        offset: readInteger('offset', offset),
        limit: readInteger('limit', limit),
      });
    },
  },
  {
    method: 'post',
    path: '/contracts/:id/places',
    body: [...CHOICE, 'exchange', 'identities'],
    begins: false,
    run: (call) => {
      const exchange = call.body['exchange'];
      return call.session.views.locate(readIdentities(call.body['identities']), {
        ...readChoice(call, call.body),
        exchange: exchange === undefined ? undefined : readInteger('exchange', String(exchange)),
      });
    },
  },
];

function readChoice(call: AdminCall, given: Readonly<Record<string, unknown>>): ViewChoice {
  const texts = CHOICE.map((name) => [name, readOptionalText(name, given[name])] as const);
  return { ...Object.fromEntries(texts), contract: call.part('id') };
}

function readOptionalText(name: string, value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new PagewrightError('invalid-request', `Invalid ${name} ${JSON.stringify(value)}: must be a string`);
}

const MAX_IDENTITIES = 10_000;

function readIdentities(value: unknown): readonly string[] {
  const isList = Array.isArray(value) && value.every((one) => typeof one === 'string' || typeof one === 'number');
  if (isList && value.length <= MAX_IDENTITIES) return value.map(String);
  throw new PagewrightError(
    'invalid-request',
    `${value === undefined ? 'Missing identities' : 'Invalid identities'}: must be a list of at most ${MAX_IDENTITIES} strings`,
  );
}
