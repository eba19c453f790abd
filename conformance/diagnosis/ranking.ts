import type { Classifier, Match } from './classifier.ts';
import { BUG_KINDS } from './kinds/index.ts';
import { TELLS } from './known-tells.ts';
import type { Calibration } from './signatures.ts';
import { isLike, readTells, type Tell } from './tells.ts';

/** A kind of bug that a run may have met. */
export interface Candidate extends Match {
  /** How likely it is the right one, from 0 to 1: what was seen tells it, or a similarity as high named the right kind so often. */
  readonly confidence: number;
  /** Whether what was seen tells it by itself. */
  readonly isTold: boolean;
  /** The requirements whose violation tells it, by their role. */
  readonly toldBy?: ReadonlySet<string>;
}

/** What is known of a run whose bug is looked for. */
export interface Symptoms {
  readonly contract?: string;
  readonly seen: readonly string[];
  readonly aside?: ReadonlySet<string>;
  readonly met: ReadonlySet<string>;
}

/** How much surer a kind is that is both told and similar. */
const BOTH = 0.04;
/** What a mere similarity is worth beside what is told: how often one is right was measured on lists like those that are known. */
const UNTOLD = 0.95;
/** From which similarity on. */
const SIMILAR = 0.4;

/**
 * Ranks the kinds by what was seen: those that it tells by itself, and those that it is like.
 *
 * @returns all kinds, the likeliest first
 */
export function rankKinds(
  classifier: Classifier,
  calibration: Calibration,
  symptoms: Symptoms,
  tells: readonly Tell[] = TELLS,
): readonly Candidate[] {
  const loud = new Set([...symptoms.seen].filter((feature) => symptoms.aside?.has(feature) !== true));
  const told = new Map(readTells(tells, loud, symptoms.met).map((one) => [one.kind, one]));
  const isAnyTold = told.size > 0;
  const similar = classifier
    .rank(symptoms)
    .filter(({ kind }) => isThoughtOf(kind, symptoms.seen))
    .map((match): Candidate => {
      const own = told.get(match.kind);
      told.delete(match.kind);
      const likely = readConfidence(calibration, match.similarity);
      if (own === undefined) return { ...match, confidence: isAnyTold ? UNTOLD * likely : likely, isTold: false };
      const both = match.similarity >= SIMILAR ? BOTH : 0;
      return {
        ...match,
        confidence: Math.min(0.99, Math.max(own.sure + both, likely)),
        isTold: true,
        toldBy: own.roles,
      };
    });
  const others = [...told.values()].map(({ kind, sure, roles }): Candidate => {
    return { kind, similarity: 0, confidence: sure, isTold: true, toldBy: roles };
  });
  return [...similar, ...others].toSorted((a, b) => b.confidence - a.confidence || b.similarity - a.similarity);
}

/** Whether what a kind always shows was seen. */
function isThoughtOf(kind: string, seen: readonly string[]): boolean {
  const always = BUG_KINDS.find(({ name }) => name === kind)?.shows;
  return always === undefined || seen.some((feature) => isLike(always, feature));
}

/** How often such a similarity is right. */
function readConfidence({ steps }: Calibration, similarity: number): number {
  return steps.findLast(([from]) => similarity >= from)?.[1] ?? 0;
}
