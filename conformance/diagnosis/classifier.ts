/** What a run of the suite saw of a list with a known bug. */
export interface KnownBug {
  readonly contract: string;
  /** A name of `pagewright deviations`. */
  readonly bug: string;
  readonly kind: string;
  readonly seen: readonly string[];
  readonly met: readonly string[];
}

/** What is known of a run whose bug is looked for. */
interface Symptoms {
  /** The id of the contract that it was checked against. */
  readonly contract?: string;
  readonly seen: Iterable<string>;
  /** What of it counts as not decided: it speaks for no kind and against none. */
  readonly aside?: ReadonlySet<string>;
  readonly met: Iterable<string>;
}

/** How similar the bugs of a kind are. */
export interface Match {
  readonly kind: string;
  /** The known bug of the kind that is most similar; absent: none is known. */
  readonly bug?: string;
  /** From 0 to 1: the share of what either shows that both show. */
  readonly similarity: number;
}

/** Finds the kinds of bugs that a run is most like. */
export interface Classifier {
  /** All kinds, the most similar first. */
  rank(symptoms: Symptoms): readonly Match[];
  /** How much a feature tells of the kind of bug. */
  weigh(feature: string): number;
}

/** How many observations of nothing in particular each feature is taken to have: what was seen once says little. */
const DOUBT = 0.7;
/** How much of a feature counts whose requirement the other run did not decide. */
const UNDECIDED = 0.15;
/** How much the second most similar bug of a kind adds. */
const SECOND = 0.15;
/** What similarity to a bug of the same contract counts: some of it is due to the contract. */
const SAME_CONTRACT = 0.8;
/** The weight of a feature that no known bug shows. */
const UNKNOWN = 0.4;

const SCALE: readonly (readonly [pattern: RegExp, weight: number])[] = [
  [/ @/, 0.3],
  [/[: ]/, 1],
  [/^/, 2],
];

function scaleOf(feature: string): number {
  return SCALE.find(([pattern]) => pattern.test(feature))?.[1] ?? 1;
}

const GENERAL = /^(?:says|sign|status|rows|missing|repeated|length|number|received) /;

/** The requirement that a feature belongs to; empty for what every requirement may show. */
function roleOf(feature: string): string {
  return GENERAL.test(feature) ? '' : (/^[^ :]+/.exec(feature)?.[0] ?? '');
}

interface Prepared<T> {
  readonly origin: T;
  readonly features: ReadonlySet<string>;
  /** The weight of its features by requirement. */
  readonly weights: ReadonlyMap<string, number>;
  readonly decided: ReadonlySet<string>;
}

/**
 * Creates a classifier from known bugs.
 *
 * Similarity is that of Jaccard, with features weighted by how much they tell of the kind: one that the bugs of every kind show, since
 * it belongs to a contract, weighs next to nothing.
 */
export function createClassifier(known: readonly KnownBug[]): Classifier {
  const weights = weighFeatures(known);
  const weigh = (feature: string): number => weights.get(feature) ?? UNKNOWN * scaleOf(feature);

  function prepare<T extends Symptoms>(origin: T): Prepared<T> {
    const features = new Set([...origin.seen].filter((feature) => origin.aside?.has(feature) !== true));
    const byRole = new Map<string, number>();
    for (const feature of features) {
      const role = roleOf(feature);
      byRole.set(role, (byRole.get(role) ?? 0) + weigh(feature));
    }
    return { origin, features, weights: byRole, decided: new Set(['', ...origin.met, ...byRole.keys()]) };
  }

  const prepared = known.map(prepare);
  const index = new Map<string, number[]>();
  for (const [position, { features }] of prepared.entries()) {
    for (const feature of features) {
      const list = index.get(feature);
      if (list === undefined) index.set(feature, [position]);
      else list.push(position);
    }
  }

  /** The similarity to each known bug, in their order. */
  function compare(own: Prepared<Symptoms>): readonly number[] {
    const shared = new Float64Array(prepared.length);
    for (const feature of own.features) {
      const weight = weigh(feature);
      for (const position of index.get(feature) ?? []) shared[position] = (shared[position] ?? 0) + weight;
    }
    return prepared.map((other, position) => {
      const both = shared[position] ?? 0;
      const either = sumDecided(own, other) + sumDecided(other, own) - both;
      const trust = other.origin.contract === own.origin.contract ? SAME_CONTRACT : 1;
      return either > 0 ? (trust * both) / either : 0;
    });
  }

  return {
    weigh,
    rank(symptoms) {
      const best = new Map<string, { first: number; second: number; bug: string }>();
      for (const [position, similarity] of compare(prepare(symptoms)).entries()) {
        const { kind, bug } = known[position] as KnownBug;
        const old = best.get(kind) ?? { first: 0, second: 0, bug };
        if (similarity > old.first) best.set(kind, { first: similarity, second: old.first, bug });
        else best.set(kind, { ...old, second: Math.max(old.second, similarity) });
      }
      return [...best]
        .map(([kind, { first, second, bug }]) => ({ kind, bug, similarity: (first + SECOND * second) / (1 + SECOND) }))
        .sort((a, b) => b.similarity - a.similarity || (a.kind < b.kind ? -1 : 1));
    },
  };
}

/** What the features of one run weigh where the other could have had them. */
function sumDecided(one: Prepared<unknown>, other: Prepared<unknown>): number {
  let sum = 0;
  for (const [role, weight] of one.weights) sum += other.decided.has(role) ? weight : UNDECIDED * weight;
  return sum;
}

/** How much each feature tells of the kind: by how much it changes what kind one would expect (Kullback–Leibler). */
function weighFeatures(known: readonly KnownBug[]): ReadonlyMap<string, number> {
  const kinds = new Map<string, number>();
  const counts = new Map<string, Map<string, number>>();
  for (const { kind, seen } of known) {
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    for (const feature of seen) {
      const own = counts.get(feature) ?? new Map<string, number>();
      own.set(kind, (own.get(kind) ?? 0) + 1);
      counts.set(feature, own);
    }
  }
  const share = (kind: string): number => (kinds.get(kind) ?? 0) / known.length;
  return new Map(
    [...counts].map(([feature, own]) => {
      const total = [...own.values()].reduce((sum, count) => sum + count, 0);
      let gain = 0;
      let rest = 1;
      for (const [kind, count] of own) {
        const before = share(kind);
        const after = (count + DOUBT * before) / (total + DOUBT);
        gain += after * Math.log(after / before);
        rest -= before;
      }
      const left = DOUBT / (total + DOUBT);
      if (rest > 1e-9) gain += left * rest * Math.log(left);
      return [feature, Math.max(gain, 0.01) * scaleOf(feature)];
    }),
  );
}
