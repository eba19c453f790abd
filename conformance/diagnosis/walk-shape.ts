import type { Contract } from '../../src/contract/contract.ts';
import type { Evidence } from '../result.ts';
import { describeTie, listTieKeys } from '../survey/ties.ts';
import { readExchangePage, toTexts } from './page-rows.ts';
import { readPageSize } from './traits.ts';

/** A page of a walk. */
interface WalkPage {
  /** The identities of its rows. */
  readonly ids: readonly string[];
  /** How many rows were asked for; absent: left to the default. */
  readonly size?: number;
  /** Rows that should stand between the first and the last row of the page, and stand on no page. */
  readonly lost: readonly string[];
}

/** How a walk's pages fit together. */
export interface WalkShape {
  readonly pages: readonly WalkPage[];
  /**
   * Between each two pages, how many rows are lost; negative: how many are there twice; undefined where the rows are not in the order that
   * was expected, or nobody knows what was.
   */
  readonly seams: readonly (number | undefined)[];
  /** The rows that are lost between each two pages. */
  readonly lost: readonly (readonly string[])[];
  /** Rows that stand elsewhere than expected, among those that are not missing. */
  readonly moved: readonly string[];
  /** Whether all of those have the sort values of a row beside them; undefined where the values are not known. */
  readonly isMovedWithinTies?: boolean;
}

/**
 * Puts the pages of a walk beside what was expected of them.
 *
 * @param evidence - of a walk of several pages
 * @returns undefined where it is none, or what the pages held is not known
 */
export function readWalk(contract: Contract, { expected, received, exchanges }: Evidence): WalkShape | undefined {
  if (exchanges.length < 2) return undefined;
  const all = toTexts(received);
  let rest = all ?? [];
  const pages: { ids: readonly string[]; size: number | undefined }[] = [];
  for (const exchange of exchanges) {
    const size = readPageSize(contract, exchange);
    const own =
      readExchangePage(contract, exchange)?.ids ??
      (all === undefined || size === undefined ? undefined : rest.slice(0, size));
    if (own === undefined) return undefined;
    pages.push({ ids: own, size });
    rest = rest.slice(own.length);
  }
  const got = pages.flatMap(({ ids }) => ids);
  // What was received is not what the pages held, one after the other.
  if (all !== undefined && (rest.length > 0 || got.length !== all.length)) return undefined;
  const seen = new Set(got);
  const wanted = orient(toTexts(expected), got);
  const places = new Map(wanted?.map((id, index) => [id, index]));
  const between = (from: number, to: number): readonly string[] =>
    (wanted ?? []).slice(from + 1, to).filter((id) => !seen.has(id));
  const joints = pages
    .slice(1)
    .map(({ ids: next }, index) => describeJoint(pages[index]?.ids ?? [], next, places, between));
  const moved = wanted === undefined ? [] : findMoved(wanted, got);
  const isMovedWithinTies = moved.length === 0 ? undefined : areTied(contract, exchanges, moved);
  return {
    pages: pages.map(({ ids, size }) => ({
      ids,
      ...(size === undefined ? {} : { size }),
      lost: between(places.get(ids[0] ?? '') ?? 0, places.get(ids.at(-1) ?? '') ?? 0),
    })),
    seams: joints.map(({ gap }) => gap),
    lost: joints.map(({ lost }) => lost),
    moved,
    ...(isMovedWithinTies === undefined ? {} : { isMovedWithinTies }),
  };
}

/** So many of the steps from row to row have to go the same way for two lists to have the same order, but for a few rows. */
const SAME_ORDER = 0.6;

/**
 * Turns the rows that were expected the way that a walk went: backward it meets them in reverse.
 *
 * @returns undefined where they are not known, or stand in another order
 */
export function orient(expected: readonly string[] | undefined, got: readonly string[]): readonly string[] | undefined {
  if (expected === undefined) return undefined;
  const wanted = [...new Set(expected)];
  const places = new Map(wanted.map((id, index) => [id, index]));
  const steps = got.flatMap((id, index) => {
    const [from, to] = [places.get(got[index - 1] ?? ''), places.get(id)];
    return from === undefined || to === undefined || from === to ? [] : [Math.sign(to - from)];
  });
  if (got.length > 1 && steps.length === 0) return undefined;
  const sum = steps.reduce((total, step) => total + step, 0);
  if (Math.abs(sum) < SAME_ORDER * steps.length) return undefined;
  return sum < 0 ? wanted.toReversed() : wanted;
}

interface Joint {
  readonly gap: number | undefined;
  readonly lost: readonly string[];
}

function describeJoint(
  before: readonly string[],
  after: readonly string[],
  places: ReadonlyMap<string, number>,
  between: (from: number, to: number) => readonly string[],
): Joint {
  const overlap = countOverlap(before, after);
  if (overlap > 0) return { gap: -overlap, lost: [] };
  const [from, to] = [places.get(before.at(-1) ?? ''), after.length === 0 ? places.size : places.get(after[0] ?? '')];
  if (from === undefined || to === undefined || to <= from) return { gap: undefined, lost: [] };
  const lost = between(from, to);
  return { gap: lost.length, lost };
}

/** How many rows the end of a page and the beginning of the next one have in common. */
function countOverlap(before: readonly string[], after: readonly string[]): number {
  for (let count = Math.min(before.length, after.length); count > 0; count -= 1) {
    if (after.slice(0, count).every((id, index) => id === before[before.length - count + index])) return count;
  }
  return 0;
}

function findMoved(wanted: readonly string[], got: readonly string[]): readonly string[] {
  const there = new Set(got);
  const rest = wanted.filter((id) => there.has(id));
  const known = new Set(rest);
  const order = [...new Set(got)].filter((id) => known.has(id));
  return order.filter((id, index) => id !== rest[index]);
}

/** The row that another is tied with may itself be lost. */
const MOSTLY = 0.8;

function areTied(contract: Contract, exchanges: Evidence['exchanges'], moved: readonly string[]): boolean | undefined {
  const keys = listTieKeys(contract);
  const ties = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const exchange of exchanges) {
    const page = readExchangePage(contract, exchange);
    for (const [index, item] of (page?.items ?? []).entries()) {
      const tie = describeTie(item, keys);
      const id = page?.ids[index] ?? '';
      if (!ties.has(id)) counts.set(tie, (counts.get(tie) ?? 0) + 1);
      ties.set(id, tie);
    }
  }
  const known = moved.flatMap((id) => ties.get(id) ?? []);
  return known.length === 0 || keys.length === 0
    ? undefined
    : known.filter((tie) => (counts.get(tie) ?? 0) > 1).length >= MOSTLY * known.length;
}
