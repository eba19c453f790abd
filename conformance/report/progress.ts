import { countNoun, formatCount } from '../../src/contract/text.ts';
import { fitText } from './columns.ts';
import { makeVisibleLine } from './text.ts';

/** How far a run has come. */
export interface ProgressState {
  /** Requirements decided so far. */
  readonly done: number;
  /** Requirements in all, where that is known. */
  readonly total?: number;
  readonly requests: number;
  readonly failed: number;
  /** What is being checked, such as an area. */
  readonly current?: string;
}

/** Shows how far a run has come. */
export interface Progress {
  update(state: ProgressState): void;
  /** Clears the line; call it once, also when the run fails. */
  finish(): void;
}

/** Where progress is written: for example `process.stderr`. */
export interface ProgressStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

const REDRAW_MS = 80;
const SPARSE_MS = 10_000;
const BAR = 16;

/**
 * Shows the progress of a run: on a terminal in one line that is updated, elsewhere in a line every ten seconds.
 *
 * @param stream - `undefined` shows nothing
 * @param now - monotonic milliseconds
 */
export function createProgress(
  stream: ProgressStream | undefined,
  now: () => number = () => performance.now(),
): Progress {
  if (stream === undefined) return { update: () => {}, finish: () => {} };
  return stream.isTTY === true ? createLiveLine(stream, now) : createSparseLines(stream, now);
}

function createLiveLine(stream: ProgressStream, now: () => number): Progress {
  let drawn: number | undefined;
  return {
    update(state) {
      const isLast = state.done === state.total;
      if (drawn !== undefined && now() - drawn < REDRAW_MS && !isLast) return;
      drawn = now();
      // The last column stays free: a terminal may break the line there.
      stream.write(`\r${fitText(`${drawBar(state)} ${describeState(state)}`, (stream.columns ?? 80) - 1)}\u001b[K`);
    },
    finish() {
      if (drawn !== undefined) stream.write('\r\u001b[K');
      drawn = undefined;
    },
  };
}

function createSparseLines(stream: ProgressStream, now: () => number): Progress {
  let written = now();
  return {
    update(state) {
      if (now() - written < SPARSE_MS) return;
      written = now();
      stream.write(`${describeState(state)}\n`);
    },
    finish() {},
  };
}

function describeState({ done, total, requests, failed, current }: ProgressState): string {
  const count = total === undefined ? '' : `${formatCount(done)} of `;
  return [
    count + countNoun(total ?? done, 'requirement'),
    countNoun(requests, 'request'),
    ...(failed === 0 ? [] : [`${formatCount(failed)} failed`]),
    ...(current === undefined ? [] : [makeVisibleLine(current)]),
  ].join(' · ');
}

function drawBar({ done, total }: ProgressState): string {
  if (total === undefined || total === 0) return '·';
  const filled = Math.min(BAR, Math.floor((done / total) * BAR));
  return '━'.repeat(filled) + '┄'.repeat(BAR - filled);
}
