import type { Contract } from '../../contract/contract.ts';
import { findFilter } from '../../page/query-parameters.ts';

/** What the position may be called in opaque links, and what else they may carry. */
interface LinkNames {
  readonly position: readonly string[];
  readonly extras: readonly string[];
}

/** The names that parameters of a contract's links may have: none that a client sends on its own. */
export function listLinkNames(contract: Contract): LinkNames {
  const isFree = (name: string): boolean => {
    return (
      !contract.parameters.some((parameter) => parameter.name === name) && findFilter(contract, name) === undefined
    );
  };
  return {
    position: ['_after', 'continue-from', '$skiptoken', 'pw.at'].filter(isFree),
    extras: ['_sv', 'shard-of', 'x-hop', '~'].filter(isFree),
  };
}
