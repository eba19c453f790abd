import { resolve } from 'node:path';
import type { Contract } from '../src/contract/contract.ts';
import { PagewrightError } from '../src/contract/error.ts';
import { countNoun, formatCount } from '../src/contract/text.ts';
import type { TargetOptions } from './client/settings.ts';
import { createPaint } from './report/paint.ts';
import { formatTerminalFailure } from './report/terminal.ts';
import { makeVisibleLine } from './report/text.ts';
import { reportedId } from './requirement.ts';
import { nameVerdict, type Report, type Result, VERDICTS, type Verdict, type Waiver } from './result.ts';
import { type ContractChoice, type RunOptions, resolveContract, runConformance } from './run/conformance-run.ts';
import { listRequirements, selectRequirements } from './run/requirements.ts';
import { readWaivers } from './waivers.ts';

/** Which contract is demanded, and of which implementation. */
export type ConformanceTarget = ContractChoice &
  (
    | TargetOptions
    | {
        /** Gives the other options when the tests start, for what is not known before: the port of a server, a token. */
        readonly open: () => TargetOptions | Promise<TargetOptions>;
      }
  );

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

const DEFAULT_TIMEOUT_MS = 5 * 60_000;
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
  const { framework = findFramework(), runTimeoutMs = DEFAULT_TIMEOUT_MS, print = printToConsole, onReport } = options;
  const { describe, it, beforeAll } = framework;
  const contract = resolveContract(target);
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

    it('is readable, and returns enough to be checked', () => requireDecisions(outcome));
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

/** How a run went: its report, or why there is none. */
export type Outcome =
  | { readonly report: Report; readonly failure?: undefined }
  | { readonly failure: unknown; readonly report?: undefined };

/** Checks a target, and keeps what is thrown, so that one test can tell it and not all of them. */
export async function runOnce(
  contract: Contract,
  target: ConformanceTarget,
  options: RunOptions,
  timeoutMs: number,
): Promise<Outcome> {
  const ending = new AbortController();
  const timer = setTimeout(
    () => ending.abort(new Error(`the run took longer than ${formatCount(timeoutMs)} ms`)),
    timeoutMs,
  );
  try {
    const opened = 'open' in target ? await target.open() : target;
    return { report: await runConformance({ ...opened, contract }, { ...options, signal: ending.signal }).report };
  } catch (failure) {
    return { failure };
  } finally {
    clearTimeout(timer);
  }
}

/** Throws when a run failed, ended early, or decided nothing: that is no success. */
export function requireDecisions({ report, failure }: Outcome): void {
  if (failure instanceof PagewrightError && failure.code === 'not-accessible') fail(failure.message);
  if (report === undefined) throw failure;
  if (report.stopped !== undefined) fail(`the run ended early: ${report.stopped}`);
  if (report.verdict === 'inconclusive')
    fail('no requirement could be decided; the printed reasons say what is missing');
}

/** Throws when a requirement is violated, or something other than the target kept it from being decided. */
export function requireConformance({ report }: Outcome, id: string): void {
  if (report === undefined) fail('not checked; see the first test');
  const result = report.results.find((one) => one.id === id);
  if (result === undefined) fail('not decided');
  if (result.verdict === 'fail' || result.verdict === 'error') fail(describeFailure(result));
}

/** Throws without a stack: where in the suite something is found says nothing of the target. */
function fail(message: string): never {
  const error = new Error(message);
  error.stack = message;
  throw error;
}

const WIDTH = 100;

/** What a test says whose requirement is not met: demand, reason, expected beside received, and the command that shows it. */
export function describeFailure(result: Result): string {
  if (result.verdict === 'error') return `could not be decided\n${result.reason}`;
  // The mark and the margin are Jest's business here.
  return formatTerminalFailure(result, createPaint(false), WIDTH).replace(/^(?: {2}✗ | {4})/gm, '');
}

/** Tests pass with these, although there is something to say. */
const OPEN_ENDS: Readonly<Partial<Record<Verdict, string>>> = {
  warn: 'warning',
  note: 'note',
  waived: 'waived',
  inconclusive: 'not decided',
};

/**
 * What a run has to say that no failing test says: what was not decided and why, warnings, and what is waived.
 *
 * @returns one line with the numbers and one for each; `undefined` when everything was decided and is well
 */
export function describeOpenEnds({ contract, target, summary, requests, results }: Report): string | undefined {
  const open = Object.keys(OPEN_ENDS).flatMap((verdict) => results.filter((result) => result.verdict === verdict));
  if (open.length === 0) return undefined;
  const counts = VERDICTS.filter((verdict) => summary[verdict] > 0).map((verdict) => {
    return `${formatCount(summary[verdict])} ${nameVerdict(verdict, summary[verdict])}`;
  });
  const head = `${contract} at ${target}: ${[...counts, countNoun(requests, 'request')].join(', ')}`;
  return [head, ...open.map(describeOne)].join('\n');
}

function describeOne({ verdict, id, reason, waiver }: Result): string {
  const until = verdict === 'waived' && waiver !== undefined ? ` Until ${waiver.expires}: ${waiver.reason}` : '';
  return `  ${OPEN_ENDS[verdict] ?? verdict}: ${id}: ${makeVisibleLine(reason + until)}`;
}

/** What registers tests: Jest's globals, or what another framework has in their place. */
export interface TestFramework {
  describe(name: string, body: () => void): unknown;
  readonly it: {
    (name: string, body: () => void): unknown;
    /** For what no run can decide. */
    skip?(name: string, body: () => void): unknown;
  };
  beforeAll(body: () => Promise<void>, timeoutMs: number): unknown;
}

/**
 * The globals that Jest gives to a test file.
 *
 * @throws TypeError where there are none
 */
export function findFramework(globals: Partial<TestFramework> = globalThis as Partial<TestFramework>): TestFramework {
  const { describe, it, beforeAll } = globals;
  if (describe === undefined || it === undefined || beforeAll === undefined) {
    throw new TypeError(
      'Missing describe, it and beforeAll: call this in a test file, or pass them as the option `framework`',
    );
  }
  return { describe, it, beforeAll };
}
