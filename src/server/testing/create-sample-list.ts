import { createListMock } from '../../mock/create-list-mock.ts';
import { createWorld } from '../../mock/create-world.ts';
import type { ListMock } from '../../mock/list-mock.ts';
import { createFixtureLibrary } from '../fixtures/create-fixture-library.ts';
import { sampleScenario, writeSample } from './sample-contract.ts';

/** The list of the sample contract, under an id and with changes of the contract's text. */
export function createSampleList(
  id = 'orders',
  ...changes: readonly (readonly [search: string, replacement: string])[]
): ListMock {
  const file = writeSample(id, ...changes);
  const library = createFixtureLibrary({ contract: file, scenario: sampleScenario(file) });
  const [contract] = library.contracts;
  if (contract === undefined) throw new Error('the sample has no list');
  const { scenario, openTable } = library.open(contract);
  const world = createWorld({ contract, scenario, openTable, now: () => scenario.now });
  return createListMock({ world, key: 'key', seed: '1' });
}
