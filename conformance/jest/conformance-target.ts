import { chooseList } from '../../src/contract/choose-list.ts';
import type { Contract } from '../../src/contract/contract.ts';
import { loadContracts } from '../../src/contract/load-contracts.ts';
import type { TargetOptions } from '../client/target.ts';

/** Which contract is demanded, and of whom. */
export type ConformanceTarget = {
  /** The id of a contract that comes with the package, the path of a contract file, or a contract that was loaded. */
  readonly contract: string | Contract;
  /** Which list of a file with several: its operationId. */
  readonly operation?: string;
} & (
  | TargetOptions
  | {
      /** Gives the other options when the tests start, for what is not known before: the port of a server, a token. */
      readonly open: () => TargetOptions | Promise<TargetOptions>;
    }
);

/**
 * Loads the contract of a target.
 *
 * @throws PagewrightError for a file with mistakes, TypeError when it has several lists and none of them is named
 */
export function loadContract({ contract, operation }: Pick<ConformanceTarget, 'contract' | 'operation'>): Contract {
  if (typeof contract !== 'string') return contract;
  const contracts = loadContracts(contract);
  const chosen = chooseList(contracts, operation);
  if (chosen !== undefined) return chosen;
  const ids = contracts.map(({ id }) => id).join(', ');
  throw new TypeError(`${contract} describes ${ids}; name one of them as \`operation\``);
}
