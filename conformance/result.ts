import type { Exchange } from './client/exchange.ts';

/**
 * What a check concludes. `pass`, `fail` (the document is violated), `warn` (an inference is contradicted), `note` (we chose
 * otherwise), `inconclusive` (with the data that would decide it), `notApplicable`, `waived`, `error` (of the suite or the
 * network, never of the target's conformance).
 */
export type Verdict = 'pass' | 'fail' | 'warn' | 'note' | 'inconclusive' | 'notApplicable' | 'waived' | 'error';

/** How binding a requirement is: `must` is documented, `should` inferred, `may` chosen. */
export type Level = 'must' | 'should' | 'may';

/** What shows a verdict: one demand, what was expected and what came, and the requests that show it. */
export interface Evidence {
  /** What was demanded, in a sentence. */
  readonly demand: string;
  readonly expected?: unknown;
  readonly received?: unknown;
  /** Secrets redacted. */
  readonly exchanges: readonly Exchange[];
  /** Commands that show it when pasted into a shell; secrets are variables. */
  readonly curl: readonly string[];
}

/** The outcome of one requirement. */
export interface Result {
  /** Stable, such as `things.filter.createdFrom.inclusive`. */
  readonly id: string;
  /** `MUST …`, `SHOULD …`, `MAY …`. */
  readonly title: string;
  readonly level: Level;
  readonly verdict: Verdict;
  /** Why, in a sentence: what was exercised, or what is missing. */
  readonly reason: string;
  /** The document and section that demand it. */
  readonly source?: string;
  /** The group it is reported under, such as `filters`. */
  readonly area: string;
  /** How many requests it took. */
  readonly requests: number;
  readonly evidence: readonly Evidence[];
  /** The waiver that names this failure: in force when `verdict` is `waived`, expired when it is `fail`. */
  readonly waiver?: Waiver;
}

/** A violation that is known and tolerated for a while. */
export interface Waiver {
  /** The id of a requirement; one that ends in `*` names every requirement whose id starts so. */
  readonly id: string;
  readonly reason: string;
  /** The last day on which it holds: `YYYY-MM-DD`. */
  readonly expires: string;
}

/** A waiver that could be removed. */
export interface UnusedWaiver extends Waiver {
  /** Why no failing requirement needed it, in a sentence. */
  readonly why: string;
}

/** How many results came out how. */
export type Summary = Readonly<Record<Verdict, number>>;

/** A whole run. */
export interface Report {
  /** The id of the contract; of several, joined by commas. */
  readonly contract: string;
  /** `client` when what a client sent was judged; absent for an implementation. */
  readonly subject?: 'client';
  /** `fail` when any result is; `inconclusive` when nothing could be decided, or not everything was looked at. */
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  readonly summary: Summary;
  readonly requests: number;
  readonly durationMs: number;
  /** Where the target was, without credentials. */
  readonly target: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly results: readonly Result[];
  /** Why the run ended before every check had run, such as `stopped by the user`; absent when it was complete. */
  readonly stopped?: string;
  /** Waivers that no failing requirement needed. */
  readonly unusedWaivers?: readonly UnusedWaiver[];
}

/** Every verdict, in the order in which reports count them. */
export const VERDICTS: readonly Verdict[] = [
  'pass',
  'fail',
  'warn',
  'note',
  'inconclusive',
  'notApplicable',
  'waived',
  'error',
];

const WORDS: Readonly<Record<Verdict, readonly [one: string, many: string]>> = {
  pass: ['passed', 'passed'],
  fail: ['failed', 'failed'],
  warn: ['warning', 'warnings'],
  note: ['note', 'notes'],
  inconclusive: ['inconclusive', 'inconclusive'],
  notApplicable: ['not applicable', 'not applicable'],
  waived: ['waived', 'waived'],
  error: ['error', 'errors'],
};

/** What a number of results with a verdict is called: `3 passed`, `1 warning`. */
export function nameVerdict(verdict: Verdict, count: number): string {
  return WORDS[verdict][count === 1 ? 0 : 1];
}

/**
 * Counts results by verdict.
 *
 * @param results - any results
 * @returns every verdict with its number, zero included
 */
export function countVerdicts(results: readonly Pick<Result, 'verdict'>[]): Summary {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
}

const BREACH_VERDICTS: Readonly<Record<Level, Verdict>> = { must: 'fail', should: 'warn', may: 'note' };

/** How it comes out when something is not kept, by how binding it is. */
export function verdictOfBreach(level: Level): Verdict {
  return BREACH_VERDICTS[level];
}
