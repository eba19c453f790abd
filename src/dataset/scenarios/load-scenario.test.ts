import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Contract, Parameter } from '../../contract/contract.ts';
import { builtInContracts, loadContracts } from '../../contract/load-contracts.ts';
import { checkRow } from '../row-check.ts';
import type { Row, RowSource } from '../row-source.ts';
import { buildContract, itemWith } from '../testing/build-contract.ts';
import { writeScenarios } from '../testing/write-scenarios.ts';
import { type LoadScenarioOptions, listScenarios, loadScenario } from './load-scenario.ts';
import type { Scenario } from './scenario.ts';

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
    credentials: [
      [
        {
          name: 'bearer',
          in: 'header',
          parameter: 'authorization',
          word: 'Bearer',
          caseSensitive: false,
          scopes: ['things:read'],
        },
      ],
    ],
    requiredScopes: ['things:read'],
  },
});

describe('load scenario', () => {
  const DEMO = `title: A busy place
now: 2026-05-05T00:00:00Z
tenants:
  acme:
    credentials:
      - { as: default, bearer: acme-token }
      - { as: insufficient-scope, bearer: acme-poor, scopes: [] }
      - { as: expired, bearer: acme-old, scopes: [things:read], expires: 2026-01-01T00:00:00Z }
    scopes: [sydney, perth]
  globex:
    credentials: [{ bearer: globex-token }]
rows:
  sydney:
    - { id: one, state: open, secret: true }
    - { id: two, state: closed }
    - generate: 5
      with: { state: { const: open } }
    - { id: three }
    - generate: 3
  perth: []
`;

  function load(
    text: string,
    options: Partial<LoadScenarioOptions> = {},
    others: Readonly<Record<string, string>> = {},
  ): Scenario {
    const directories = [writeScenarios('things', { 'demo.yaml': text, ...others })];
    return loadScenario({ contract, directories, ...options });
  }

  function complaintOf(text: string, options: Partial<LoadScenarioOptions> = {}): string {
    try {
      load(text, options);
    } catch (error) {
      return (error as Error).message.replaceAll(/\S*\/(?=[a-z-]+\.yaml)/g, '');
    }
    return 'no complaint';
  }

  function rowsIn(sources: readonly RowSource[] | undefined): readonly Row[] {
    return (sources ?? []).flatMap((source) => Array.from({ length: source.size }, (_, index) => source.row(index)));
  }

  describe('loadScenario', () => {
    const scenario = load(DEMO);

    it('reads title, clock and tenants', () => {
      expect(scenario).toMatchObject({ name: 'demo', title: 'A busy place', now: Date.UTC(2026, 4, 5) });
      expect(scenario.tenants).toEqual([
        {
          name: 'acme',
          collections: ['sydney', 'perth'],
          credentials: [
            { as: 'default', values: { bearer: 'acme-token' }, scopes: ['things:read'] },
            { as: 'insufficient-scope', values: { bearer: 'acme-poor' }, scopes: [] },
            { as: 'expired', values: { bearer: 'acme-old' }, scopes: ['things:read'], expires: Date.UTC(2026, 0, 1) },
          ],
        },
        {
          name: 'globex',
          collections: ['globex'],
          credentials: [{ as: 'default', values: { bearer: 'globex-token' }, scopes: ['things:read'] }],
        },
      ]);
    });

    it('has a collection for each scope, empty where no rows are given', () => {
      expect([...scenario.collections].map(([name, sources]) => [name, sources.map(({ size }) => size)])).toEqual([
        ['sydney', [2, 5, 1, 3]],
        ['perth', []],
        ['globex', []],
      ]);
    });

    it('leaves literal rows as they are', () => {
      expect(scenario.collections.get('sydney')?.[0]?.row(0)).toEqual({ id: 'one', state: 'open', secret: true });
    });

    it('follows recipes, with identities that differ', () => {
      const rows = rowsIn(scenario.collections.get('sydney'));
      expect(rows.slice(2, 7).map((row) => row['state'])).toEqual(new Array(5).fill('open'));
      expect(new Set(rows.map((row) => row['id'])).size).toBe(11);
    });

    it('makes the same rows from the same seed only', () => {
      const sydney = (options: Partial<LoadScenarioOptions>) => rowsIn(load(DEMO, options).collections.get('sydney'));
      expect(sydney({ seed: 1 })).toEqual(sydney({}));
      expect(sydney({ seed: 'x' })).not.toEqual(sydney({}));
    });

    it('makes other rows in other collections', () => {
      const text = DEMO.replace('perth: []', 'perth: [{ generate: 5 }]');
      const found = load(text).collections;
      expect(found.get('perth')?.[0]?.row(0)['id']).not.toBe(found.get('sydney')?.[1]?.row(0)['id']);
    });

    it('takes clock and size from its caller', () => {
      const sized = load(DEMO, { now: 5000, size: 70 });
      expect([sized.now, sized.collections.get('sydney')?.map(({ size }) => size)]).toEqual([5000, [2, 70, 1, 3]]);
    });

    it('takes what it lacks from the scenario that it extends', () => {
      const extended = { 'more.yaml': 'title: More\nextends: demo\nrows: { globex: [{ generate: 2 }] }\n' };
      const more = load(DEMO, { name: 'more' }, extended);
      expect([more.title, more.now, more.tenants.length]).toEqual(['More', Date.UTC(2026, 4, 5), 2]);
      expect([...more.collections].map(([name, sources]) => [name, sources.length])).toEqual([
        ['globex', 1],
        ['sydney', 0],
        ['perth', 0],
      ]);
    });

    it('reads a file from anywhere', () => {
      const directory = writeScenarios('things', { 'own.yaml': DEMO });
      expect(loadScenario({ contract, file: join(directory, 'things', 'own.yaml'), directories: [] }).name).toBe('own');
    });

    it('completes new rows in each collection', () => {
      const isTaken = (identity: string): boolean => identity === 'one';
      const row = scenario.completeRow({ state: 'open' }, { collection: 'sydney', now: Date.UTC(2026, 5, 1), isTaken });
      expect(row).toMatchObject({ state: 'open', at: '2026-06-01T00:00:00Z' });
      expect(rowsIn(scenario.collections.get('sydney')).map(({ id }) => id)).not.toContain(row['id']);
      const other = scenario.completeRow({}, { collection: 'globex', now: 0, isTaken });
      expect(other['id']).not.toBe(row['id']);
    });
  });

  describe('a mistake in a scenario', () => {
    const replace = (from: string, to: string): string => complaintOf(DEMO.replace(from, to));

    it.each([
      ['title: A busy place', 'titel: A', 'demo.yaml:1:1 titel: unknown key titel; did you mean title?'],
      ['now: 2026-05-05T00:00:00Z', 'now: noon', 'demo.yaml:2:1 now: must be an instant such as'],
      ['title: A busy place', 'title: []', 'demo.yaml:1:1 title: must be one sentence'],
      [
        'bearer: acme-token',
        'baerer: acme-token',
        'demo.yaml:6:24 tenants/acme/credentials/0/baerer: unknown security scheme baerer; did you mean bearer?',
      ],
      [
        'bearer: acme-token',
        'bearer: 5',
        'demo.yaml:6:24 tenants/acme/credentials/0/bearer: must be the value of bearer as a string',
      ],
      [
        'as: insufficient-scope',
        'as: default',
        'demo.yaml:7:9 tenants/acme/credentials/1: duplicate credential name default',
      ],
      [
        'bearer: globex-token',
        'bearer: acme-token',
        'demo.yaml:11:19 tenants/globex/credentials/0: duplicate credential: acme has one with the same values',
      ],
      [
        'credentials: [{ bearer: globex-token }]',
        'credentials: []',
        'tenants/globex/credentials: must be a list of credentials, each with as, bearer, scopes, expires',
      ],
      [
        'credentials: [{ bearer: globex-token }]',
        'credential: []',
        'unknown key credential; did you mean credentials?',
      ],
      [
        'expires: 2026-01-01T00:00:00Z',
        'expires: soon',
        'demo.yaml:8:65 tenants/acme/credentials/2/expires: must be an instant',
      ],
      ['scopes: [sydney, perth]', 'scopes: sydney', 'tenants/acme/scopes: must be a list of strings'],
      [
        'perth: []',
        'pert: []',
        'demo.yaml:20:3 rows/pert: unknown collection pert: no tenant owns it; did you mean perth?',
      ],
      ['perth: []', 'perth: 5', 'rows/perth: must be a list of rows'],
      ['generate: 3', 'generate: -3', 'demo.yaml:19:7 rows/sydney/4/generate: must be the number of rows, 0 or more'],
      [
        'generate: 3',
        'generate: 3\n      wiht: {}',
        'demo.yaml:20:7 rows/sydney/4/wiht: unknown key wiht; did you mean with?',
      ],
      [
        'state: { const: open }',
        'stat: { const: open }',
        'demo.yaml:17:15 rows/sydney/2/with/stat: things.yaml: unknown field stat; did you mean state?',
      ],
      [
        'state: { const: open }',
        'state: { row.pik: {} }',
        'demo.yaml:17:15 rows/sydney/2/with/state: things.yaml: field state, x-faker {"row.pik":{}}: unknown generator; did you mean row.pick?',
      ],
      [
        'state: { const: open }',
        'state: { const: ajar }',
        'demo.yaml:17:15 rows/sydney/2/with/state: things.yaml: field state: generated rows would not match the schema',
      ],
      [
        'state: open, secret',
        'state: ajar, secret',
        'demo.yaml:14:18 rows/sydney/0/state: must be one of open, closed',
      ],
      [
        'state: open, secret',
        'stat: open, secret',
        'demo.yaml:14:18 rows/sydney/0/stat: unknown field; did you mean state?',
      ],
      ['secret: true', 'secret: perhaps', 'rows/sydney/0/secret: must be boolean'],
      ['id: three', 'state: open', "demo.yaml:18:7 rows/sydney/3: must have required property 'id'"],
      ['id: three', 'id: one', 'demo.yaml:18:7 rows/sydney/3: duplicate id "one"'],
    ])('%s -> %s', (from, to, reason) => {
      expect(replace(from, to)).toContain(reason);
    });

    it('is told together with all others', () => {
      expect(replace('now: 2026-05-05T00:00:00Z', 'now: noon').split('\n')).toHaveLength(1);
      expect(
        complaintOf(DEMO.replace('now: 2026-05-05T00:00:00Z', 'now: noon').replace('perth: []', 'pert: []')).split(
          '\n',
        ),
      ).toHaveLength(2);
    });

    it('is a literal row that a recipe makes too', () => {
      const id = String(load(DEMO).collections.get('sydney')?.[1]?.row(4)['id']);
      expect(replace('id: three', `id: ${id}`)).toContain(`duplicate id "${id}"`);
    });

    it('is a second recipe that makes the rows of the first', () => {
      const numbers = '{ id: { row.number: { prefix: A } } }';
      const text = DEMO.replace('with: { state: { const: open } }', `with: ${numbers}`).replace(
        'generate: 3',
        'generate: 3\n      with: { id: { row.number: { prefix: A, from: -4 } } }',
      );
      expect(complaintOf(text)).toContain('duplicate id "A000001"');
    });

    it('is YAML that is none', () => {
      expect(complaintOf('title: [')).toContain('demo.yaml:1');
      expect(complaintOf('- 1')).toContain('Invalid scenario: must be a map with title, now, extends, tenants, rows');
    });

    it('is to extend what does not exist, or itself', () => {
      expect(complaintOf('title: A\nextends: dmeo\n')).toContain(
        'demo.yaml:2:1 Unknown scenario dmeo of things; did you mean demo?',
      );
      expect(complaintOf('title: A\nextends: demo\n')).toContain('demo.yaml:2:1 Circular extends');
    });

    it('is a name that no scenario has', () => {
      expect(() => load(DEMO, { name: 'dmeo' })).toThrow('Unknown scenario dmeo: things has demo; did you mean demo?');
      expect(() => load(DEMO, { name: '../things/demo' })).toThrow('Unknown scenario ../things/demo: things has demo');
    });

    it('is a size where no recipe could take it', () => {
      const text = DEMO.replaceAll(/ {4}- generate: 5\n.*\n/g, '').replace('    - generate: 3\n', '');
      expect(complaintOf(text, { size: 9 })).toBe(
        'Scenario demo of things cannot be resized: it has no recipe (generate: …)',
      );
    });
  });
});

describe('list scenarios', () => {
  describe('listScenarios', () => {
    it('lists names and titles', () => {
      const directory = writeScenarios('things', {
        'demo.yaml': 'title: A busy place\ntenants: {}\n',
        'empty.yml': 'title: Nothing\nextends: demo\n',
        'notes.txt': '',
      });
      const contract = buildContract({ item: itemWith({}) });
      expect(listScenarios(contract, [directory]).map(({ name, title }) => [name, title])).toEqual([
        ['demo', 'A busy place'],
        ['empty', 'Nothing'],
      ]);
      expect(listScenarios(contract, []).map(({ name }) => name)).toEqual(['default']);
    });
  });

  describe.each(builtInContracts())('the scenarios of %s', (id) => {
    const [own] = loadContracts(id) as [Contract];

    it.each(listScenarios(own).map(({ name }) => name))('%s has rows that satisfy the contract', (name) => {
      const { collections } = loadScenario({ contract: own, name });
      const faults: unknown[] = [];
      for (const [collection, sources] of collections)
        for (const source of sources) {
          const step = Math.max(1, Math.floor(source.size / 50));
          for (let index = 0; index < source.size; index += step) {
            faults.push(...checkRow(own, source.row(index)).map((fault) => ({ collection, index, fault })));
          }
        }
      expect(faults).toEqual([]);
    });
  });
});

describe('create default scenario', () => {
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

    it('has one tenant where nothing tells one caller from another', () => {
      const open: Contract = { ...contract, access: { ...contract.access, credentials: [], requiredScopes: [] } };
      expect(loadScenario({ contract: open, directories }).tenants.map(({ name }) => name)).toEqual(['alpha']);
    });

    it('has no more rows than the document says there are, in all and in pages', () => {
      const countRows = (role: 'total' | 'pageCount', maximum: number) => {
        const body = { type: 'object', properties: { count: { type: 'integer', maximum } } };
        const roles = new Map([[role, { in: 'body', pointer: ['count'] }] as const]);
        const bounded: Contract = {
          ...contract,
          envelope: { ...contract.envelope, roles },
          responseSchemas: new Map([[200, body]]),
        };
        return loadScenario({ contract: bounded, directories }).collections.get('alpha')?.[0]?.size;
      };
      expect([countRows('total', 12), countRows('pageCount', 7), countRows('total', 100_000)]).toEqual([12, 7, 50]);
    });

    it('can have another size, and is named default', () => {
      const scenario = loadScenario({ contract, directories, name: 'default', size: 3 });
      expect([...scenario.collections.values()].map(([source]) => source?.size)).toEqual([3, 50]);
      expect(() => loadScenario({ contract, directories, name: 'demo' })).toThrow(
        'Unknown scenario demo: things has default',
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
      const scope: Parameter = { name: 'site', in: 'path', style: 'simple', explode: false, required: true, schema };
      const scoped: Contract = { ...contract, access: { ...contract.access, scope } };
      expect([...loadScenario({ contract: scoped, directories }).collections.keys()]).toEqual(names);
    });
  });
});
