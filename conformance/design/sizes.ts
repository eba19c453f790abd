import type { Limit } from '../../src/contract/contract.ts';
import type { Random } from './random.ts';

/** Larger pages reveal nothing new where nobody says how large a page may be. */
const MAX_SIZE = 100;

/** Sizes that pages often have, and others that lie between. */
const USUAL: readonly number[] = [10, 25, 7, 50, 20, 5, 30, 15, 12, 40, 3, 2, 33, 75, 64, 8, 24, 60, 16, 32, 80, 90];

/** Which page sizes a run asks for. */
export interface Sizes {
  /**
   * Chooses a size, by preference one that was not met yet: the bounds of the whole range, the default, those that pages often
   * have, neighbours of the bounds, then any.
   *
   * @param key - what it is for: the same size is chosen each time
   * @param least - and `most`: the sizes that will do
   */
  choose(key: string, least: number, most: number): number;
  /** Notes that a page of a size was asked for. @param isWalked - whether pages of it were compared with what is known */
  note(size: number, isWalked?: boolean): void;
  /** The sizes that were not walked, those to try first before the others. */
  readonly left: readonly number[];
  /** The sizes that were met, in order. */
  readonly met: readonly number[];
}

/** Makes the choice of page sizes for one run. */
export function createSizes(limit: Limit, random: Random): Sizes {
  const [least, most] = [
    Math.max(1, limit.minimum),
    Math.max(1, Math.min(limit.maximum, Math.max(MAX_SIZE, limit.default))),
  ];
  const range = limit.sizes ?? Array.from({ length: Math.max(0, most - least + 1) }, (_, index) => least + index);
  const usual = limit.default;
  const bounds = [least, most, usual].filter((size) => range.includes(size));
  const beside = [usual - 1, usual + 1, most - 1, least + 1].filter((size) => range.includes(size));
  const often = USUAL.filter((size) => range.includes(size));
  const wanted = [...new Set([...bounds, ...often, ...beside, ...random.shuffle(range)])];
  const met = new Set<number>();
  const walked = new Set<number>();
  const chosen = new Map<string, number>();
  const pick = (from: number, to: number): number => {
    const fitting = wanted.filter((size) => size >= from && size <= to);
    return fitting.find((size) => !met.has(size)) ?? fitting[Math.floor(random.next() * fitting.length)] ?? to;
  };
  return {
    choose(key, from, to) {
      const size = chosen.get(key) ?? pick(from, to);
      chosen.set(key, size);
      met.add(size);
      return size;
    },
    note(size, isWalked = false) {
      met.add(size);
      if (isWalked) walked.add(size);
    },
    get left() {
      return wanted.filter((size) => !walked.has(size));
    },
    get met() {
      return [...met].sort((a, b) => a - b);
    },
  };
}
