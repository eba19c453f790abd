import { resolve } from 'node:path';
import type { Contract } from '../src/contract/contract.ts';
import { PagewrightError } from '../src/contract/error.ts';
import { countNoun, formatCount } from '../src/contract/text.ts';
import type { TargetOptions } from './client/settings.ts';
import type { HookOptions } from './hooks/hooks.ts';
import { describeAsked } from './report/causes.ts';
import { readReport } from './report/json.ts';
import { createPaint } from './report/paint.ts';
import { formatTerminalFailure } from './report/terminal.ts';
import { makeVisibleLine } from './report/text.ts';
import { reportedId } from './requirement.ts';
import { type Cause, nameVerdict, type Report, type Result, VERDICTS, type Verdict, type Waiver } from './result.ts';
import { type ContractChoice, type RunOptions, resolveContract, runConformance } from './run/conformance-run.ts';
import { listRequirements, selectRequirements } from './run/requirements.ts';
import { readWaivers } from './waivers.ts';

/** A contract, and the implementation to check against it. */
export type ConformanceTarget = ContractChoice &
  HookOptions &
  (
    | TargetOptions
    | {
        /** Returns the other options when the tests start, for what is not known before, such as a port or a token. */
        readonly open: () => (TargetOptions & HookOptions) | Promise<TargetOptions & HookOptions>;
      }
  );

/** Options of a run in a test file. */
export interface DescribeOptions extends Pick<RunOptions, 'only' | 'strict' | 'failOn' | 'levels' | 'today' | 'areas'> {
  /** An earlier report, or the path of its JSON file: what it has found already does not fail. */
  readonly baseline?: Report | string;
  /** Waivers, or the path of a YAML file with them. */
  readonly waivers?: readonly Waiver[] | string;
  /** Milliseconds for the whole run. Default: 5 minutes. */
  readonly runTimeoutMs?: number;
  /** Gets the report before the first test, for example to write it to a file. */
  readonly onReport?: (report: Report) => void | Promise<void>;
  /** Prints warnings, waivers and undecided requirements. Default: the console. */
  readonly print?: (text: string) => void;
  /** Replaces the globals `describe`, `it` and `beforeAll`. */
  readonly framework?: TestFramework;
}

const DEFAULT_TIMEOUT_MS = 5 * 60_000;
/** For pending requests to end before Jest's timeout. */
const GRACE_MS = 15_000;

/**
 * Registers a test for each requirement of a contract. One run before the first test decides all of them. A test fails if its
 * requirement is violated, or could not be decided because of an error of the suite or the network. Requirements that no run
 * can decide are skipped; those that this run could not decide pass and are printed, since a Jest test cannot skip itself.
 *
 * @throws PagewrightError (`invalid-contract`) for an invalid contract file; TypeError for an invalid option
 * @example
 * describeConformance({ contract: './openapi.yaml', app, headers: { authorization: 'Bearer …' } });
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

function readRunOptions(options: DescribeOptions): RunOptions {
  const { waivers, baseline, ...rest } = options;
  return {
    ...rest,
    ...(waivers === undefined
      ? {}
      : { waivers: typeof waivers === 'string' ? readWaivers(resolve(waivers)) : waivers }),
    ...(baseline === undefined
      ? {}
      : { baseline: typeof baseline === 'string' ? readReport(resolve(baseline)) : baseline }),
  };
}

function printToConsole(text: string): void {
  // biome-ignore lint/suspicious/noConsole: Jest shows it with the results of the file, and --silent hides it
  console.info(text);
}

/** The report of a run, or the error. */
export type Outcome =
  | { readonly report: Report; readonly failure?: undefined }
  | { readonly failure: unknown; readonly report?: undefined };

/** Checks a target; an error is returned, so that one test reports it instead of all. */
export async function runOnce(
  contract: Contract,
  target: ConformanceTarget,
  options: RunOptions,
  timeoutMs: number,
): Promise<Outcome> {
  try {
    const { betweenPages, oracle, hookTimeoutMs } = target;
    const hooks = definedOf({ betweenPages, oracle, hookTimeoutMs });
    const opened = 'open' in target ? { ...hooks, ...(await target.open()) } : target;
    return { report: await runConformance({ ...opened, contract }, { ...options, runTimeoutMs: timeoutMs }).report };
  } catch (failure) {
    return { failure };
  }
}

function definedOf(hooks: { readonly [Key in keyof HookOptions]: HookOptions[Key] | undefined }): HookOptions {
  return Object.fromEntries(Object.entries(hooks).filter(([, value]) => value !== undefined));
}

/** Throws when a run failed, ended early, or decided nothing. */
export function requireDecisions({ report, failure }: Outcome): void {
  if (failure instanceof PagewrightError && failure.code === 'not-accessible') fail(failure.message);
  if (report === undefined) throw failure;
  if (report.stopped !== undefined) fail(`the run ended early: ${report.stopped}`);
  // What had an error fails its own test.
  if (report.verdict === 'inconclusive' && report.summary.error === 0)
    fail('no requirement could be decided; the printed reasons say what is missing');
}

/** Throws when a requirement is violated, or could not be decided because of an error of the suite or the network. */
export function requireConformance({ report }: Outcome, id: string): void {
  if (report === undefined) fail('not checked; see the first test');
  const result = report.results.find((one) => one.id === id);
  if (result === undefined) fail('not decided');
  const isGated = report.gate?.failed.includes(id) === true;
  if (result.verdict === 'fail' || result.verdict === 'error' || isGated) {
    fail(
      describeFailure(
        result,
        report.causes?.find(({ explains }) => explains.includes(id)),
      ),
    );
  }
}

/** Throws without a stack, since a place in the suite says nothing about the target. */
function fail(message: string): never {
  const error = new Error(message);
  error.stack = message;
  throw error;
}

const WIDTH = 100;

/** The message of a failing test: requirement, reason, expected, received and the command that reproduces it, and what caused it. */
export function describeFailure(result: Result, cause?: Cause): string {
  if (result.verdict === 'error' || result.verdict === 'inconclusive') return `could not be decided\n${result.reason}`;
  // Jest adds its own mark and margin.
  const failure = formatTerminalFailure(result, createPaint(false), WIDTH).replace(/^(?: {2}✗ | {4})/gm, '');
  if (cause === undefined) return failure;
  const words = [`Most likely cause: ${cause.title}.`, ...describeAsked(cause)].map(makeVisibleLine);
  return `${failure}\n\n${words.join('\n')}`;
}

/** Tests with these verdicts pass, but are printed. */
const OPEN_ENDS: Readonly<Partial<Record<Verdict, string>>> = {
  warn: 'warning',
  note: 'note',
  waived: 'waived',
  inconclusive: 'not decided',
};

/**
 * Describes results that fail no test: undecided ones, warnings, notes and waived ones.
 *
 * @returns a line with the counts and a line for each; `undefined` when there are none
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

/** The functions that register tests: Jest's globals, or those of another framework. */
export interface TestFramework {
  describe(name: string, body: () => void): unknown;
  readonly it: {
    (name: string, body: () => void): unknown;
    /** For requirements that no run can decide. */
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
