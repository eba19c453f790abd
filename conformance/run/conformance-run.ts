import type { Contract } from '../../src/contract/contract.ts';
import { listPublicHeaders } from '../../src/contract/credentials.ts';
import { PagewrightError } from '../../src/contract/error.ts';
import { chooseList, loadContracts } from '../../src/contract/load-contracts.ts';
import { AREAS } from '../areas/index.ts';
import type { Area } from '../check.ts';
import type { TargetOptions } from '../client/settings.ts';
import { createTarget, type OpenTarget } from '../client/target.ts';
import type { ProgressState } from '../report/progress.ts';
import type { Requirement } from '../requirement.ts';
import { countVerdicts, type Report, type Result, type Summary, type Waiver } from '../result.ts';
import { applyWaivers } from '../waivers.ts';
import { judgeTarget } from './check-runner.ts';
import { createRecord } from './record.ts';
import { selectRequirements } from './requirements.ts';

/** Which contract is demanded. */
export interface ContractChoice {
  /** The id of a contract that comes with the package, the path of a contract file, or a contract that was loaded. */
  readonly contract: string | Contract;
  /** The operationId of one list, for a file that describes several. */
  readonly operation?: string;
}

/** Which contract is demanded, of which implementation, and with which credentials. */
export type RunTarget = ContractChoice & TargetOptions;

/** How a run judges, and whom it tells. */
export interface RunOptions {
  /** Ids of requirements, with the contract's id in front; a `*` stands for any text. All by default. */
  readonly only?: readonly string[];
  /** Whether a contradicted inference fails, too. */
  readonly strict?: boolean;
  readonly waivers?: readonly Waiver[];
  /** On which waivers expire: `YYYY-MM-DD`; the day in UTC by default. */
  readonly today?: string;
  /** Ends the run; the report then holds what was found so far. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (state: ProgressState) => void;
  /** The requirements and checks to run; all that the suite has by default. */
  readonly areas?: readonly Area[];
}

/** A run under way: its results as they come, and in the end the whole report. */
export interface ConformanceRun extends AsyncIterable<Result> {
  /** Rejects with a `PagewrightError` of the code `not-accessible` when the list cannot be read at all. */
  readonly report: Promise<Report>;
}

/**
 * Checks an implementation against a contract. The run starts at once; results come as they are decided, and nothing is lost
 * for a reader who starts late, or who only waits for the report.
 *
 * @param target - which contract is demanded, where the implementation is, and which credentials to send
 * @param options - which requirements to check, and how strictly
 * @returns the run; its iterator and its report fail with a `PagewrightError` (`not-accessible`) when the list cannot be read
 * @throws TypeError that says which option is wrong; PagewrightError (`invalid-contract`) for a contract file with mistakes
 * @example
 * const run = runConformance({ contract: './openapi.yaml', baseUrl: 'https://staging.example/api', headers });
 * for await (const result of run) console.log(result.verdict, result.title);
 * const report = await run.report;
 */
export function runConformance(target: RunTarget, options: RunOptions = {}): ConformanceRun {
  const contract = resolveContract(target);
  const requirements = selectRequirements(contract, options);
  const opened = createTarget({
    ...target,
    publicHeaders: [...listPublicHeaders(contract), ...(target.publicHeaders ?? [])],
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const results = createChannel<Result>();
  const report = complete({ contract, requirements, target: opened }, options, (result) => results.push(result));
  report.then(results.end, results.fail);
  return { report, [Symbol.asyncIterator]: () => results[Symbol.asyncIterator]() };
}

/**
 * Loads the contract of a target.
 *
 * @throws PagewrightError for a file with mistakes, TypeError when it has several lists and none of them is named
 */
export function resolveContract({ contract, operation }: ContractChoice): Contract {
  if (typeof contract !== 'string') return contract;
  const contracts = loadContracts(contract);
  const chosen = chooseList(contracts, operation);
  if (chosen !== undefined) return chosen;
  const ids = contracts.map(({ id }) => id).join(', ');
  throw new TypeError(`${contract} describes several lists; pass one of them as operation: ${ids}`);
}

interface Subject {
  readonly contract: Contract;
  readonly requirements: readonly Requirement[];
  readonly target: OpenTarget;
}

async function complete(
  { contract, requirements, target }: Subject,
  run: RunOptions,
  emit: (result: Result) => void,
): Promise<Report> {
  const startedAt = new Date().toISOString();
  const start = performance.now();
  const { waivers = [], today = startedAt.slice(0, 'YYYY-MM-DD'.length), strict = false } = run;
  const raw: Result[] = [];
  const results: Result[] = [];
  const record = createRecord(contract, requirements, (found) => {
    const result = strict ? promote(found) : found;
    const [judged = result] = applyWaivers([result], waivers, today).results;
    raw.push(result);
    results.push(judged);
    emit(judged);
    return judged;
  });
  try {
    // Before anything is asked: afterwards the run may have been ended, and with it the target.
    const place = await locate(target);
    const stopped = await judgeTarget(contract, target, { ...run, areas: run.areas ?? AREAS }, record);
    const summary = countVerdicts(results);
    return {
      contract: contract.id,
      verdict: judgeWhole(summary, stopped),
      summary,
      requests: target.usage.requests,
      durationMs: Math.round(performance.now() - start),
      target: place,
      startedAt,
      results,
      ...(stopped === undefined ? {} : { stopped }),
      ...(waivers.length === 0 ? {} : { unusedWaivers: applyWaivers(raw, waivers, today).unused }),
    };
  } finally {
    await target.close();
  }
}

/** What was looked at to the end conforms if nothing of it fails; a run that ended early has not seen everything. */
function judgeWhole({ pass, fail, warn, note, waived }: Summary, stopped: string | undefined): Report['verdict'] {
  if (fail > 0) return 'fail';
  return stopped === undefined && pass + warn + note + waived > 0 ? 'pass' : 'inconclusive';
}

/** Where a target is; one that cannot be opened is told of by the first request. */
async function locate(target: OpenTarget): Promise<string> {
  try {
    return await target.locate();
  } catch (error) {
    if (error instanceof PagewrightError) return 'not reached';
    throw error;
  }
}

/** Under a strict reading, what is inferred binds like what is documented. */
function promote(result: Result): Result {
  return result.verdict === 'warn' ? { ...result, verdict: 'fail' } : result;
}

/** Values that come over time, for one reader who may be late. */
interface Channel<T> extends AsyncIterable<T> {
  push(value: T): void;
  end(): void;
  fail(error: unknown): void;
}

export function createChannel<T>(): Channel<T> {
  const waiting: T[] = [];
  let outcome: { readonly error?: unknown } | undefined;
  let wake = (): void => {};
  return {
    push(value) {
      waiting.push(value);
      wake();
    },
    end() {
      outcome ??= {};
      wake();
    },
    fail(error) {
      outcome ??= { error };
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        while (waiting.length > 0) yield waiting.shift() as T;
        if (outcome !== undefined) {
          if ('error' in outcome) throw outcome.error;
          return;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
