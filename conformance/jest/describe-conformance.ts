import { resolve } from 'node:path';
import type { Report } from '../result.ts';
import { reportedId } from '../run/conclude-requirement.ts';
import { listRequirements } from '../run/list-requirements.ts';
import type { RunOptions } from '../run/run-options.ts';
import { selectRequirements } from '../run/select-requirements.ts';
import { readWaivers } from '../waivers/read-waivers.ts';
import type { Waiver } from '../waivers/waiver.ts';
import { type ConformanceTarget, loadContract } from './conformance-target.ts';
import { describeOpenEnds } from './describe-open-ends.ts';
import { requireConformance, requireDecisions } from './require-conformance.ts';
import { type Outcome, runOnce } from './run-once.ts';
import { findFramework, type TestFramework } from './test-framework.ts';

/** How a target is judged in a test file, and what is done with what comes out. */
export interface DescribeOptions extends Pick<RunOptions, 'only' | 'strict' | 'today' | 'areas'> {
  /** Violations that are known, or the path of a YAML file with them. */
  readonly waivers?: readonly Waiver[] | string;
  /** How long all of it may take; 5 minutes. */
  readonly runTimeoutMs?: number;
  /** Gets the report before the first test, to be written somewhere. */
  readonly onReport?: (report: Report) => void | Promise<void>;
  /** Gets what is not decided, warnings and waivers as text; the console by default. */
  readonly print?: (text: string) => void;
  /** In place of the globals `describe`, `it` and `beforeAll`. */
  readonly framework?: TestFramework;
}

const USUAL_TIMEOUT_MS = 5 * 60_000;
/** For what is under way to end, before Jest gives up. */
const GRACE_MS = 15_000;

/**
 * Registers a test for each requirement of a contract. All of them are decided by one run before the first; a test fails when
 * its requirement is violated, or could not be decided for a fault of the suite or the network. What no run can decide is
 * skipped; what this one could not decide passes and is printed, as Jest knows no test that skips itself.
 *
 * @param target - which contract is demanded, and of whom
 * @throws PagewrightError for a contract file with mistakes; TypeError for options that cannot be right
 */
export function describeConformance(target: ConformanceTarget, options: DescribeOptions = {}): void {
  const { framework = findFramework(), runTimeoutMs = USUAL_TIMEOUT_MS, print = printToConsole, onReport } = options;
  const { describe, it, beforeAll } = framework;
  const contract = loadContract(target);
  const wanted = new Set(selectRequirements(contract, options).map((one) => reportedId(contract, one)));
  const rows = listRequirements(contract, options.areas).filter(({ id }) => wanted.has(id));
  const run = readRunOptions(options);

  describe(`${contract.id} conforms to its contract`, () => {
    let outcome: Outcome = { failure: new Error('the run has not begun') };
    beforeAll(async () => {
      outcome = await runOnce(contract, target, run, runTimeoutMs);
      const { report } = outcome;
      if (report === undefined) return;
      const openEnds = describeOpenEnds(report);
      if (openEnds !== undefined) print(openEnds);
      await onReport?.(report);
    }, runTimeoutMs + GRACE_MS);

    it('can be read, and shows enough to be judged', () => requireDecisions(outcome));
    for (const area of new Set(rows.map((row) => row.area))) {
      describe(area, () => {
        for (const { id, title, checks } of rows.filter((row) => row.area === area)) {
          const register = checks.length > 0 ? it : (it.skip ?? it);
          register(`${id}: ${title}`, () => requireConformance(outcome, id));
        }
      });
    }
  });
}

function readRunOptions({ only, strict, today, areas, waivers }: DescribeOptions): RunOptions {
  return {
    ...(only === undefined ? {} : { only }),
    ...(strict === undefined ? {} : { strict }),
    ...(today === undefined ? {} : { today }),
    ...(areas === undefined ? {} : { areas }),
    ...(waivers === undefined
      ? {}
      : { waivers: typeof waivers === 'string' ? readWaivers(resolve(waivers)) : waivers }),
  };
}

function printToConsole(text: string): void {
  // biome-ignore lint/suspicious/noConsole: Jest shows it with the results of the file, and --silent hides it
  console.info(text);
}
