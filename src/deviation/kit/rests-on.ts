import type { Contract } from '../../contract/contract.ts';
import type { Provenance } from '../../contract/provenance.ts';
import { weakest } from '../../contract/weakest.ts';

/** How binding a rule is that rests on entries of a contract: `page/limit` is the entry `limit` of `page`. */
export function restsOn(...entries: readonly string[]): (contract: Contract) => Provenance {
  return (contract) => weakest(...entries.map((entry) => contract.provenanceOf(entry.split('/')).mark));
}

/** How binding a rule is that holds for every contract. */
export function always(mark: Provenance): () => Provenance {
  return () => mark;
}
