import type { Contract } from '../../contract/contract.ts';
import type { Provenance } from '../../contract/provenance.ts';

const STRENGTH: readonly Provenance[] = ['documented', 'inferred', 'chosen'];

/** The weakest of several marks: what rests on all of them binds no more than that. */
export function weakest(...marks: readonly Provenance[]): Provenance {
  return marks.reduce((found, mark) => (STRENGTH.indexOf(mark) > STRENGTH.indexOf(found) ? mark : found), 'documented');
}

/** The strongest of several marks. */
export function strongest(...marks: readonly Provenance[]): Provenance {
  return STRENGTH.find((mark) => marks.includes(mark)) ?? 'chosen';
}

/** How binding a rule is that rests on entries of a contract: `page/limit` is the entry `limit` of `page`. */
export function restsOn(...entries: readonly string[]): (contract: Contract) => Provenance {
  return (contract) => weakest(...entries.map((entry) => contract.provenanceOf(entry.split('/')).mark));
}

/** How binding a rule is that holds for every contract. */
export function always(mark: Provenance): () => Provenance {
  return () => mark;
}
