import { formatDuration } from '../../src/contract/text.ts';
import type { HookCall, Report } from '../result.ts';

/** A call of a hook in words. */
export interface DescribedCall {
  /** Which one, and how long it took, with code in backticks. */
  readonly what: string;
  /** What it printed or returned, or why it failed; text of the caller's own, to be shown as it is. */
  readonly said: string;
}

/** The calls of hooks in the order in which they were made. */
export function describeHookCalls({ hooks = [] }: Pick<Report, 'hooks'>): readonly DescribedCall[] {
  return hooks.map((call) => ({ what: describeCall(call), said: call.failure ?? call.output ?? '' }));
}

function describeCall({ hook, phase, durationMs, failure }: HookCall): string {
  const name = `\`${hook}\`${phase === undefined ? '' : ` in the phase \`${phase}\``}`;
  return `${name} ${failure === undefined ? 'took' : 'failed after'} ${formatDuration(durationMs)}`;
}
