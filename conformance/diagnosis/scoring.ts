import { createClassifier, type KnownBug } from './classifier.ts';
import { TELLS } from './known-tells.ts';
import { type Candidate, rankKinds } from './ranking.ts';
import type { Calibration } from './signatures.ts';
import type { Tell } from './tells.ts';

/** A bug that was looked for among others, without what was left out of them. */
export interface Trial {
  readonly bug: KnownBug;
  /** The kinds, likeliest first; the right one is among them where any bug of it was left. */
  readonly ranked: readonly Candidate[];
  /** The place of the right kind, from 1; 0 where every bug of it was left out. */
  readonly place: number;
  /** Whether the very bug was left in another contract. */
  readonly isKnown: boolean;
}

/** How well bugs are known again. */
export interface Score {
  /** Without all bugs of their contract. */
  readonly byContract: readonly Trial[];
  /** Without the very bug of the very contract, and one in so many others. */
  readonly byMutant: readonly Trial[];
  /** Without all bugs of their kind. */
  readonly byKind: readonly Trial[];
  readonly calibration: Calibration;
}

/** Into how many parts bugs are split, of which each is recognized by the others. */
const PARTS = 16;

/** Looks for every known bug among the others, and measures how often the right kind is found. */
export function scoreBugs(bugs: readonly KnownBug[]): Score {
  const ofContract = ({ contract }: KnownBug): string => contract;
  const calibration = calibrate(tryAll(bugs, ofContract, { calibration: NONE, tells: () => [] }));
  const byContract = tryAll(bugs, ofContract, { calibration });
  const byMutant = tryAll(bugs, ({ contract, bug }) => String(hash(`${contract} ${bug}`) % PARTS), { calibration });
  // What tells a kind by itself was written down when it was known.
  const byKind = tryAll(bugs, ({ kind }) => kind, {
    calibration,
    tells: (group) => TELLS.filter(({ kind }) => kind !== group),
  });
  return { byContract, byMutant, byKind, calibration: { ...calibration, ...measureTold(byContract) } };
}

function measureTold(trials: readonly Trial[]): Pick<Calibration, 'told'> {
  const told = trials.filter(({ ranked }) => ranked[0]?.isTold === true);
  return told.length === 0 ? {} : { told: round(told.filter(({ place }) => place === 1).length / told.length) };
}

const NONE: Calibration = { threshold: 0, steps: [] };

interface Means {
  readonly calibration: Calibration;
  /** What may tell the kinds of a group. */
  readonly tells?: (group: string) => readonly Tell[];
}

/** Recognizes the bugs of each group by those of the other groups. */
function tryAll(
  bugs: readonly KnownBug[],
  groupOf: (bug: KnownBug) => string,
  { calibration, tells = () => TELLS }: Means,
): readonly Trial[] {
  const groups = [...new Set(bugs.map(groupOf))];
  return groups.flatMap((group) => {
    const rest = bugs.filter((bug) => groupOf(bug) !== group);
    const classifier = createClassifier(rest);
    return bugs
      .filter((bug) => groupOf(bug) === group)
      .map((bug): Trial => {
        const ranked = rankKinds(classifier, calibration, { ...bug, met: new Set(bug.met) }, tells(group));
        return {
          bug,
          ranked: ranked.slice(0, 3),
          place: ranked.findIndex(({ kind }) => kind === bug.kind) + 1,
          isKnown: rest.some((other) => other.bug === bug.bug),
        };
      });
  });
}

function hash(text: string): number {
  let value = 7;
  for (const character of text) value = (value * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return value;
}

/** The number of trials with the right kind at one of the first places, among those where it could be found. */
export function countFound(trials: readonly Trial[], places: number): readonly [found: number, all: number] {
  const possible = trials.filter(({ place }) => place > 0);
  return [possible.filter(({ place }) => place <= places).length, possible.length];
}

const GRID = Array.from({ length: 13 }, (_, index) => Math.round(20 + 5 * index) / 100 - 0.1);

function calibrate(known: readonly Trial[]): Calibration {
  const possible = known.filter(({ place }) => place > 0);
  const threshold = round(chooseThreshold(possible));
  const steps: (readonly [number, number])[] = [];
  let least = 0;
  for (const [index, from] of GRID.entries()) {
    const to = GRID[index + 1] ?? Number.POSITIVE_INFINITY;
    const within = possible.filter(({ ranked }) => top(ranked) >= from && top(ranked) < to);
    if (within.length < 5) continue;
    // More similarity is never less sure: what looks so is chance.
    least = Math.max(least, within.filter(({ place }) => place === 1).length / within.length);
    steps.push([round(from), round(least)]);
  }
  return { threshold, steps };
}

/** Of the bugs that are recognized, how many may be taken for unknown ones, so that unknown ones are not taken for them. */
const LOSS = 0.04;

function chooseThreshold(known: readonly Trial[]): number {
  const right = known.filter(({ place }) => place === 1).map(({ ranked }) => top(ranked));
  return right.sort((a, b) => a - b)[Math.floor(LOSS * right.length)] ?? 0;
}

function top(ranked: readonly Candidate[]): number {
  return Math.max(0, ...ranked.map(({ similarity }) => similarity));
}

/** The share of trials that say that they are unlike any known bug. */
export function shareUnlike(trials: readonly Trial[], { threshold }: Calibration): number {
  const unlike = trials.filter(({ ranked }) => top(ranked) < threshold && !ranked.some(({ isTold }) => isTold));
  return unlike.length / Math.max(1, trials.length);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
