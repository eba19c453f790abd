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

/** The two known bugs of a kind that a run is most similar to. */
interface Best {
  readonly kind: string;
  first: number;
  second: number;
  /** The number of the first; below 0: none yet. */
  at: number;
}

/** What is compared of a run. */
interface Prepared {
  readonly contract: string | undefined;
  readonly features: ReadonlySet<string>;
  /** The weight of its features by requirement. */
  readonly weights: ReadonlyMap<string, number>;
  /** The requirements that it decided. */
  readonly decided: Iterable<string>;
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

  function prepare({ contract, seen, aside, met }: Symptoms): Prepared {
    const features = new Set([...seen].filter((feature) => aside?.has(feature) !== true));
    const byRole = new Map<string, number>();
    for (const feature of features) {
      const role = roleOf(feature);
      byRole.set(role, (byRole.get(role) ?? 0) + weigh(feature));
    }
    return { contract, features, weights: byRole, decided: new Set(['', ...met, ...byRole.keys()]) };
  }

  const compare = createComparison(known.map(prepare), weigh);
  const kinds = [...new Set(known.map(({ kind }) => kind))];
  const kindAt = Int32Array.from(known, ({ kind }) => kinds.indexOf(kind));

  return {
    weigh,
    rank(symptoms) {
      const best = kinds.map((kind): Best => ({ kind, first: 0, second: 0, at: -1 }));
      for (const [position, similarity] of compare(prepare(symptoms)).entries()) {
        const own = best[kindAt[position] ?? 0] as Best;
        if (similarity > own.first) Object.assign(own, { first: similarity, second: own.first, at: position });
        else own.second = Math.max(own.second, similarity);
        if (own.at < 0) own.at = position;
      }
      return best
        .map(({ kind, first, second, at }) => {
          return { kind, bug: known[at]?.bug ?? '', similarity: (first + SECOND * second) / (1 + SECOND) };
        })
        .sort((a, b) => b.similarity - a.similarity || (a.kind < b.kind ? -1 : 1));
    },
  };
}

/**
 * Prepares to compare runs with known ones: a diagnosis does so dozens of times, each time with all of them, so what they show and decide
 * is kept in arrays by the number of the requirement.
 *
 * @returns from 0 to 1 for each known run, in their order
 */
function createComparison(
  known: readonly Prepared[],
  weigh: (feature: string) => number,
): (own: Prepared) => Float64Array {
  const size = known.length;
  const numbers = new Map<string, number>();
  const numberOf = (role: string): number => {
    const number = numbers.get(role) ?? numbers.size;
    numbers.set(role, number);
    return number;
  };
  const decisions = known.map(({ decided }) => Int32Array.from(decided, numberOf));
  const shown = known.map(
    ({ weights }) => [Int32Array.from(weights.keys(), numberOf), Float64Array.from(weights.values())] as const,
  );
  /** Whether a requirement was decided by a known run, all runs of one requirement side by side. */
  const isDecided = new Uint8Array(numbers.size * size);
  for (const [position, roles] of decisions.entries()) for (const role of roles) isDecided[role * size + position] = 1;
  const withFeature = new Map<string, number[]>();
  for (const [position, { features }] of known.entries()) {
    for (const feature of features) {
      const list = withFeature.get(feature);
      if (list === undefined) withFeature.set(feature, [position]);
      else list.push(position);
    }
  }

  /** What its features weigh where the other could have had them. */
  function sumOwn({ weights }: Prepared): Float64Array {
    const sums = new Float64Array(size);
    for (const [role, weight] of weights) {
      const start = (numbers.get(role) ?? -1) * size;
      for (let at = 0; at < size; at += 1) {
        sums[at] = (sums[at] ?? 0) + (start >= 0 && isDecided[start + at] === 1 ? weight : UNDECIDED * weight);
      }
    }
    return sums;
  }

  /** What the features of a known run weigh where the run could have had them. */
  function sumOther(position: number, canHave: Uint8Array): number {
    const [roles, weights] = shown[position] ?? [[], []];
    let sum = 0;
    for (let at = 0; at < roles.length; at += 1) {
      const weight = weights[at] ?? 0;
      sum += canHave[roles[at] ?? 0] === 1 ? weight : UNDECIDED * weight;
    }
    return sum;
  }

  return (own) => {
    const shared = new Float64Array(size);
    for (const feature of own.features) {
      const weight = weigh(feature);
      for (const position of withFeature.get(feature) ?? []) shared[position] = (shared[position] ?? 0) + weight;
    }
    const canHave = new Uint8Array(numbers.size);
    for (const role of own.decided) {
      const number = numbers.get(role);
      if (number !== undefined) canHave[number] = 1;
    }
    return sumOwn(own).map((sum, position) => {
      const both = shared[position] ?? 0;
      const either = sum + sumOther(position, canHave) - both;
      const trust = known[position]?.contract === own.contract ? SAME_CONTRACT : 1;
      return either > 0 ? (trust * both) / either : 0;
    });
  };
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
