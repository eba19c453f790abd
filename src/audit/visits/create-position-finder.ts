import type { Contract } from '../../contract/contract.ts';
import { createParameterTest } from '../../page/create-parameter-test.ts';
import type { QueryPair } from '../../page/parse-query.ts';
import type { Link } from './visit.ts';

/**
 * Prepares the search for the position in links. What a link calls it is the server's business: where it is not the contract's
 * parameter, it is the longest of those that the contract does not know.
 *
 * @returns a function from a link to the parameter; `undefined` when it has none
 */
export function createPositionFinder(contract: Contract): (link: Link) => QueryPair | undefined {
  const isKnown = createParameterTest(contract);
  return ({ pairs, position }) => {
    if (position !== undefined) return [contract.page.position, position];
    const strange = pairs.filter(([name]) => !isKnown(name));
    return strange.reduce<QueryPair | undefined>(
      (found, pair) => (found === undefined || pair[1].length > found[1].length ? pair : found),
      undefined,
    );
  };
}
