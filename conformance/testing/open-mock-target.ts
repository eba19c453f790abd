import type { Contract } from '../../src/contract/contract.ts';
import { loadContracts } from '../../src/contract/load-contracts.ts';
import { createMock, type MockOptions } from '../../src/index.ts';
import { createTarget } from '../client/create-target.ts';
import type { OpenTarget, TargetSettings } from '../client/target.ts';

/** The mock of a contract as a target, with everything that checks can make use of. */
export interface MockTarget extends AsyncDisposable {
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
  if (caller === undefined) throw new Error(`nobody is known to call ${id}`);
  return caller;
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
  const [contract] = loadContracts(id);
  if (contract === undefined) throw new Error(`${id} describes no list`);
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
