import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../../contract/contract.ts';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { createListMock } from '../../mock/list.ts';
import { createMockState } from '../../mock/state.ts';
import { createRequest } from '../../mock/testing/create-request.ts';
import type { MockOptions } from '../options.ts';
import { HEADERS, sampleScenario, writeSample } from '../testing/sample.ts';

import { createScenarioLibrary, type LoadedScenario } from './scenario-library.ts';

describe('create fixture library', () => {
  const file = writeSample();
  const scenario = sampleScenario(file);

  function openFirst(options: MockOptions, name?: string): LoadedScenario {
    const library = createScenarioLibrary(options);
    return library.open(library.contracts[0] as Contract, name);
  }

  /** A scenario file beside that of the sample, with other text in it. */
  function writeScenario(name: string, more: string): string {
    const path = join(dirname(scenario), `${name}.yaml`);
    writeFileSync(path, readFileSync(scenario, 'utf8') + more);
    return path;
  }

  describe('createFixtureLibrary', () => {
    it('has every contract that comes with the package, or those that are asked for in their order', () => {
      expect(createScenarioLibrary({}).contracts.map(({ id }) => id)).toEqual(builtInContracts());
      const second = writeSample('bills', ['/shops/{shop}/orders', '/bills/{shop}']);
      expect(createScenarioLibrary({ contract: [second, file] }).contracts.map(({ id }) => id)).toEqual([
        'bills',
        'orders',
      ]);
    });

    it('opens the scenario that each contract is served with', () => {
      const second = writeSample('bills', ['/shops/{shop}/orders', '/bills/{shop}']);
      const library = createScenarioLibrary({ contract: [second, file], scenario: { orders: scenario } });
      expect(library.contracts.map((contract) => library.open(contract).scenario.name)).toEqual([
        'default',
        'scenario',
      ]);
    });

    it('opens another scenario by its name, each once', () => {
      const library = createScenarioLibrary({ contract: 'pyng', size: 3 });
      const [contract] = library.contracts as [Contract];
      expect(library.open(contract, 'ties').scenario.name).toBe('ties');
      expect(library.open(contract, 'ties')).toBe(library.open(contract, 'ties'));
      expect(library.open(contract)).not.toBe(library.open(contract, 'demo'));
      expect(library.list(contract).map(({ name }) => name)).toContain('ties');
    });

    it('opens a scenario at a time that is given', () => {
      const now = (option?: string): number => openFirst({ contract: file, scenario, now: option }).scenario.now;
      expect([now(), now('2030-01-01')]).toEqual([Date.UTC(2026, 4, 5, 9, 30), Date.UTC(2030, 0, 1)]);
    });

    it('makes rows that are byte for byte the same for the same seed, and others for another', () => {
      const bytes = (seed: number): string => {
        const { contract, scenario: made, openTable } = openFirst({ contract: file, seed });
        const world = createMockState({ contract, scenario: made, openTable, now: () => made.now });
        const [tenant] = world.tenants;
        const headers = { ...HEADERS, 'x-key': tenant?.credentials[0]?.values['key'] };
        const list = createListMock({ state: world, key: 'key', seed: '1' });
        return list.handle(createRequest(`/shops/${tenant?.collections[0]}/orders`, { headers }))?.body ?? '';
      };
      expect(bytes(1)).toContain('"total":');
      expect(bytes(1)).toBe(bytes(1));
      expect(bytes(2)).not.toBe(bytes(1));
    });

    it('reads the faults of a scenario, which are its contract’s', () => {
      const faulty = writeScenario('faulty', 'faults:\n  - latency:ms=5\n  - { kind: server-error, times: 2 }\n');
      expect(openFirst({ contract: file, scenario: faulty }).faults).toEqual([
        { kind: 'latency', ms: 5, contract: 'orders' },
        { kind: 'server-error', times: 2, contract: 'orders' },
      ]);
      expect(openFirst({ contract: file, scenario }).faults).toEqual([]);
    });

    it('lists what is wrong with the faults of a scenario, with file and line', () => {
      const wrong = writeScenario('wrong', 'faults:\n  - latenzy\n  - { kind: cycle, page: 0 }\n  - expired-link\n');
      const lines = readFileSync(wrong, 'utf8').split('\n').length;
      expect(() => openFirst({ contract: file, scenario: wrong })).toThrow(
        new RegExp(
          `wrong\\.yaml:${lines - 3}:.*latenzy[^]*wrong\\.yaml:${lines - 2}:.*page[^]*wrong\\.yaml:${lines - 1}:.*expired-link`,
        ),
      );
      const list = writeScenario('map', 'faults: { kind: cycle }\n');
      expect(() => openFirst({ contract: file, scenario: list })).toThrow(/faults: expected a list/);
    });

    it.each([
      [{ contract: [] }, 'Invalid contract: must be at least one'],
      [{ contract: 'nowhere.yaml' }, 'nowhere.yaml'],
      [{ contract: file, scenario: 'nope' }, 'orders has no scenario nope'],
      [
        { contract: file, scenario: { order: 'demo' } },
        'Unknown contract order in the option scenario: the server has orders',
      ],
      [{ contract: file, scenario, size: 3 }, 'has no recipe'],
    ])('refuses %p', (options, message) => {
      expect(() => openFirst(options)).toThrow(message);
    });
  });
});
