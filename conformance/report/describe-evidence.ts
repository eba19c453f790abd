import type { Evidence, Result } from '../result.ts';
import { cutLines, cutText } from './text/cut-text.ts';
import { describeDifference } from './text/describe-difference.ts';
import { formatValue } from './text/format-value.ts';
import { makeVisible } from './text/make-visible.ts';

/** What evidence says, as text without control characters. What it does not say is left out. */
export interface EvidenceText {
  readonly demand: string;
  readonly expected?: string;
  readonly received?: string;
  /** Where two long lists differ. */
  readonly difference?: string;
  readonly curl: readonly string[];
}

const MAX_CHARACTERS = 4000;
const MAX_LINES = 60;

/**
 * Evidence for people: values as text, hidden characters spelled out, what is endless cut.
 *
 * @param evidence - of a result
 * @param width - how long a line of a value may be, where it can be broken
 */
export function describeEvidence(evidence: Evidence, width?: number): EvidenceText {
  const { demand, expected, received, curl } = evidence;
  const difference = describeDifference(expected, received);
  return {
    demand: makeVisible(demand),
    ...(expected === undefined ? {} : { expected: describeValue(expected, width) }),
    ...(received === undefined ? {} : { received: describeValue(received, width) }),
    ...(difference === undefined ? {} : { difference: makeVisible(cutText(difference, MAX_CHARACTERS)) }),
    curl: curl.map(makeVisible),
  };
}

/** The waiver of a result in a sentence, if it has one. */
export function describeWaiver({ verdict, waiver }: Result): string | undefined {
  if (waiver === undefined) return undefined;
  const { expires, reason } = waiver;
  return makeVisible(verdict === 'waived' ? `Waived until ${expires}: ${reason}` : `The expired waiver: ${reason}`);
}

function describeValue(value: unknown, width: number | undefined): string {
  return cutLines(cutText(makeVisible(formatValue(value, width)), MAX_CHARACTERS).split('\n'), MAX_LINES).join('\n');
}
