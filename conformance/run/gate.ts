import type { Contract } from '../../src/contract/contract.ts';
import { nearNamesClause } from '../../src/contract/text.ts';
import { matchIds } from '../requirement.ts';
import type { BaselineComparison, Level, Report, Result, Verdict } from '../result.ts';
import { verdictOfBreach } from '../result.ts';

/** What a violation of a requirement counts as, whatever the contract says; `off` is never more than a note. */
export type GateLevel = Level | 'off';

/** What fails a run, beside violations of MUST. */
export interface GateOptions {
  /** Whether violations of SHOULD fail, too; the same as `failOn: ['warning']`. Default: false. */
  readonly strict?: boolean;
  /**
   * What else fails: `warning`, `note`, `inconclusive` (errors included), `error`, the levels `should` and `may`, or ids such as
   * `orders.total.*`, which then have to pass. Default: nothing.
   */
  readonly failOn?: readonly string[];
  /** What violations count as, by id such as `orders.echo.*`; of several that match, the most exact one counts. */
  readonly levels?: Readonly<Record<string, GateLevel>>;
  /** An earlier report: what it has found already is known, and does not fail. */
  readonly baseline?: Report;
}

/** Decides which results fail a run. */
export interface Gate {
  /** The result with what its violation counts as. */
  weigh(result: Result): Result;
  /** The same result, waived when the baseline has found it already. */
  compare(result: Result): Result;
  /** What is to be said of all results. */
  conclude(results: readonly Result[]): Pick<Report, 'gate' | 'baseline'>;
}

/** Words of `failOn`, with the verdicts that they name. */
const WORDS: Readonly<Record<string, readonly Verdict[]>> = {
  must: [],
  should: ['warn'],
  may: ['note'],
  warn: ['warn'],
  warning: ['warn'],
  warnings: ['warn'],
  note: ['note'],
  notes: ['note'],
  inconclusive: ['inconclusive', 'error'],
  error: ['error'],
  errors: ['error'],
};

const LEVELS: readonly GateLevel[] = ['must', 'should', 'may', 'off'];
const BREACHES: readonly Verdict[] = ['fail', 'warn', 'note'];

/**
 * Creates the gate of a run.
 *
 * @param ids - of all requirements of the contract
 * @throws TypeError for a word or an id that there is not, a level that is none, or a baseline of another contract
 */
export function createGate(
  { id: contract }: Pick<Contract, 'id'>,
  ids: readonly string[],
  { strict = false, failOn = [], levels = {}, baseline }: GateOptions,
): Gate {
  const known = [...ids];
  for (const entry of failOn) {
    if (!Object.hasOwn(WORDS, entry)) requireKnown(entry, known, `failOn: must be one of ${listWords()}, or an id`);
  }
  for (const [pattern, level] of Object.entries(levels)) {
    requireKnown(pattern, known, 'levels');
    if (LEVELS.includes(level)) continue;
    throw new TypeError(`Invalid level ${JSON.stringify(level)} of ${pattern}: must be one of ${LEVELS.join(', ')}`);
  }
  if (baseline !== undefined && baseline.contract !== contract) {
    throw new TypeError(`Invalid baseline: must be a report on ${contract}, not on ${baseline.contract}`);
  }
  const words = failOn.filter((entry) => Object.hasOwn(WORDS, entry));
  const failing = new Set([...words.flatMap((word) => WORDS[word] ?? []), ...(strict ? ['warn' as const] : [])]);
  const named = matchIds(failOn.filter((entry) => !Object.hasOwn(WORDS, entry)));
  const ranked = Object.entries(levels).sort(([one], [other]) => compareRanks(one, other));
  const levelOf = (id: string): GateLevel | undefined => ranked.find(([pattern]) => matchIds([pattern])(id))?.[1];
  const found = new Map((baseline?.results ?? []).map((result) => [result.id, result]));

  const fails = ({ id, verdict }: Pick<Result, 'id' | 'verdict'>): boolean => {
    if (levelOf(id) === 'off') return false;
    return failing.has(verdict) || (named(id) && !PASSED.has(verdict));
  };
  return {
    weigh(result) {
      if (!BREACHES.includes(result.verdict)) return result;
      const level = levelOf(result.id);
      const verdict = level === undefined ? result.verdict : verdictOfBreach(level === 'off' ? 'may' : level);
      const weighed = { ...result, verdict };
      return fails(weighed) ? { ...result, verdict: 'fail' } : weighed;
    },
    compare(result) {
      if (result.verdict !== 'fail' || !isKnown(result, found.get(result.id))) return result;
      return { ...result, verdict: 'waived', reason: `${result.reason} Known from the baseline.` };
    },
    conclude(results) {
      const open = results.filter((result) => !BREACHES.includes(result.verdict) && fails(result));
      const failed = open.filter((result) => !isKnown(result, found.get(result.id))).map(({ id }) => id);
      return {
        ...(failOn.length === 0 ? {} : { gate: { failOn, failed } }),
        ...(baseline === undefined ? {} : { baseline: compareWith(baseline, results, failed) }),
      };
    },
  };
}

const PASSED: ReadonlySet<Verdict> = new Set(['pass', 'notApplicable', 'waived']);

function listWords(): string {
  return 'warning, note, inconclusive, error, should, may';
}

function requireKnown(pattern: string, ids: readonly string[], what: string): void {
  if (ids.some(matchIds([pattern]))) return;
  const hint = nearNamesClause(pattern, ids) || `, for example ${ids[0]}`;
  throw new TypeError(`Unknown requirement ${pattern} in ${what}${hint}`);
}

/** The more exact pattern first. */
function compareRanks(one: string, other: string): number {
  return Number(one.includes('*')) - Number(other.includes('*')) || other.length - one.length;
}

/** Whether an earlier run has found the same: a violation, or that nothing could be decided. */
function isKnown({ verdict }: Result, before: Result | undefined): boolean {
  if (before === undefined) return false;
  return verdict === 'fail' ? isBreach(before) : before.verdict === 'inconclusive' || before.verdict === 'error';
}

/** A violation that was waived by a baseline of its own is one still; what a waiver covers has an end. */
function isBreach({ verdict, waiver }: Result): boolean {
  return BREACHES.includes(verdict) || (verdict === 'waived' && waiver === undefined);
}

function compareWith(
  { results: before }: Report,
  results: readonly Result[],
  failed: readonly string[],
): BaselineComparison {
  const now = new Map(results.map((result) => [result.id, result]));
  const idsOf = (list: readonly Result[]): readonly string[] => list.map(({ id }) => id);
  const gone = before.filter((result) => {
    const { verdict = 'pass' } = now.get(result.id) ?? {};
    return isBreach(result) && PASSED.has(verdict) && verdict !== 'waived' && now.has(result.id);
  });
  return {
    new: [...idsOf(results.filter(({ verdict }) => verdict === 'fail')), ...failed],
    known: idsOf(results.filter(({ verdict, waiver }) => verdict === 'waived' && waiver === undefined)),
    gone: idsOf(gone),
  };
}
