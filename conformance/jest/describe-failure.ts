import { formatTerminalFailure } from '../report/format-terminal-result.ts';
import { createPaint } from '../report/text/create-paint.ts';
import type { Result } from '../result.ts';

const WIDTH = 100;

/** What a test says whose requirement is not met: demand, reason, expected beside received, and the command that shows it. */
export function describeFailure(result: Result): string {
  if (result.verdict === 'error') return `could not be decided\n${result.reason}`;
  // The mark and the margin are Jest's business here.
  return formatTerminalFailure(result, createPaint(false), WIDTH).replace(/^(?: {2}✗ | {4})/gm, '');
}
