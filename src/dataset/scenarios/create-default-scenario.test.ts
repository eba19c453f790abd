import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../../contract/contract.ts';
import { loadScenario } from '../load-scenario.ts';
import { buildContract, itemWith } from '../testing/build-contract.ts';

const contract: Contract = buildContract({
  id: 'things',
  item: itemWith({
    state: { type: 'string', enum: ['open', 'closed'] },
    count: { type: 'integer' },
    at: { type: 'string', format: 'date-time' },
  }),
  identity: 'id',
  hidden: { secret: { type: 'boolean' } },
  access: {
    credentials: [{ name: 'bearer', header: 'authorization', word: 'Bearer' }],
    requiredScopes: ['things:read'],
  },
});

describe('a contract without scenarios', () => {
  const directories: readonly string[] = [];

  it('has two tenants with credentials and fifty rows each', () => {
    const scenario = loadScenario({ contract, directories });
    expect(scenario.tenants.map(({ name, credentials }) => [name, credentials.map(({ as }) => as)])).toEqual([
      ['alpha', ['default', 'insufficient-scope', 'expired']],
      ['beta', ['default', 'insufficient-scope', 'expired']],
    ]);
    const values = scenario.tenants.flatMap(({ credentials }) =>
      credentials.map((credential) => credential.values['bearer']),
    );
    expect(new Set(values).size).toBe(6);
    expect([...scenario.collections].map(([name, [source]]) => [name, source?.size])).toEqual([
      ['alpha', 50],
      ['beta', 50],
    ]);
  });

  it('can have another size, and is named default', () => {
    const scenario = loadScenario({ contract, directories, name: 'default', size: 3 });
    expect([...scenario.collections.values()].map(([source]) => source?.size)).toEqual([3, 50]);
    expect(() => loadScenario({ contract, directories, name: 'demo' })).toThrow(
      'things has no scenario demo; it has default',
    );
  });

  it.each([
    [{ type: 'string', enum: ['eu', 'us'] }, ['eu', 'us']],
    [{ type: 'integer' }, ['1', '2']],
    [
      { type: 'string', format: 'uuid' },
      ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'],
    ],
    [{ type: 'string' }, ['alpha', 'beta']],
  ])('names its collections as the scope parameter wants: %j', (schema, names) => {
    const scope = { name: 'site', in: 'path', required: true, schema };
    const scoped = { ...contract, access: { ...contract.access, scope } } as Contract;
    expect([...loadScenario({ contract: scoped, directories }).collections.keys()]).toEqual(names);
  });
});
