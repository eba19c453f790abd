import type { Exchange } from './client/exchange.ts';

/**
 * The outcome of a requirement: `pass`, `fail` (a documented requirement is violated), `warn` (an inferred one is), `note` (a
 * chosen one is), `inconclusive` (the reason says which data would decide it), `notApplicable`, `waived` (violated, but waived),
 * `error` (of the suite or the network).
 */
export type Verdict = 'pass' | 'fail' | 'warn' | 'note' | 'inconclusive' | 'notApplicable' | 'waived' | 'error';

/** How binding a requirement is: `must` is documented, `should` inferred, `may` chosen. */
export type Level = 'must' | 'should' | 'may';

/** Evidence for a verdict: a demand, the expected and received values, and the requests that show them. */
export interface Evidence {
  /** The requirement, and how it is violated, in a sentence. */
  readonly demand: string;
  readonly expected?: unknown;
  readonly received?: unknown;
  /** Requests with their responses; secrets are redacted. */
  readonly exchanges: readonly Exchange[];
  /** Of an audit, the ids of these exchanges in the journal, in their order: the last one breaks the rule. */
  readonly journal?: readonly number[];
  /** Of an audit, what a page gave and what the client sent, part by part, where they differ; `null`: not there. */
  readonly difference?: readonly {
    readonly part: string;
    readonly given: string | null;
    readonly sent: string | null;
  }[];
  /** curl commands that repeat the requests; secrets are shell variables. */
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
  /** Why, in a sentence: what was checked, how it is violated, or what is missing. */
  readonly reason: string;
  /** The document and section that demand it. */
  readonly source?: string;
  /** The group it is reported under, such as `filters`. */
  readonly area: string;
  /** The number of requests that its checks sent. */
  readonly requests: number;
  readonly evidence: readonly Evidence[];
  /** The matching waiver: in force when `verdict` is `waived`, expired when it is `fail`. */
  readonly waiver?: Waiver;
  /** Whether an `error` is one of the suite itself, and none of the network. */
  readonly isInternal?: boolean;
}

/** The bug that several results most likely come from: said once, in place of its symptoms. */
export interface Cause {
  /** The kind of bug, such as `ties-lost`, which `pagewright explain` knows; absent: unlike any known bug. */
  readonly kind?: string;
  /** The bug in a few words of this run, without a full stop; names and values stand between backticks. */
  readonly title: string;
  /** What was seen and where, and what is probably wrong, in a few sentences. */
  readonly summary: string;
  /** How often such a match names the right kind, from 0 to 1, as measured on known bugs; absent: not measured. */
  readonly confidence?: number;
  /** The ids of the results that it explains, the one that shows it best first. */
  readonly explains: readonly string[];
  /** The commands that show it best; secrets are shell variables. */
  readonly curl: readonly string[];
  /** What else it may be, most likely first, and what would tell it apart. */
  readonly alternatives?: readonly OtherCause[];
  /** How it is usually mended, in a sentence or two. */
  readonly remedy?: string;
  /** What was asked to tell it from another bug; absent where nothing would tell them apart that was open. */
  readonly asked?: AskedFurther;
  /** What it did to the rows of a list; absent where what was seen is no walk, or nothing of its rows went wrong. */
  readonly picture?: CausePicture;
}

/**
 * What became of the rows of a list, as the evidence for one requirement has it, to be drawn: the rows in their order, and the pages that
 * were asked for. Rows are given by their index in `rows`.
 */
export interface CausePicture {
  /** The id of the requirement. */
  readonly requirement: string;
  /** `list`: the rows that were to come, in their order; `read`: nobody knows which, so those that came, in the order of their first coming. */
  readonly axis: 'list' | 'read';
  /** Their identities. Of a long list, those around what went wrong first. */
  readonly rows: readonly string[];
  /** How many rows stand before the first of these, and behind the last. */
  readonly before: number;
  readonly after: number;
  /** In the order in which they were asked for. */
  readonly pages: readonly PicturePage[];
  /** Rows that came on no page. */
  readonly lost: readonly number[];
  /** Rows that came more than once. */
  readonly repeated: readonly number[];
  /** Rows that were not to come. */
  readonly strange: readonly number[];
}

/** A page of a picture. */
export interface PicturePage {
  /** `GET /orders?limit=3`, without its host. */
  readonly request: string;
  /** In the order of the page. */
  readonly rows: readonly number[];
  /** Whether it is the same request as the one before, so that nothing led to it. */
  readonly isAgain?: boolean;
  /** Whether the report has only the beginning of what came. */
  readonly isCut?: boolean;
}

/** A requirement that tells two bugs apart and was open, so that it was asked at the end of the run, or should be asked. */
interface AskedFurther {
  /** The id of the requirement. */
  readonly requirement: string;
  /** How many further requests were sent; 0 where none could be. */
  readonly requests: number;
  /** What came of it, in a sentence or two. */
  readonly summary: string;
  /** The command that sends the next request, where it is still open; secrets are shell variables. */
  readonly curl?: string;
}

/** Another bug that results may come from. */
export interface OtherCause {
  readonly kind: string;
  readonly title: string;
  readonly confidence?: number;
  /** What would tell it from the most likely cause, in a sentence. */
  readonly test?: string;
}

/** Accepts a known violation until a day. */
export interface Waiver {
  /** The id of a requirement, or the start of ids followed by `*`. */
  readonly id: string;
  readonly reason: string;
  /** The last day on which it applies: `YYYY-MM-DD`. */
  readonly expires: string;
}

/** A waiver that matches no failed requirement. */
export interface UnusedWaiver extends Waiver {
  /** Why it is unused, in a sentence. */
  readonly why: string;
}

/** The number of results with each verdict. */
export type Summary = Readonly<Record<Verdict, number>>;

/** Something that the caller could give so that more is decided. */
export interface MissingInput {
  /** The flag that gives it: `--as expired='Name: value'`. */
  readonly give: string;
  /** What it is: `an expired credential`. */
  readonly what: string;
  /** Ids of the requirements that it would decide. */
  readonly decides: readonly string[];
}

/** How the results differ from those of an earlier report. */
export interface BaselineComparison {
  /** Ids of what fails and did not then. */
  readonly new: readonly string[];
  /** Ids of what would fail, and was found then, too. */
  readonly known: readonly string[];
  /** Ids of what was violated then, and is not now. */
  readonly gone: readonly string[];
}

/** What a run varied in the requests that it sent. */
export interface RunVariation {
  /** With the same seed, a run asks for the same. */
  readonly seed: number;
  readonly profile: 'whole' | 'quick';
  /** The page sizes that were asked for, in order. */
  readonly sizes: readonly number[];
  /** Up to which row of the list it read; absent in reports of versions that do not say so. */
  readonly rows?: number;
  /** How many pairs of choices (a new connection, parameters in reverse, several filters…) occurred, of how many. */
  readonly pairs: { readonly met: number; readonly of: number };
}

/** One call of what a caller has lent to a run: something that changes the rows, or an independent list of them. */
export interface HookCall {
  readonly hook: 'between-pages' | 'oracle';
  /** What was to happen to the rows. */
  readonly phase?: 'insert' | 'delete' | 'expire';
  readonly durationMs: number;
  /** What it returned or printed, the end of it. */
  readonly output?: string;
  /** Why it failed, as a clause. */
  readonly failure?: string;
}

/** The report of a run. */
export interface Report {
  /** The id of the contract; of several, joined by commas. */
  readonly contract: string;
  /** `client` for the audit of a client; absent for a check of an implementation. */
  readonly subject?: 'client';
  /** `fail` if any result fails; `inconclusive` if nothing was decided, or the run ended early. */
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  /** What the violations and warnings come from, most likely first; absent when there are none. */
  readonly causes?: readonly Cause[];
  readonly summary: Summary;
  readonly requests: number;
  readonly durationMs: number;
  /** The URL of the target, without credentials. */
  readonly target: string;
  /** The instant of the start, as ISO 8601. */
  readonly startedAt: string;
  readonly results: readonly Result[];
  /** Absent for the audit of a client, and where the list could not be read. */
  readonly variation?: RunVariation;
  /** Why the run ended early, such as `stopped by the user`; absent when it was complete. */
  readonly stopped?: string;
  /** Waivers that can be removed. */
  readonly unusedWaivers?: readonly UnusedWaiver[];
  /** What fails the run beside violations, where something else does. */
  readonly gate?: {
    /** As it was asked for: `inconclusive`, `orders.total.*`. */
    readonly failOn: readonly string[];
    /** Ids of results that fail the run although nothing was found to be violated. */
    readonly failed: readonly string[];
  };
  /** What to give so that more is decided; absent when nothing is missing. */
  readonly missing?: readonly MissingInput[];
  /** What is new, where there was an earlier report to compare with. */
  readonly baseline?: BaselineComparison;
  /** The calls of `between-pages` and `oracle`, the first fifty; absent where there was none. */
  readonly hooks?: readonly HookCall[];
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

/** The word for results with a verdict, as in `3 passed`, `1 warning`. */
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

/** The verdict for a violation of a requirement of a level. */
export function verdictOfBreach(level: Level): Verdict {
  return BREACH_VERDICTS[level];
}
