import type { Attempt, CheckContext } from '../check.ts';
import { createLedger, type Findings, type Ledger, type OpenLedger } from '../ledger.ts';
import type { Requirement } from '../requirement.ts';
import type { Reference } from '../survey/window.ts';

/** How often an attempt is made at most. */
const MAX_RUNS = 3;
/** How often something has to be wrong, over the same rows, to be held against the target. */
const MIN_VIOLATIONS = 2;

/** An attempt with what it found each time, as long as the rows stayed the same. */
interface Trial {
  readonly attempt: Attempt;
  readonly runs: readonly OpenLedger[];
}

/**
 * Makes the function by which checks make sure.
 *
 * @param ledger - gets what is certain
 * @param defaultReference - the rows that attempts compare with, unless they name others
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

  /** Makes the attempts again; what was found before counts on only if the rows are what they were, before and after. */
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

  /** Makes up its mind about all trials, of which some have been made so often. */
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

/** Nothing was wrong at the only run, or all that was wrong at any run was so often enough. */
function isSettled({ runs }: Trial): boolean {
  return listViolated(runs).every((id) => countViolated(runs, id) >= MIN_VIOLATIONS);
}

function listViolated(runs: readonly OpenLedger[]): readonly string[] {
  return [...new Set(runs.flatMap(({ violated }) => [...violated]))];
}

function countViolated(runs: readonly OpenLedger[], id: string): number {
  return runs.filter(({ violated }) => violated.has(id)).length;
}

/** Believes what was wrong often enough; what was not leaves its requirement open. */
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

/** What of the findings for a requirement is written to another ledger. */
interface CopyChoice {
  /** Whether the violations found for a requirement are to be believed. */
  readonly confirms: (requirement: string) => boolean;
  /** Why those of another are not. */
  readonly doubt: string;
  /** Requirements that nothing is written about; none by default. */
  readonly skips?: (requirement: string) => boolean;
}

/** Writes what one ledger holds to another; violations that are not believed leave their requirement open. */
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
  // What was exercised beside a violation proves nothing.
  if (violations.length > 0) return;
  for (const [unit, count] of exercised) to.exercise(id, unit, count);
}
