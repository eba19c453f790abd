import type { ListMock } from '../../mock/list-mock.ts';
import { createLists } from '../create-lists.ts';
import { sampleScenario, writeSample } from './sample-contract.ts';

/** The list of the sample contract, under an id and with changes of the contract's text. */
export function createSampleList(
  id = 'orders',
  ...changes: readonly (readonly [search: string, replacement: string])[]
): ListMock {
  const file = writeSample(id, ...changes);
  const [list] = createLists({ contract: file, scenario: sampleScenario(file) });
  if (list === undefined) throw new Error('the sample has no list');
  return list;
}
