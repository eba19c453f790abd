import type { Provenance } from './provenance.ts';

const STRENGTH: readonly Provenance[] = ['documented', 'inferred', 'chosen'];

/** The weakest of several marks: what rests on all of them binds no more than that. */
export function weakest(...marks: readonly Provenance[]): Provenance {
  return marks.reduce((found, mark) => (STRENGTH.indexOf(mark) > STRENGTH.indexOf(found) ? mark : found), 'documented');
}

/** The strongest of several marks: what any of them makes binding. */
export function strongest(...marks: readonly Provenance[]): Provenance {
  return STRENGTH.find((mark) => marks.includes(mark)) ?? 'chosen';
}
