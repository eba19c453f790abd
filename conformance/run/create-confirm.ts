import type { Attempt, CheckContext } from '../check.ts';
import { copyFindings } from '../ledger/copy-findings.ts';
import { createLedger, type OpenLedger } from '../ledger/create-ledger.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Requirement } from '../requirement.ts';
import type { Reference } from '../survey/survey.ts';

/** How often an attempt is made at most. */
const MOST_RUNS = 3;
/** How often something has to be wrong, over the same rows, to be held against the target. */
const ENOUGH = 2;

/** An attempt with what it found each time, as long as the rows stayed the same. */
interface Trial {
  readonly attempt: Attempt;
  runs: readonly OpenLedger[];
}

/**
 * Makes the function by which checks make sure.
 *
 * @param ledger - gets what is certain
 * @param usual - the rows that attempts compare with, unless they name others
 */
export function createConfirm(
  requirements: readonly Requirement[],
  ledger: Ledger,
  usual: Reference,
): CheckContext['confirm'] {
  const run = async (attempt: Attempt): Promise<OpenLedger> => {
    const scratch = createLedger(requirements);
    await attempt(scratch);
    return scratch;
  };

  return async (attempts, reference = usual) => {
    let trials = await Promise.all(
      [attempts].flat().map(async (attempt): Promise<Trial> => ({ attempt, runs: [await run(attempt)] })),
    );
    for (let count = 1; ; count += 1) {
      for (const trial of trials.filter(isSettled)) conclude(trial, ledger);
      trials = trials.filter((trial) => !isSettled(trial));
      if (trials.length === 0) return;
      const isSame = await reference.reread();
      if (count === MOST_RUNS) {
        for (const trial of trials) conclude(trial, ledger, isSame ? undefined : 'the rows changed meanwhile');
        return;
      }
      const again = await Promise.all(trials.map(({ attempt }) => run(attempt)));
      const isStillSame = isSame && (await reference.reread());
      for (const [index, trial] of trials.entries()) {
        const latest = again.slice(index, index + 1);
        trial.runs = isStillSame ? [...trial.runs, ...latest] : latest;
      }
    }
  };
}

/** Nothing was wrong at the only run, or all that was wrong at any run was so often enough. */
function isSettled({ runs }: Trial): boolean {
  return listViolated(runs).every((id) => countViolated(runs, id) >= ENOUGH);
}

function listViolated(runs: readonly OpenLedger[]): readonly string[] {
  return [...new Set(runs.flatMap(({ violated }) => [...violated]))];
}

function countViolated(runs: readonly OpenLedger[], id: string): number {
  return runs.filter(({ violated }) => violated.has(id)).length;
}

/** Believes what was wrong often enough; what was not leaves its requirement open. */
function conclude({ runs }: Trial, ledger: Ledger, change?: string): void {
  const doubt = change ?? 'it was seen once, and not again';
  const believes = (id: string): boolean => change === undefined && countViolated(runs, id) >= ENOUGH;
  const violated = new Set(listViolated(runs));
  for (const id of violated) {
    const shown = runs.findLast((one) => one.violated.has(id));
    if (shown !== undefined) copyFindings(shown, ledger, { believes, doubt, passesOver: (other) => other !== id });
  }
  const last = runs.at(-1);
  if (last !== undefined) copyFindings(last, ledger, { believes, doubt, passesOver: (id) => violated.has(id) });
}
