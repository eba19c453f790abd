import { describe, expect, it } from '@jest/globals';
import { createScenarioMock } from './create-scenario-mock.ts';

type Headers = Readonly<Record<string, string>>;
/** What is wrong; the target; headers in place of the right ones; the status; what the answer says. */
type Case = readonly [fault: string, target: string, headers: Headers, status: number, said: unknown];

const ERROR = 'urn:pyng:platform:billing:error';
const SITE = '/billing/sites/SITE-001/customers';
const FOREIGN = '/billing/sites/SITE-003/customers';
const VERSION = 'urn:pyng:api:billing:version:v1';

function pyngError(name: string, target?: string): object {
  return { code: `${ERROR}:${name}`, displayMessage: expect.any(String), ...(target === undefined ? {} : { target }) };
}

describe('Pyng', () => {
  const { send, headersOf } = createScenarioMock('pyng', 'documented');
  const right = { ...headersOf('acme'), 'Pyng-Api-Version': VERSION };
  const none = { authorization: '' };
  const weak = headersOf('acme', 'insufficient-scope');

  it.each<Case>([
    ['no token', SITE, none, 401, [pyngError('auth:unauthenticated')]],
    ['a foreign scheme', SITE, { authorization: 'Token access_token' }, 401, [pyngError('auth:unauthenticated')]],
    [
      'a token that nobody holds',
      SITE,
      { authorization: 'Bearer access_toke' },
      401,
      [pyngError('auth:unauthenticated')],
    ],
    ['an expired token', SITE, headersOf('acme', 'expired'), 401, [pyngError('auth:unauthenticated')]],
    [
      'no token, and all else wrong too',
      `${FOREIGN}?limit=0&cursor=x`,
      { ...none, 'Pyng-Api-Version': '' },
      401,
      [pyngError('auth:unauthenticated')],
    ],
    [
      'no version',
      `${FOREIGN}?limit=0`,
      { ...weak, 'Pyng-Api-Version': '' },
      400,
      [pyngError('version:missing', 'Pyng-Api-Version')],
    ],
    [
      'an unknown version',
      SITE,
      { 'Pyng-Api-Version': 'urn:pyng:api:billing:version:v2' },
      400,
      [pyngError('version:unsupported', 'Pyng-Api-Version')],
    ],
    [
      'a retired version',
      SITE,
      { 'Pyng-Api-Version': 'urn:pyng:api:billing:version:v0' },
      410,
      [pyngError('version:gone', 'Pyng-Api-Version')],
    ],
    ['a token without scope', `${SITE}?limit=0`, weak, 403, [pyngError('auth:forbidden')]],
    ['a foreign site', `${FOREIGN}?limit=0`, {}, 403, [pyngError('auth:forbidden', 'siteId')]],
    ['a site that is not there', '/billing/sites/x/customers', {}, 403, [pyngError('auth:forbidden', 'siteId')]],
    ['limit 0', `${SITE}?limit=0&cursor=x`, {}, 400, [pyngError('request:invalid-parameter', 'limit')]],
    ['limit 101', `${SITE}?limit=101`, {}, 400, [pyngError('request:invalid-parameter', 'limit')]],
    ['limit x', `${SITE}?limit=x`, {}, 400, [pyngError('request:invalid-parameter', 'limit')]],
    ['no limit', `${SITE}?limit=`, {}, 400, [pyngError('request:invalid-parameter', 'limit')]],
    ['two limits', `${SITE}?limit=1&limit=1`, {}, 400, [pyngError('request:invalid-parameter', 'limit')]],
    ['an unknown state', `${SITE}?state=Invited`, {}, 400, [pyngError('request:invalid-parameter', 'state')]],
    [
      'times that are none',
      `${SITE}?invitedFrom=2026-05-01&invitedTo=`,
      {},
      400,
      ['invitedFrom', 'invitedTo'].map((name) => pyngError('request:invalid-parameter', name)),
    ],
    ['a bad link', `${SITE}?cursor=x`, {}, 400, [pyngError('customers:invalid-pagination-link', 'nextHref')]],
  ])('refuses %s', (_, target, headers, status, said) => {
    const { body, ...response } = send(target, { headers: { ...right, ...lower(headers) } });
    expect([response.status, (body as { errors: unknown }).errors]).toEqual([status, said]);
  });

  it('has an empty page for a range that is upside down', () => {
    const { body } = send(`${SITE}?invitedFrom=1777939199000&invitedTo=1777593600000`, { headers: right });
    expect((body as { data: unknown }).data).toEqual({ items: [], totalItems: 0 });
  });
});

describe('Piriod', () => {
  const { send, headersOf } = createScenarioMock('piriod', 'documented');
  const right = { ...headersOf('acme'), 'x-simple-workspace': 'acc_01H8XYZ456DEF' };
  const INVALID_DATE = ['Enter a valid date/time.'];

  it.each<Case>([
    [
      'no workspace',
      '/customers/?page=0&created=x',
      { 'x-simple-workspace': '' },
      400,
      { non_field_errors: ['x-simple-workspace header is required.'] },
    ],
    [
      'a foreign workspace',
      '/customers/',
      { 'x-simple-workspace': 'acc_01H8XYZ789GHJ' },
      403,
      { detail: expect.any(String) },
    ],
    [
      'bad dates, all at once',
      '/customers/?page=0&created=x&created__lte=y&created__gte=2026-13-01',
      {},
      400,
      { created: INVALID_DATE, created__gte: INVALID_DATE, created__lte: INVALID_DATE },
    ],
    ['a page past the end', '/customers/?page=2', {}, 404, { detail: 'Invalid page.' }],
    [
      'no token before no workspace',
      '/customers/',
      { authorization: '', 'x-simple-workspace': '' },
      401,
      { detail: 'Authentication credentials were not provided.' },
    ],
  ])('refuses %s', (_, target, headers, status, said) => {
    const { body, ...response } = send(target, { headers: { ...right, ...lower(headers) } });
    expect([response.status, body]).toEqual([status, said]);
  });
});

describe('Wingback', () => {
  const { send, headersOf } = createScenarioMock('wingback', 'documented');
  const right = headersOf('acme');

  it.each<Case>([
    [
      'no key',
      '/v1/c/customer?limit=-1',
      { 'wb-key': '' },
      401,
      { code: 'unauthenticated', message: expect.any(String) },
    ],
    [
      'a wrong key',
      '/v1/c/customer',
      { 'wb-key': 'API-KEY' },
      401,
      { code: 'unauthenticated', message: expect.any(String) },
    ],
    [
      'a negative limit',
      '/v1/c/customer?limit=-1&offset=x',
      {},
      400,
      { code: 'invalid_parameter', message: 'limit must not be less than 0.' },
    ],
    [
      'a limit that is none',
      '/v1/c/customer?limit=ten',
      {},
      400,
      { code: 'invalid_parameter', message: 'limit must be an integer.' },
    ],
    [
      'a bad payment status',
      '/v1/c/customer?payment_status=PAID',
      {},
      400,
      {
        code: 'invalid_parameter',
        message: 'payment_status must be one of pending_validation, ready_for_payment, paid.',
      },
    ],
    [
      'a bad direction',
      '/v1/c/customer?direction=up',
      {},
      400,
      { code: 'invalid_parameter', message: 'direction must be one of forward, backward.' },
    ],
    ['a bad token', '/v1/c/customer?offset=x', {}, 400, { code: 'invalid_offset', message: expect.any(String) }],
  ])('refuses %s', (_, target, headers, status, said) => {
    const { body, ...response } = send(target, { headers: { ...right, ...headers } });
    expect([response.status, body]).toEqual([status, { error: said }]);
  });

  it('has no page at all at limit 0', () => {
    const { body } = send('/v1/c/customer?limit=0', { headers: right });
    expect(body).toEqual({ current_page: 1, hits: [], total: 1, total_pages: 0 });
  });
});

describe('Devdraft', () => {
  const { send, headersOf } = createScenarioMock('devdraft', 'documented');
  const right = headersOf('acme');
  const unauthorized = { message: 'Unauthorized', statusCode: 401 };

  it.each<Case>([
    ['no secret', '/api/v0/customers?take=0', { 'x-client-secret': '' }, 401, unauthorized],
    ['no key', '/api/v0/customers', { 'x-client-key': '' }, 401, unauthorized],
    [
      'another’s secret',
      '/api/v0/customers',
      { 'x-client-secret': headersOf('globex')['x-client-secret'] ?? '' },
      401,
      unauthorized,
    ],
    [
      'a skip without end',
      '/api/v0/customers?skip=1e999',
      {},
      400,
      { message: ['skip must be an integer number'], error: 'Bad Request', statusCode: 400 },
    ],
  ])('refuses %s', (_, target, headers, status, said) => {
    const { body, ...response } = send(target, { headers: { ...right, ...headers } });
    expect([response.status, body]).toEqual([status, said]);
  });
});

function lower(headers: Headers): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name === 'Pyng-Api-Version' ? name : name.toLowerCase(), value]),
  );
}
