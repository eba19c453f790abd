import type { Contract } from './contract.ts';
import type { Provenance } from './provenance.ts';
import { weakest } from './weakest.ts';

/** How binding a rule is that rests on entries of a contract: `page/limit` is the entry `limit` of `page`. */
export function restsOn(...entries: readonly string[]): (contract: Contract) => Provenance {
  return (contract) => weakest(...entries.map((entry) => contract.provenanceOf(entry.split('/')).mark));
}

/** How binding a rule is that holds for every contract. */
export function always(mark: Provenance): () => Provenance {
  return () => mark;
}
