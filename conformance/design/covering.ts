import type { Random } from './random.ts';

/** Something that requests can differ in, and the ways in which they can. */
export interface Factor {
  readonly name: string;
  readonly values: readonly string[];
}

/** A value for each factor. */
export type Row = Readonly<Record<string, string>>;

/** How many pairs of values of two factors there are, and how many occurred together. */
export interface Coverage {
  readonly met: number;
  readonly of: number;
}

/** A covering array of strength two that grows row by row. */
export interface CoveringArray {
  /**
   * Adds a row.
   *
   * @param fixed - the values that are given; the others are chosen so that as many pairs as possible occur for the first time
   * @returns the row
   */
  add(fixed?: Row): Row;
  readonly coverage: Coverage;
}

/**
 * Makes a covering array without rows. Values are chosen greedily, one factor after the other, as Cohen et al. do in AETG; where
 * several are equally good, by chance.
 *
 * @param factors - with names of their own, and at least one value each
 * @param random - decides between equals
 */
export function createCoveringArray(factors: readonly Factor[], random: Random): CoveringArray {
  const met = new Set<string>();
  const of = countPairs(factors);
  const countNew = (row: Row, name: string, value: string): number => {
    return Object.entries(row).filter(
      ([other, held]) => other !== name && !met.has(describePair(name, value, other, held)),
    ).length;
  };
  return {
    add(fixed = {}) {
      const known = factors.filter(({ name, values }) => values.includes(fixed[name] ?? ''));
      const row: Record<string, string> = Object.fromEntries(known.map(({ name }) => [name, fixed[name] ?? '']));
      for (const { name, values } of random.shuffle(factors.filter((factor) => !known.includes(factor)))) {
        const counted = random.shuffle(values).map((value) => ({ value, count: countNew(row, name, value) }));
        const best = counted.reduce((most, one) => (one.count > most.count ? one : most));
        row[name] = best.value;
      }
      const entries = Object.entries(row);
      for (const [index, [name, value]] of entries.entries()) {
        for (const [other, held] of entries.slice(index + 1)) met.add(describePair(name, value, other, held));
      }
      return row;
    },
    get coverage() {
      return { met: met.size, of };
    },
  };
}

function describePair(name: string, value: string, other: string, held: string): string {
  return name < other ? JSON.stringify([name, value, other, held]) : JSON.stringify([other, held, name, value]);
}

function countPairs(factors: readonly Factor[]): number {
  return factors.reduce((sum, { values }, index) => {
    return sum + factors.slice(index + 1).reduce((inner, other) => inner + values.length * other.values.length, 0);
  }, 0);
}
