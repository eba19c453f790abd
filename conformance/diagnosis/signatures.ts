import { readFileSync } from 'node:fs';
import { codeFile } from '../../src/contract/package-file.ts';
import type { KnownBug } from './classifier.ts';
import { kindOfBug } from './kinds/index.ts';

/** What is kept of the mutation run: what the suite saw of each known bug, and how well kinds are known again by that. */
export interface Signatures {
  /** Every feature and requirement that occurs, sorted; the lists below hold places in it. */
  readonly words: readonly string[];
  /** The requirements that are decided for a list without bugs, by contract. */
  readonly decided: Readonly<Record<string, readonly number[]>>;
  readonly bugs: readonly Signature[];
  readonly calibration: Calibration;
}

/** What the suite saw of one bug of one contract. */
interface Signature {
  readonly contract: string;
  readonly bug: string;
  readonly seen: readonly number[];
  /** Requirements that are neither violated nor met although they are for a list without bugs. */
  readonly open: readonly number[];
}

/** How often a similarity names the right kind, measured on bugs of a contract that was left out. */
export interface Calibration {
  /** Below this similarity a bug is unlike any that is known. */
  readonly threshold: number;
  /** From which similarity on which share is right, ascending. */
  readonly steps: readonly (readonly [similarity: number, share: number])[];
  /** Which share is right of what is told by what was seen itself; absent: not measured. */
  readonly told?: number;
}

let known: Signatures | undefined;

/** Reads the file that the mutation run writes. */
export function readSignatures(): Signatures {
  known ??= JSON.parse(readFileSync(codeFile('conformance/diagnosis/signatures.json'), 'utf8')) as Signatures;
  return known;
}

/** The known bugs with their kinds; those of no kind are left out. */
export function listKnownBugs(packed: PackedBugs): readonly KnownBug[] {
  return unpackSignatures(packed).flatMap(({ bug, ...rest }) => {
    const kind = bug === undefined ? undefined : kindOfBug(bug);
    return bug === undefined || kind === undefined ? [] : [{ ...rest, bug, kind: kind.name }];
  });
}

type PackedBugs = Pick<Signatures, 'words' | 'decided' | 'bugs'>;

/** What was packed, but for what was left out as it told nothing. */
export function unpackSignatures({ words, decided, bugs }: PackedBugs): readonly SeenBug[] {
  const toWords = (places: readonly number[]): readonly string[] => places.map((place) => words[place] ?? '');
  const plain = Object.entries(decided).map(([contract, met]) => ({ contract, seen: [], met: toWords(met) }));
  const seen = bugs.map(({ contract, bug, seen: features, open }) => {
    const left = new Set([...open, ...features]);
    const met = (decided[contract] ?? []).filter((place) => !left.has(place));
    return { contract, bug, seen: toWords(features), met: toWords(met) };
  });
  return [...plain, ...seen];
}

/** What the suite saw of a list, as the mutation run hands it on. */
export interface SeenBug {
  readonly contract: string;
  /** Absent: a list without bugs. */
  readonly bug?: string;
  readonly seen: readonly string[];
  readonly met: readonly string[];
}

/**
 * Packs what the mutation run saw. A feature that one bug alone shows could tell of no other, and is left out.
 *
 * @param runs - of every bug of every contract, and of each contract without bugs
 */
export function packSignatures(runs: readonly SeenBug[]): Omit<Signatures, 'calibration'> {
  const counts = new Map<string, number>();
  for (const { bug, seen } of runs) {
    if (bug !== undefined) for (const feature of seen) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  }
  const keep = (feature: string): boolean => !/[: ]/.test(feature) || (counts.get(feature) ?? 0) > 1;
  const plain = runs.filter(({ bug }) => bug === undefined);
  const met = new Map(plain.map((run) => [run.contract, run.met]));
  const words = [...new Set(runs.flatMap((run) => [...run.seen.filter(keep), ...run.met]))].sort();
  const places = new Map(words.map((word, place) => [word, place]));
  const toPlaces = (list: readonly string[]): readonly number[] => {
    return list.flatMap((word) => places.get(word) ?? []).sort((a, b) => a - b);
  };
  const bugs = runs.flatMap((run): Signature[] => {
    if (run.bug === undefined || run.seen.length === 0) return [];
    const left = (met.get(run.contract) ?? []).filter((role) => !run.met.includes(role) && !run.seen.includes(role));
    return [{ contract: run.contract, bug: run.bug, seen: toPlaces(run.seen.filter(keep)), open: toPlaces(left) }];
  });
  return {
    words,
    decided: Object.fromEntries([...met].map(([contract, roles]) => [contract, toPlaces(roles)])),
    bugs: bugs.sort((a, b) => compareTexts(a.contract, b.contract) || compareTexts(a.bug, b.bug)),
  };
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
