import type { Contract } from '../../contract/contract.ts';
import { loadContracts } from '../../contract/load-contracts.ts';
import { VALID_CONTRACT, writeContract } from '../../testing/write-contract.ts';

/** The one contract of a name or file. */
export function loadContract(nameOrFile: string): Contract {
  const [contract] = loadContracts(nameOrFile);
  if (contract === undefined) throw new Error(`no contract in ${nameOrFile}`);
  return contract;
}

/**
 * The small contract, changed in some places.
 *
 * @param changes - pairs of a text in the file, which must be there, and what stands in its place
 */
export function loadSample(...changes: readonly (readonly [search: string, replacement: string])[]): Contract {
  let text = VALID_CONTRACT;
  for (const [search, replacement] of changes) {
    if (!text.includes(search)) throw new Error(`the small contract has no ${search}`);
    text = text.replace(search, () => replacement);
  }
  return loadContract(writeContract(text));
}
