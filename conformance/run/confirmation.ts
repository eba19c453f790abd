import type { Attempt, CheckContext } from '../check.ts';
import { createLedger, type Findings, type Ledger, type OpenLedger } from '../ledger.ts';
import type { Requirement } from '../requirement.ts';
import type { Reference } from '../survey/window.ts';

/** The maximum of runs of an attempt. */
const MAX_RUNS = 3;
/** In how many runs over the same rows a requirement must be violated to count. */
const MIN_VIOLATIONS = 2;

/** An attempt with the findings of its runs over the same rows. */
interface Trial {
  readonly attempt: Attempt;
  readonly runs: readonly OpenLedger[];
  /** How often it was run, over whatever rows. */
  readonly count: number;
}

/** What is known of the rows since a trial was last run. */
type Rows = 'same' | 'changed' | 'unknown';

/**
 * Creates the `confirm` function of checks. What is proved wrong already is not asked again: of the attempts that find
 * something, only as many are repeated as it takes to repeat every requirement that they find violated.
 *
 * @param ledger - gets the confirmed findings
 * @param defaultReference - the rows that attempts compare with by default
 * @param remember - called before the first runs with true, and with false as soon as only a new response counts
 * @param choose - the attempts to make; all by default
 */
export function createConfirm(
  requirements: readonly Requirement[],
  ledger: OpenLedger,
  defaultReference: Reference,
  remember: (on: boolean) => void = () => {},
  choose: (attempts: readonly Attempt[]) => readonly Attempt[] = (attempts) => attempts,
): CheckContext['confirm'] {
  const run = async (attempt: Attempt): Promise<OpenLedger> => {
    const scratch = createLedger(requirements);
    await attempt(scratch);
    return scratch;
  };
  const isProved = (id: string): boolean => ledger.violated.has(id);
  const listDoubtful = ({ runs }: Trial): readonly string[] => {
    return listViolated(runs).filter((id) => countViolated(runs, id) < MIN_VIOLATIONS && !isProved(id));
  };

  /** The attempts that together find all that is in doubt, those that find most first. */
  const chooseTrials = (trials: readonly Trial[]): readonly Trial[] => {
    const chosen: Trial[] = [];
    const left = new Set(trials.flatMap(listDoubtful));
    const countLeft = (trial: Trial): number => listDoubtful(trial).filter((id) => left.has(id)).length;
    while (left.size > 0) {
      const [first, ...others] = trials.filter((trial) => !chosen.includes(trial));
      if (first === undefined) break;
      const best = others.reduce((most, one) => (countLeft(one) > countLeft(most) ? one : most), first);
      chosen.push(best);
      for (const id of listDoubtful(best)) left.delete(id);
    }
    return chosen;
  };

  /** Repeats attempts; earlier findings are kept only if the rows are the same before and after. */
  const runAgain = async (trials: readonly Trial[], reference: Reference, rows: Rows): Promise<[Trial[], Rows]> => {
    const before = rows === 'unknown' ? await isUnchanged(reference) : rows;
    const again = await Promise.all(trials.map(({ attempt }) => run(attempt)));
    const after = before === 'same' ? await isUnchanged(reference) : before;
    const repeated = trials.map(({ attempt, runs, count }, index): Trial => {
      const latest = again.slice(index, index + 1);
      return { attempt, runs: after === 'same' ? [...runs, ...latest] : latest, count: count + 1 };
    });
    return [repeated, after];
  };

  /** Concludes what is not in doubt, or was repeated often enough, and returns the rest. */
  const concludeSome = (trials: readonly Trial[], rows: Rows): readonly Trial[] => {
    const isOver = (trial: Trial): boolean => listDoubtful(trial).length === 0 || trial.count >= MAX_RUNS;
    const over = trials.filter(isOver);
    for (const trial of over) conclude(trial, ledger, rows === 'changed');
    const open = trials.filter((trial) => !over.includes(trial));
    // What was in doubt may just have been proved.
    return over.length === 0 || open.length === 0 ? open : concludeSome(open, rows);
  };

  const settle = async (trials: readonly Trial[], reference: Reference): Promise<void> => {
    let rows: Rows = 'unknown';
    let open = concludeSome(trials, rows);
    while (open.length > 0) {
      const chosen = chooseTrials(open);
      const [repeated, after] = await runAgain(chosen, reference, rows === 'changed' ? 'unknown' : rows);
      // What the others found was found over rows that there are no more: they have to begin anew.
      const others = open.filter((trial) => !chosen.includes(trial));
      rows = after;
      open = concludeSome([...repeated, ...(after === 'same' ? others : await renew(others, run))], rows);
    }
  };

  return async (attempts, reference = defaultReference) => {
    remember(true);
    let trials: readonly Trial[];
    try {
      trials = await Promise.all(
        choose([attempts].flat()).map(
          async (attempt): Promise<Trial> => ({ attempt, runs: [await run(attempt)], count: 1 }),
        ),
      );
    } finally {
      remember(false);
    }
    await settle(trials, reference);
  };
}

async function isUnchanged(reference: Reference): Promise<Rows> {
  return (await reference.reread()) ? 'same' : 'changed';
}

function renew(trials: readonly Trial[], run: (attempt: Attempt) => Promise<OpenLedger>): Promise<readonly Trial[]> {
  return Promise.all(
    trials.map(async ({ attempt, count }) => ({ attempt, runs: [await run(attempt)], count: count + 1 })),
  );
}

function listViolated(runs: readonly OpenLedger[]): readonly string[] {
  return [...new Set(runs.flatMap(({ violated }) => [...violated]))];
}

function countViolated(runs: readonly OpenLedger[], id: string): number {
  return runs.filter(({ violated }) => violated.has(id)).length;
}

const CHANGED = 'the rows changed during the check';
const ONCE = 'seen once, but not when repeated';

/** Whether a requirement was left open since what was found could not be confirmed. */
export function isDoubt(reason: string): boolean {
  return [CHANGED, ONCE].some((doubt) => reason.startsWith(`${doubt}: `));
}

/** Records violations that occurred often enough, or of what is proved by others; the rest leaves its requirement open. */
function conclude({ runs }: Trial, ledger: OpenLedger, hasChanged: boolean): void {
  const doubt = hasChanged ? CHANGED : ONCE;
  const proved = new Set(ledger.violated);
  const confirms = (id: string): boolean => {
    return !hasChanged && (proved.has(id) || countViolated(runs, id) >= MIN_VIOLATIONS);
  };
  const violated = new Set(listViolated(runs));
  for (const id of violated) {
    const shown = runs.findLast((one) => one.violated.has(id));
    if (shown !== undefined) copyFindings(shown, ledger, { confirms, doubt, skips: (other) => other !== id });
  }
  const last = runs.at(-1);
  if (last !== undefined) copyFindings(last, ledger, { confirms, doubt, skips: (id) => violated.has(id) });
}

/** Which findings are copied to another ledger. */
interface CopyChoice {
  /** Whether the violations of a requirement count. */
  readonly confirms: (requirement: string) => boolean;
  /** Why the violations of others do not count. */
  readonly doubt: string;
  /** Requirements that are not copied; none by default. */
  readonly skips?: (requirement: string) => boolean;
}

/** Copies findings to another ledger; violations that are not confirmed leave their requirement open. */
export function copyFindings(from: OpenLedger, to: Ledger, choice: CopyChoice): void {
  for (const id of from.touched) {
    if (choice.skips?.(id) !== true) copyOne(id, from.read(id), to, choice);
  }
}

function copyOne(id: string, findings: Findings, to: Ledger, { confirms, doubt }: CopyChoice): void {
  const { exercised, violations, open } = findings;
  for (const reason of open) to.leaveOpen(id, reason);
  for (const violation of violations) {
    if (confirms(id)) to.violate(id, violation);
    else to.leaveOpen(id, `${doubt}: ${violation.summary}`);
  }
  // What was checked beside a violation proves nothing.
  if (violations.length > 0) return;
  for (const [unit, count] of exercised) to.exercise(id, unit, count);
}
