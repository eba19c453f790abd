import { describe, expect, it } from '@jest/globals';
import { runConformance } from '../../conformance/index.ts';
import { builtInContracts } from '../contract/load-contracts.ts';
import type { Tenant } from '../dataset/scenarios/scenario.ts';
import type { ListMock } from '../mock/list.ts';
import { loadBuiltIn, openGreasedList, toListener } from './altered-lists.ts';
import { createDefaultRequest } from './list-probe.ts';
import { profile, runs } from './runs.ts';

/** Every scenario of every contract; one of them outside CI, the last, as each is a whole run of the suite. */
const CASES = [
  ['ties', '2'],
  ['awkward', '1'],
  ['demo', '3'],
]
  .flatMap(([scenario, seed]) => builtInContracts().map((id) => [id, scenario, seed] as const))
  .toSorted(([one], [other]) => Number(one === 'pyng') - Number(other === 'pyng'))
  .slice(-Math.round(runs(120) / 10));

type Headers = Readonly<Record<string, string>>;

/** The headers of a tenant at its own collection. */
function headersOf(list: ListMock, tenant: Tenant): Headers {
  return createDefaultRequest({ ...list, state: { ...list.state, tenants: [tenant] } }).headers as Headers;
}

/** Everybody whom the suite knows of: another tenant, and one whose credentials are not good enough. */
function listRoles(list: ListMock, [own, other]: readonly Tenant[]): Readonly<Record<string, Headers>> {
  const others = own?.credentials.filter(({ as }) => ['expired', 'insufficient-scope'].includes(as)) ?? [];
  return {
    ...(other !== undefined && { 'other-tenant': headersOf(list, other) }),
    ...Object.fromEntries(
      others.map((one) => [one.as, headersOf(list, { name: '', collections: [], ...own, credentials: [one] })]),
    ),
  };
}

describe('a greased list', () => {
  it.each(CASES)('keeps the contract of %s (%s, seed %s)', async (id, scenario, seed) => {
    const contract = loadBuiltIn(id);
    const { greased } = openGreasedList(contract, scenario ?? '', seed);
    const { tenants } = greased.state;
    const { scope } = contract.access;
    const at = (index: number): Headers => {
      return scope === undefined ? {} : { [scope.name]: tenants[index]?.collections[0] ?? '' };
    };
    const { report } = runConformance(
      {
        contract,
        app: toListener(greased),
        headers: createDefaultRequest(greased).headers as Headers,
        pathParameters: scope?.in === 'path' ? at(0) : {},
        foreignPathParameters: at(1),
        roles: listRoles(greased, tenants),
        maxRequests: 2000,
      },
      { seed: 1, profile: profile() },
    );
    const { results, summary } = await report;
    const held = results.filter(({ verdict }) => ['fail', 'warn', 'error'].includes(verdict));
    expect(held.map((one) => `${one.id}: ${one.reason}`)).toEqual([]);
    // So much is looked at that hardly anything about the list can be called unread.
    expect(summary.pass).toBeGreaterThan(110);
  });
});
