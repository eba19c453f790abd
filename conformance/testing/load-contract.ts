import type { Contract } from '../../src/contract/contract.ts';
import { loadContracts } from '../../src/contract/load-contracts.ts';

/** The only list of a contract that comes with the package, or of a contract file. */
export function loadContract(nameOrFile: string): Contract {
  const [contract] = loadContracts(nameOrFile);
  if (contract === undefined) throw new Error(`${nameOrFile} describes no list`);
  return contract;
}
