import type { ListMock, ListMockOptions } from '../../mock/list.ts';

import type { MockResponse } from '../../mock/message.ts';
import { createDice, type Dice } from '../random.ts';
import { createBodyGreaser } from './bodies.ts';
import { chooseGreases } from './features.ts';
import { createHeaderGreaser } from './headers.ts';
import { createWalker } from './pager.ts';

/**
 * Makes the mock of a list that does what its document leaves open in another way in each response, so that a client that
 * depends on any of it breaks, and one that keeps to the document does not. Rows and what pages say of them stay exact.
 *
 * @param options - of the mock, as `createListMock` takes them
 * @param grease.seed - with the same one, the same requests in the same order have the same answers
 * @param grease.features - names of what is greased, as far as the contract leaves it open; all of it by default
 * @throws {RangeError} when there is no feature of a name
 */
export function createGreasedList(
  options: ListMockOptions,
  grease: { readonly seed: string; readonly features?: readonly string[] },
): ListMock {
  const { world } = options;
  const { contract } = world;
  const greases = chooseGreases(contract, grease.features);
  const seed = `grease ${contract.id} ${grease.seed}`;
  const walker = createWalker(options, seed, greases);
  const greaseBody = createBodyGreaser(contract, seed, greases);
  const greaseHeaders = createHeaderGreaser(greases);
  let count = 0;

  const throwDice = (): Dice => createDice(`${seed} ${count}`);
  const finish = (response: MockResponse, dice: Dice): MockResponse => {
    count += 1;
    const changed = greaseBody(response, dice);
    return { ...changed, headers: greaseHeaders(changed.headers, dice) };
  };

  return {
    ...walker.list,
    contract,
    world,
    fail: (condition, request) => finish(walker.list.fail(condition, request), throwDice()),
    handle(request) {
      const dice = throwDice();
      const response = walker.answer(request, dice);
      return response && finish(response, dice);
    },
  };
}
