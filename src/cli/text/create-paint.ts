import type { Terminal, TextStream } from '../terminal.ts';

/** Gives text a look on a terminal. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  accent(text: string): string;
  /** What went well, what asks for attention, and what went wrong. */
  good(text: string): string;
  careful(text: string): string;
  bad(text: string): string;
}

/** Makes the paint for a stream: none where it is no terminal, or `NO_COLOR` is set (https://no-color.org). */
export function createPaint(stream: TextStream, env: Terminal['env']): Paint {
  const isPainted = stream.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  const wrap =
    (on: number, off: number) =>
    (text: string): string =>
      isPainted ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return {
    bold: wrap(1, 22),
    dim: wrap(2, 22),
    accent: wrap(36, 39),
    good: wrap(32, 39),
    careful: wrap(33, 39),
    bad: wrap(31, 39),
  };
}
