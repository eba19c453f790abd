import type { Layout } from './layout.ts';
import type { CellState, Picture } from './picture.ts';

export interface StripProps {
  readonly picture: Picture;
  /** How many rows the list has now; absent: only what pages had is known of it. */
  readonly total?: number;
  /** How they are sorted, in words: `newest first`. */
  readonly order: string;
  /** The parameter by which requests say where a page begins. */
  readonly position: string;
  /** The name of a row, for people: by default its identity. */
  readonly nameRow?: (identity: string) => string;
  /** The number of a request in its walk, by its exchange; by default, lanes are counted. */
  readonly numbers?: ReadonlyMap<number, number>;
  /** Index of the lane that is selected. */
  readonly lane?: number | undefined;
  readonly row?: string | undefined;
  readonly onLane?: (index: number) => void;
  readonly onRow?: (identity: string) => void;
  /** What is asked for lies beyond the rows that are drawn, which are a part of the list. */
  readonly onBeyond?: (way: 1 | -1, what: 'row' | 'trouble') => void;
  /** The same walk done another way, for comparison: its runs of cells, and what came of it. */
  readonly moves?: readonly Move[];
  readonly comparison?: {
    readonly label: string;
    readonly runs: readonly (readonly [from: number, to: number])[];
    /** Cells that it would have lost, and those that it would have read twice, by index. */
    readonly lost: readonly number[];
    readonly twice: readonly number[];
    readonly result: string;
  };
}

/** Rows that moved between two requests. */
export interface Move {
  readonly kind: 'added' | 'removed' | 'changed';
  /** Index of the lane before which it happened. */
  readonly lane: number;
  /** Cells of the rows, by index; none where they are not drawn. */
  readonly cells: readonly number[];
  /** What moved, and what follows from it. */
  readonly what: string;
  readonly effect: string;
}

/** What became of a row, in words. */
export const WORDS: Readonly<Record<CellState, string>> = {
  once: 'read once',
  twice: 'read twice',
  never: 'never read',
  added: 'added meanwhile, not read',
  removed: 'removed meanwhile',
  ahead: 'not read yet',
};

/** What a part of the strip is drawn from. */
export interface Part extends StripProps {
  readonly layout: Layout;
}
