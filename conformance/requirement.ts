import type { Contract, Located, Provenance } from '../src/contract/contract.ts';
import { strongest, weakest } from '../src/contract/provenance.ts';
import { createWildcardTest } from '../src/contract/text.ts';
import type { Level } from './result.ts';

/** One demand of a contract. */
export interface Requirement {
  /** Stable within the contract: `filter.invitedFrom.inclusive`. */
  readonly id: string;
  /** What is demanded, as it reads after MUST, SHOULD or MAY: `return an empty page`; a prohibition begins with `not`. */
  readonly demand: string;
  readonly level: Level;
  /** The group it is reported under. */
  readonly area: string;
  /** The document and section that demand it. */
  readonly source?: string;
  /** Why no check can decide it, for the few that none can. */
  readonly unverifiable?: string;
}

/** A requirement without what `completeRequirements` adds. */
export type RequirementDraft = Pick<Requirement, 'id' | 'demand' | 'unverifiable'> & {
  /** The entry of the `x-pagewright` block that it is derived from, which decides level and source. */
  readonly entry?: readonly string[];
  /** The provenance; the weaker of this and the entry's counts. */
  readonly mark?: Provenance;
  /**
   * The entry from which the demand follows in our reading, where `entry` says nothing of it: it is then no more than SHOULD, and
   * `entry` is the key by which a contract says otherwise.
   */
  readonly reading?: readonly string[];
  readonly source?: string;
};

const LEVELS: Readonly<Record<Provenance, Level>> = { documented: 'must', inferred: 'should', chosen: 'may' };

/** The level that follows from a provenance. */
export function levelOf(mark: Provenance): Level {
  return LEVELS[mark];
}

/** Adds area, level and source to requirements, by the entries that they are derived from. */
export function completeRequirements(
  contract: Contract,
  area: string,
  drafts: readonly RequirementDraft[],
): readonly Requirement[] {
  return drafts.map(({ entry, reading, mark = 'documented', source, ...draft }) => {
    const located = entry === undefined ? { mark } : locate(contract, entry, reading);
    const from = source ?? located.source;
    return {
      ...draft,
      area,
      level: levelOf(weakest(mark, located.mark)),
      ...(from === undefined ? {} : { source: from }),
    };
  });
}

function locate(
  { provenanceOf }: Contract,
  entry: readonly string[],
  reading: readonly string[] | undefined,
): Located<Provenance> {
  const located = provenanceOf(entry);
  if (reading === undefined) return located;
  const read = provenanceOf(reading);
  return { ...read, ...located, mark: strongest(located.mark, weakest('inferred', read.mark)) };
}

/** The id under which a requirement is reported. */
export function reportedId({ id: contract }: Pick<Contract, 'id'>, { id }: Pick<Requirement, 'id'>): string {
  return `${contract}.${id}`;
}

/** A requirement as a sentence in the words of RFC 2119: `MUST NOT repeat a row on another page`. */
export function titleOf({ level, demand }: Pick<Requirement, 'level' | 'demand'>): string {
  const word = level.toUpperCase();
  if (!demand.startsWith('not ')) return `${word} ${demand}`;
  // MAY NOT would read as a prohibition.
  return level === 'may'
    ? `MAY choose ${demand.replace('not ', 'not to ')}`
    : `${word} NOT ${demand.slice('not '.length)}`;
}

/** The same arrays of patterns are matched again for every requirement. */
const compiled = new WeakMap<readonly string[], (id: string) => boolean>();

/**
 * Returns a predicate for ids.
 *
 * @param patterns - ids; a `*` in one stands for any text, dots included
 */
export function matchIds(patterns: readonly string[]): (id: string) => boolean {
  const known = compiled.get(patterns);
  if (known !== undefined) return known;
  const tests = patterns.map(createWildcardTest);
  const test = (id: string): boolean => tests.some((one) => one(id));
  compiled.set(patterns, test);
  return test;
}
