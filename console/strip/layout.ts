import type { Cell, Lane, Picture } from './picture.ts';

/** Where the parts of a strip lie, in pixels. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Where the axis begins and ends. */
  readonly left: number;
  readonly right: number;
  /** The width of a cell, with the gap behind it. */
  readonly step: number;
  readonly gap: number;
  readonly cells: { readonly top: number; readonly height: number };
  /** The baseline of what is said of troubles. */
  readonly labels: number;
  readonly lanes: { readonly step: number; readonly height: number };
  /** The top edge of each lane, in their order; one more for what comes behind the last. */
  readonly tops: readonly number[];
  /** Whether labels stand above their lanes, as there is no room beside them. */
  readonly isNarrow: boolean;
}

const LABELS = 148;
const FACTS = 200;
/** Where totals are long. */
const WIDE_FACTS = 250;
/** Below this width, labels stand above their lanes. */
const NARROW = 700;
const NARROW_LANE = 40;
/** Between two lanes, where it is said what moved. */
const NOTE = 21;
const TOP = 76;

/** The more lanes, the closer they lie. */
function laneStep(count: number, isNarrow: boolean): number {
  if (isNarrow) return NARROW_LANE;
  return count <= 6 ? 27 : count <= 12 ? 22 : 18;
}

interface Further {
  /** How many lanes there are beside those of the picture. */
  readonly extra?: number;
  /** Indexes of lanes above which something is said. */
  readonly notes?: readonly number[];
}

/** Lays a strip out for the width that it has: it is drawn for it, never scaled. */
export function layOut(
  picture: Pick<Picture, 'cells' | 'lanes'>,
  width: number,
  { extra = 0, notes = [] }: Further = {},
): Layout {
  const isNarrow = width < NARROW;
  const facts = picture.lanes.some(({ window }) => (window.total ?? 0) >= 10_000) ? WIDE_FACTS : FACTS;
  const [left, right] = isNarrow ? [1, width - 1] : [LABELS, width - facts];
  const count = Math.max(1, picture.cells.length);
  const step = (right - left) / count;
  const lanes = {
    step: laneStep(picture.lanes.length, isNarrow),
    height: picture.lanes.length > 12 && !isNarrow ? 12 : 16,
  };
  const tops: number[] = [];
  let top = TOP;
  for (let index = 0; index <= picture.lanes.length; index += 1) {
    if (!isNarrow) top += notes.filter((note) => note === index).length * NOTE;
    tops.push(top + (isNarrow ? 16 : 4));
    top += lanes.step;
  }
  return {
    width,
    height: top - (1 - extra) * lanes.step + (extra > 0 ? 12 : 6),
    left,
    right,
    step,
    gap: step > 6 ? 1.5 : step > 3 ? 0.5 : 0,
    cells: { top: 20, height: 24 },
    labels: 62,
    lanes,
    tops,
    isNarrow,
  };
}

/** The left edge of a cell. */
export function xOf({ left, step }: Layout, index: number): number {
  return left + index * step;
}

/** The top edge of a lane. */
export function yOf({ tops }: Layout, index: number): number {
  return tops[index] ?? tops.at(-1) ?? TOP;
}

/** Places that are written above the axis: first, last, and round ones between them that do not touch. */
export function chooseNumbers(cells: readonly Cell[], { step }: Layout): readonly { index: number; place: number }[] {
  const placed = cells.flatMap(({ place }, index) => (place === undefined ? [] : [{ index, place }]));
  const [first, last] = [placed[0], placed.at(-1)];
  if (first === undefined || last === undefined) return [];
  const every = [5, 10, 20, 25, 50, 100, 250, 500, 1000].find((one) => one * step >= 60) ?? 5000;
  const between = placed.filter(({ place, index }) => {
    const room = (roomOf(place) + roomOf(last.place)) / 2;
    return place % every === 0 && (index - first.index) * step > room && (last.index - index) * step > room;
  });
  return first === last ? [first] : [first, ...between, last];
}

/** How wide a number is above the axis, with a gap. */
function roomOf(place: number): number {
  return place.toLocaleString('en').length * 7 + 12;
}

/** What distinguishes the request of a lane from others, in a few characters: its position. */
export function labelOf({ window }: Lane, position: string): string {
  const value = new URLSearchParams(window.query).get(position);
  if (value === null || value === '') return 'first page';
  return value.length > 14 ? `${position}=…${value.slice(-6)}` : `${position}=${value}`;
}
