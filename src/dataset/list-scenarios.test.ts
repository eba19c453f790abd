import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../contract/contract.ts';
import { builtInContracts, loadContracts } from '../contract/load-contracts.ts';
import { checkRow } from './check-row.ts';
import { listScenarios } from './list-scenarios.ts';
import { loadScenario } from './load-scenario.ts';
import { buildContract, itemWith } from './testing/build-contract.ts';
import { writeScenarios } from './testing/write-scenarios.ts';

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
    for (const [collection, sources] of collections) {
      for (const source of sources) {
        const step = Math.max(1, Math.floor(source.size / 50));
        for (let index = 0; index < source.size; index += step) {
          expect([collection, index, checkRow(own, source.row(index))]).toEqual([collection, index, []]);
        }
      }
    }
  });
});
