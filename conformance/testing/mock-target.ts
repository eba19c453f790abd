import { type IncomingMessage, type RequestListener, request as send } from 'node:http';
import type { Contract } from '../../src/contract/contract.ts';
import { createMock, type MockOptions } from '../../src/index.ts';
import type { RunningMock } from '../../src/server/mock.ts';
import type { TargetSettings } from '../client/settings.ts';
import { createTarget, type OpenTarget } from '../client/target.ts';
import { loadContract } from './fake-list.ts';

/** The mock of a contract as a target, with everything that checks can make use of. */
interface MockTarget extends AsyncDisposable {
  readonly contract: Contract;
  readonly target: OpenTarget;
}

/** Who asks the demo scenarios of the contracts that come with the package, and who else there is. */
const CALLERS: Readonly<Record<string, TargetSettings>> = {
  pyng: {
    headers: { authorization: 'Bearer pyng_test_acme', 'Pyng-Api-Version': 'urn:pyng:api:billing:version:v1' },
    pathParameters: { siteId: 'site-acme-sydney' },
    foreignPathParameters: { siteId: 'site-globex-hobart' },
    roles: {
      'insufficient-scope': { authorization: 'Bearer pyng_test_acme_invoices_only' },
      expired: { authorization: 'Bearer pyng_test_acme_expired' },
      'other-tenant': { authorization: 'Bearer pyng_test_globex' },
    },
    publicHeaders: ['pyng-api-version'],
  },
  piriod: {
    headers: { authorization: 'Token piriod_test_acme', 'x-simple-workspace': 'acc_01H8XYZ123ABC' },
    foreignPathParameters: { 'x-simple-workspace': 'acc_01H8XYZ789GHJ' },
    roles: { 'other-tenant': { authorization: 'Token piriod_test_globex' } },
    publicHeaders: ['x-simple-workspace', 'x-piriod-test-mode'],
  },
  wingback: {
    headers: { 'wb-key': 'wingback_test_acme' },
    roles: { 'other-tenant': { 'wb-key': 'wingback_test_globex' } },
  },
  devdraft: {
    headers: { 'x-client-key': 'devdraft_test_key_acme', 'x-client-secret': 'devdraft_test_secret_acme' },
    roles: {
      'other-tenant': { 'x-client-key': 'devdraft_test_key_globex', 'x-client-secret': 'devdraft_test_secret_globex' },
    },
  },
};

/** What a target of the mock's demo scenario is opened with. */
export function callerOf(id: string): TargetSettings {
  const caller = CALLERS[id];
  if (caller === undefined) throw new Error(`Unknown contract ${id}`);
  return caller;
}

/** What a mock tells of whom it lets in, as a target is opened with. */
export function describeCaller(
  { id, path }: Contract,
  mock: Pick<RunningMock, 'url' | 'describe'>,
): TargetSettings & { readonly baseUrl: string } {
  const description = mock.describe(mock.url).find((one) => one.id === id);
  if (description === undefined) throw new Error(`The mock does not serve ${id}`);
  const { pathname, searchParams } = new URL(description.url);
  const names = path.split('/');
  const values = pathname.split('/').slice(-names.length);
  const pairs = names.map((name, index) => [name.slice(1, -1), decodeURIComponent(values[index] ?? '')] as const);
  return {
    baseUrl: mock.url,
    headers: description.headers,
    query: Object.fromEntries(searchParams),
    pathParameters: Object.fromEntries(pairs.filter((_, index) => /^\{.*\}$/.test(names[index] ?? ''))),
  };
}

/**
 * Starts the mock of a contract that comes with the package, and opens it as a target.
 *
 * @param options - of the mock; the demo scenario by default
 * @param settings - of the target, above those of the scenario's usual caller
 */
export async function openMockTarget(
  id: string,
  options: Omit<MockOptions, 'contract'> = {},
  settings: TargetSettings = {},
): Promise<MockTarget> {
  const contract = loadContract(id);
  const mock = await createMock({ ...options, contract: id });
  const target = createTarget({ baseUrl: mock.url, ...callerOf(id), ...settings });
  return {
    contract,
    target,
    async [Symbol.asyncDispose]() {
      await target.close();
      await mock.close();
    },
  };
}

/** The body of a page, free to be changed. */
type PageBody = Record<string, unknown>;

/** A mock that does what its contract forbids. */
interface BrokenMock extends AsyncDisposable {
  readonly app: RequestListener;
}

/**
 * Starts the mock of a contract behind something that changes what it answers.
 *
 * @param change - gets the body of every page and the query that it was asked with; what it returns is sent
 */
export async function openBrokenMock(
  contract: string,
  change: (page: PageBody, query: URLSearchParams) => unknown,
  options: Omit<MockOptions, 'contract'> = {},
): Promise<BrokenMock> {
  const mock = await createMock({ ...options, contract });
  const { hostname, port } = new URL(mock.url);
  const app: RequestListener = (request, response) => {
    const { method, url: path = '/', headers } = request;
    // Only what is not compressed can be changed.
    const asked = { hostname, port, method, path, headers: { ...headers, 'accept-encoding': 'identity' } };
    const forwarded = send(asked, async (answer) => {
      const body = await readAll(answer).catch(() => undefined);
      if (body === undefined) return response.destroy();
      const { 'content-length': _, connection: __, 'keep-alive': ___, ...kept } = answer.headers;
      response.writeHead(answer.statusCode ?? 500, kept);
      if (answer.statusCode !== 200 || method === 'HEAD') return response.end(body);
      return response.end(JSON.stringify(change(JSON.parse(body), new URL(path, 'http://any').searchParams)));
    });
    // The mock may be closed while a caller who has gone is still being answered.
    forwarded.on('error', () => response.destroy()).end();
  };
  return { app, [Symbol.asyncDispose]: () => mock.close() };
}

async function readAll(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
