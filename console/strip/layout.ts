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
  readonly lanes: { readonly top: number; readonly step: number; readonly height: number };
  /** Whether labels stand above their lanes, as there is no room beside them. */
  readonly isNarrow: boolean;
}

const LABELS = 148;
const FACTS = 200;
/** Below this width, labels stand above their lanes. */
const NARROW = 700;
const LANE = 27;
const NARROW_LANE = 40;

/**
 * Lays a strip out for the width that it has: it is drawn for it, never scaled.
 *
 * @param extra - how many lanes there are beside those of the picture
 */
export function layOut(picture: Pick<Picture, 'cells' | 'lanes'>, width: number, extra = 0): Layout {
  const isNarrow = width < NARROW;
  const [left, right] = isNarrow ? [1, width - 1] : [LABELS, width - FACTS];
  const count = Math.max(1, picture.cells.length);
  const step = (right - left) / count;
  const lanes = { top: 76, step: isNarrow ? NARROW_LANE : LANE, height: 16 };
  return {
    width,
    height: lanes.top + (picture.lanes.length + extra) * lanes.step + 6,
    left,
    right,
    step,
    gap: step > 6 ? 1.5 : step > 3 ? 0.5 : 0,
    cells: { top: 20, height: 24 },
    labels: 62,
    lanes,
    isNarrow,
  };
}

/** The left edge of a cell. */
export function xOf({ left, step }: Layout, index: number): number {
  return left + index * step;
}

/** The top edge of a lane. */
export function yOf({ lanes, isNarrow }: Layout, index: number): number {
  return lanes.top + index * lanes.step + (isNarrow ? 16 : 4);
}

/** Places that are written above the axis: first, last, and round ones between them that do not touch. */
export function chooseNumbers(cells: readonly Cell[], { step }: Layout): readonly { index: number; place: number }[] {
  const placed = cells.flatMap(({ place }, index) => (place === undefined ? [] : [{ index, place }]));
  const [first, last] = [placed[0], placed.at(-1)];
  if (first === undefined || last === undefined) return [];
  const every = [5, 10, 20, 25, 50, 100, 250, 500, 1000].find((one) => one * step >= 60) ?? 5000;
  const between = placed.filter(({ place, index }) => {
    return place % every === 0 && (index - first.index) * step > 30 && (last.index - index) * step > 40;
  });
  return first === last ? [first] : [first, ...between, last];
}

/** What distinguishes the request of a lane from others, in a few characters: its position. */
export function labelOf({ window }: Lane, position: string): string {
  const value = new URLSearchParams(window.query).get(position);
  if (value === null || value === '') return 'first page';
  return value.length > 14 ? `${position}=…${value.slice(-6)}` : `${position}=${value}`;
}
