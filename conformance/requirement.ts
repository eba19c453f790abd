import type { Contract, Provenance } from '../src/contract/contract.ts';

import { weakest } from '../src/contract/provenance.ts';
import type { Level } from './result.ts';

/** One demand of a contract. */
export interface Requirement {
  /** Stable within the contract: `filter.invitedFrom.inclusive`. */
  readonly id: string;
  /** What is demanded, as it reads behind MUST, SHOULD or MAY: `return no row from before invitedFrom`. */
  readonly demand: string;
  readonly level: Level;
  /** The group it is reported under. */
  readonly area: string;
  /** The document and section that demand it. */
  readonly source?: string;
  /** Why no check can decide it, for the few that none can. */
  readonly unverifiable?: string;
}

/** What is not yet said of a requirement by its place among the others. */
export type RequirementDraft = Pick<Requirement, 'id' | 'demand' | 'unverifiable'> & {
  /** The entry of the contract's block that it follows from, which decides level and source. */
  readonly entry?: readonly string[];
  /** In place of the entry's: the weaker of the two counts. */
  readonly mark?: Provenance;
  readonly source?: string;
};

const LEVELS: Readonly<Record<Provenance, Level>> = { documented: 'must', inferred: 'should', chosen: 'may' };

/** How binding a statement is, by where it comes from. */
export function levelOf(mark: Provenance): Level {
  return LEVELS[mark];
}

/** Completes the requirements of an area with the level and the source of the entries that they follow from. */
export function completeRequirements(
  contract: Contract,
  area: string,
  drafts: readonly RequirementDraft[],
): readonly Requirement[] {
  return drafts.map(({ entry, mark = 'documented', source, ...draft }) => {
    const located = entry === undefined ? { mark } : contract.provenanceOf(entry);
    const from = source ?? located.source;
    return {
      ...draft,
      area,
      level: levelOf(weakest(mark, located.mark)),
      ...(from === undefined ? {} : { source: from }),
    };
  });
}
