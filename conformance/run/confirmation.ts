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
}

/**
 * Creates the `confirm` function of checks.
 *
 * @param ledger - gets the confirmed findings
 * @param defaultReference - the rows that attempts compare with by default
 */
export function createConfirm(
  requirements: readonly Requirement[],
  ledger: Ledger,
  defaultReference: Reference,
): CheckContext['confirm'] {
  const run = async (attempt: Attempt): Promise<OpenLedger> => {
    const scratch = createLedger(requirements);
    await attempt(scratch);
    return scratch;
  };

  /** Repeats the attempts; earlier findings are kept only if the rows are the same before and after. */
  const runAgain = async (
    trials: readonly Trial[],
    isSame: boolean,
    reference: Reference,
  ): Promise<readonly Trial[]> => {
    const again = await Promise.all(trials.map(({ attempt }) => run(attempt)));
    const isStillSame = isSame && (await reference.reread());
    return trials.map(({ attempt, runs }, index) => {
      const latest = again.slice(index, index + 1);
      return { attempt, runs: isStillSame ? [...runs, ...latest] : latest };
    });
  };

  const settle = async (trials: readonly Trial[], reference: Reference, count: number): Promise<void> => {
    for (const trial of trials.filter(isSettled)) conclude(trial, ledger);
    const open = trials.filter((trial) => !isSettled(trial));
    if (open.length === 0) return;
    const isSame = await reference.reread();
    if (count < MAX_RUNS) return settle(await runAgain(open, isSame, reference), reference, count + 1);
    for (const trial of open) conclude(trial, ledger, isSame ? undefined : 'the rows changed during the check');
  };

  return async (attempts, reference = defaultReference) => {
    const trials = [attempts].flat().map(async (attempt): Promise<Trial> => ({ attempt, runs: [await run(attempt)] }));
    await settle(await Promise.all(trials), reference, 1);
  };
}

/** Whether no run found a violation, or all violations occurred often enough. */
function isSettled({ runs }: Trial): boolean {
  return listViolated(runs).every((id) => countViolated(runs, id) >= MIN_VIOLATIONS);
}

function listViolated(runs: readonly OpenLedger[]): readonly string[] {
  return [...new Set(runs.flatMap(({ violated }) => [...violated]))];
}

function countViolated(runs: readonly OpenLedger[], id: string): number {
  return runs.filter(({ violated }) => violated.has(id)).length;
}

/** Records violations that occurred often enough; others leave their requirement open. */
function conclude({ runs }: Trial, ledger: Ledger, change?: string): void {
  const doubt = change ?? 'seen once, but not when repeated';
  const confirms = (id: string): boolean => change === undefined && countViolated(runs, id) >= MIN_VIOLATIONS;
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
