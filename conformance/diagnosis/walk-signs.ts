import type { Contract } from '../../src/contract/contract.ts';
import type { Result } from '../result.ts';
import { readWalk, type WalkShape } from './walk-shape.ts';

/**
 * What the walks that show violations have in common: what is lost and repeated where pages meet, within pages, and what has moved.
 *
 * @param violated - the results of a run that are violated
 * @returns such as `sign every seam loses one row`
 */
export function listWalkSigns(contract: Contract, violated: readonly Result[]): readonly string[] {
  const shown = violated.filter(
    // What is compared with each other there is no walk.
    ({ id }) =>
      !/\.(?:order\.default\..+|.+\.sorted|position\..+|total\..+|.+\.partition)$/.test(id.slice(contract.id.length)),
  );
  const walks = shown.flatMap(({ evidence }) => evidence.flatMap((one) => readWalk(contract, one) ?? []));
  if (walks.length === 0) return [];
  const sizes = new Set(walks.map(({ pages }) => pages.at(-1)?.size));
  return [
    ...describeSeams(walks),
    ...describePages(walks),
    ...describeMoved(walks),
    ...(sizes.size === 1 && !sizes.has(undefined) ? ['sign walks in pages of one size'] : []),
  ];
}

function describeSeams(walks: readonly WalkShape[]): readonly string[] {
  const seams = walks.flatMap((walk) => walk.seams);
  const known = seams.filter((gap) => gap !== undefined);
  const lose = known.filter((gap) => gap > 0);
  const repeat = known.filter((gap) => gap < 0);
  // A page that comes again is no row that comes again.
  const again = walks.filter(({ pages }) => pages.some(isSameAs(pages))).length;
  return [
    ...(lose.length > 0 ? [`sign ${howMany(lose, known)} seam loses ${count(lose)}`] : []),
    ...(repeat.length > 0 && again < walks.length
      ? [`sign ${howMany(repeat, known)} seam repeats ${count(repeat)}`]
      : []),
    ...(again > 0 ? [`sign a page comes again in ${again === walks.length ? 'every' : 'some'} walk`] : []),
    ...describeFirstSeam(walks),
    ...(known.length > 1 ? [] : ['sign one seam only']),
  ];
}

/** Where offsets are counted wrongly from the second page on, only the first two pages do not meet. */
function describeFirstSeam(walks: readonly WalkShape[]): readonly string[] {
  const broken = walks.filter(({ seams }) => seams.length > 0 && seams.some((gap) => gap !== undefined && gap !== 0));
  const [sample] = broken;
  const first = sample?.seams[0];
  if (first === undefined || Math.abs(first) !== 1) return [];
  const isSo = broken.every(({ seams }) =>
    seams.every((gap, index) => (index === 0 ? gap === first : gap === undefined || gap === 0)),
  );
  return isSo && broken.some(({ seams }) => seams.length > 1)
    ? [`sign only the first seam ${first > 0 ? 'loses' : 'repeats'} one row`]
    : [];
}

/** What was expected may itself lack rows where pages met by which it was read. */
const MOSTLY = 0.6;

function howMany(some: readonly number[], all: readonly number[]): string {
  if (some.length === all.length) return 'every';
  return some.length >= MOSTLY * all.length ? 'nearly every' : 'some';
}

function count(gaps: readonly number[]): string {
  if (gaps.every((gap) => Math.abs(gap) === 1)) return 'one row';
  return gaps.some((gap) => Math.abs(gap) === 1) ? 'one row or more' : 'several rows';
}

function isSameAs(pages: WalkShape['pages']): (page: WalkShape['pages'][number], index: number) => boolean {
  return ({ ids }, index) => {
    if (ids.length === 0 || index === 0) return false;
    return [pages[0], pages[index - 1]].some((other) => {
      return ids.length > 1 && other?.ids.length === ids.length && ids.every((id, place) => id === other.ids[place]);
    });
  };
}

function describePages(walks: readonly WalkShape[]): readonly string[] {
  // What stands before a page without rows may be the end of the list.
  const inner = walks.flatMap(({ pages }) =>
    pages.slice(0, -1).filter((_, index) => (pages[index + 1]?.ids.length ?? 0) > 0),
  );
  const all = walks.flatMap(({ pages }) => pages);
  const sized = inner.flatMap(({ ids, size }) => (size === undefined ? [] : [ids.length - size]));
  const short = sized.filter((more) => more < 0);
  const long = sized.filter((more) => more > 0);
  const lost = all.filter((page) => page.lost.length > 0);
  return [
    ...(short.length > 0
      ? [`sign ${short.length === sized.length ? 'every' : 'some'} page is ${count(short)} short`]
      : []),
    ...(long.length > 0 ? [`sign ${long.length === sized.length ? 'every' : 'some'} page is ${count(long)} long`] : []),
    ...(lost.length > 0 ? ['sign rows lost within pages'] : []),
    ...(all.some(({ ids }) => new Set(ids).size < ids.length) ? ['sign a row twice on a page'] : []),
  ];
}

function describeMoved(walks: readonly WalkShape[]): readonly string[] {
  const moved = walks.filter((walk) => walk.moved.length > 0);
  if (moved.length === 0) return [];
  const tied = moved.map(({ isMovedWithinTies }) => isMovedWithinTies);
  if (tied.every((one) => one === true)) return ['sign tied rows change places'];
  return [tied.includes(false) ? 'sign rows change places beyond ties' : 'sign rows change places'];
}
