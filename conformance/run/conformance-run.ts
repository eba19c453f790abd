import type { Contract } from '../../src/contract/contract.ts';
import { listCredentialParameters, listPublicHeaders, listQuerySecrets } from '../../src/contract/credentials.ts';
import { PagewrightError } from '../../src/contract/error.ts';
import { chooseList, loadContracts } from '../../src/contract/load-contracts.ts';
import { encodeParameter } from '../../src/contract/openapi/parameters.ts';
import { statedValue } from '../../src/contract/sample.ts';
import { didYouMean, formatCount } from '../../src/contract/text.ts';
import { AREAS } from '../areas/index.ts';
import type { Area } from '../check.ts';
import { joinSignals } from '../client/pacing.ts';
import { DEFAULT_MAX_REQUESTS, MAX_TIMEOUT_MS, type TargetOptions, type TargetSettings } from '../client/settings.ts';
import { createTarget, type OpenTarget } from '../client/target.ts';
import type { Design, Profile } from '../design/design.ts';
import { MAX_SEED } from '../design/random.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import { describeInquiry, type Inquiry } from '../diagnosis/question.ts';
import { createHooks, type HookOptions, type Hooks } from '../hooks/hooks.ts';
import type { ProgressState } from '../report/progress.ts';
import { type Requirement, reportedId } from '../requirement.ts';
import {
  countVerdicts,
  type MissingInput,
  type Report,
  type Result,
  type RunVariation,
  type Summary,
  type Waiver,
} from '../result.ts';
import { applyWaivers } from '../waivers.ts';
import { judgeTarget } from './check-runner.ts';
import { createGate, type Gate, type GateOptions } from './gate.ts';
import { describeGiven, listMissing, listRequiredInput, listWanted } from './needs.ts';
import { createRecord } from './record.ts';
import { deriveRequirements, selectRequirements } from './requirements.ts';

/** Which contract to check. */
export interface ContractChoice {
  /** The id of a built-in contract, the path of a contract file, or a loaded contract. */
  readonly contract: string | Contract;
  /** The operationId of one list, for a file that describes several. */
  readonly operation?: string;
  /** Folders outside that of the contract file which its references may lead into. */
  readonly allow?: readonly string[];
}

/** A contract, and the implementation to check against it. */
export type RunTarget = ContractChoice & TargetOptions & HookOptions;

/** What to check, and how strictly. */
export interface RunOptions extends GateOptions {
  /** Ids of requirements, such as `orders.total.*`; a `*` matches any text. Default: all. */
  readonly only?: readonly string[];
  readonly waivers?: readonly Waiver[];
  /** The day that decides whether waivers are expired, as `YYYY-MM-DD`. Default: today in UTC. */
  readonly today?: string;
  /** Ends the run; the report then has the results so far. */
  readonly signal?: AbortSignal;
  /** Milliseconds for the whole run, which then ends with the results so far. Default: no limit. */
  readonly runTimeoutMs?: number;
  readonly onProgress?: (state: ProgressState) => void;
  /**
   * `whole`: everything, in at most 400 requests; `quick`: what finds most, in at most 60. Default: `whole`. `maxRequests` of the
   * target takes precedence.
   */
  readonly profile?: Profile;
  /** Decides page sizes and whatever else is left to chance: an integer from 0 to 4294967295. Default: drawn, and in the report. */
  readonly seed?: number;
  /** The requirements and checks to run. Default: all. */
  readonly areas?: readonly Area[];
}

/** A running check: iterate over its results, or await its report. */
export interface ConformanceRun extends AsyncIterable<Result> {
  /** Rejects with a `PagewrightError` (`not-accessible`) when the list cannot be read. */
  readonly report: Promise<Report>;
}

/**
 * Checks an implementation against a contract. The run starts at once; its results can be iterated as they are decided, early
 * or late, and its report awaited.
 *
 * @param target - the contract, the app or base URL of the implementation, and the headers with credentials
 * @returns the run; iterator and report reject with a `PagewrightError` (`not-accessible`) when the list cannot be read
 * @throws TypeError that names the invalid option; PagewrightError (`invalid-contract`) for an invalid contract file
 * @example
 * const run = runConformance({ contract: './openapi.yaml', baseUrl: 'https://staging.example/api', headers });
 * for await (const result of run) console.log(result.verdict, result.title);
 * const report = await run.report;
 */
export function runConformance(target: RunTarget, options: RunOptions = {}): ConformanceRun {
  checkDesign(options);
  const contract = resolveContract(target);
  const requirements = selectRequirements(contract, options);
  const gate = createGate(contract, listIds(contract, options), options);
  checkKnown(contract, target);
  const limit = createTimeLimit(options);
  const opened = createTarget({
    ...target,
    maxRequests: maxRequestsOf(target, options),
    query: { ...requiredQuery(contract), ...target.query },
    publicHeaders: [...listPublicHeaders(contract), ...(target.publicHeaders ?? [])],
    publicQuery: [...listPublicQuery(contract), ...(target.publicQuery ?? [])],
    signal: limit.signal,
  });
  const results = createChannel<Result>();
  const hooks = createHooks(target, {
    contract,
    signal: limit.signal,
    baseUrl: target.baseUrl,
    headers: target.headers ?? {},
    redact: opened.redact,
  });
  const required = listRequiredInput(contract, target);
  const subject = { contract, requirements, gate, target: opened, required, hooks };
  const report = complete(subject, options, (result) => results.push(result)).finally(limit.clear);
  report.then(results.end, results.fail);
  return { report, [Symbol.asyncIterator]: () => results[Symbol.asyncIterator]() };
}

/** In all, confirmations included. */
const QUICK_REQUESTS = 60;

/** The maximum number of requests of a run. */
export function maxRequestsOf(
  { maxRequests }: Pick<TargetSettings, 'maxRequests'>,
  { profile }: Pick<RunOptions, 'profile'>,
): number {
  return maxRequests ?? (profile === 'quick' ? QUICK_REQUESTS : DEFAULT_MAX_REQUESTS);
}

function checkKnown({ id, filters }: Contract, { known = {} }: Pick<TargetSettings, 'known'>): void {
  const names = filters.map(({ parameter }) => parameter);
  const unknown = Object.keys(known).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new TypeError(`Unknown filter ${unknown} of ${id}${didYouMean(unknown, names)}`);
}

function checkDesign({ profile = 'whole', seed = 0 }: RunOptions): void {
  if (profile !== 'whole' && profile !== 'quick')
    throw new TypeError(`Invalid profile ${profile}: must be whole or quick`);
  if (!Number.isInteger(seed) || seed < 0 || seed > MAX_SEED) {
    throw new TypeError(`Invalid seed ${seed}: must be an integer from 0 to ${MAX_SEED}`);
  }
}

/**
 * What the document requires of every query and gives a value for itself: its only one, its default or its example. Where a page
 * begins and who asks is not among it.
 */
function requiredQuery(contract: Contract): Readonly<Record<string, string>> {
  const { access, page } = contract;
  const known = [access.scope?.name, access.version?.parameter.name, access.partition?.parameter.name, page.position];
  const needed = contract.parameters.filter(({ name, in: place, required }) => {
    return place === 'query' && required && !known.includes(name) && listPublicQuery(contract).includes(name);
  });
  const pairs = needed.flatMap((parameter) => {
    const stated = parameter.name === page.limit.parameter ? page.limit.default : statedValue(parameter.schema);
    return stated === undefined ? [] : encodeParameter(parameter, stated);
  });
  return Object.fromEntries(pairs);
}

/** The query parameters that a document declares and no scheme authenticates by. */
function listPublicQuery(contract: Contract): readonly string[] {
  const secret = listCredentialParameters(contract);
  return contract.parameters.flatMap(({ name, in: place }) => {
    const isCredential =
      secret.includes(name) || listQuerySecrets(`${encodeURIComponent(name)}=x`, () => false).length > 0;
    return place === 'query' && !isCredential ? [name] : [];
  });
}

/**
 * Loads the contract of a target.
 *
 * @throws PagewrightError for an invalid file; TypeError when it describes several lists and `operation` is missing
 */
export function resolveContract({ contract, operation, allow = [] }: ContractChoice): Contract {
  if (typeof contract !== 'string') return contract;
  const contracts = loadContracts(contract, { allow });
  const chosen = chooseList(contracts, operation);
  if (chosen !== undefined) return chosen;
  const ids = contracts.map(({ id }) => id).join(', ');
  throw new TypeError(`${contract} describes several lists; pass one of them as operation: ${ids}`);
}

interface Subject {
  readonly contract: Contract;
  readonly requirements: readonly Requirement[];
  readonly gate: Gate;
  readonly target: OpenTarget;
  /** What the document requires of every request, and nobody has given. */
  readonly required: readonly MissingInput[];
  readonly hooks: Hooks;
}

async function complete(
  { contract, requirements, gate, target, required, hooks }: Subject,
  run: RunOptions,
  emit: (result: Result) => void,
): Promise<Report> {
  const startedAt = new Date().toISOString();
  const start = performance.now();
  const { waivers = [], today = startedAt.slice(0, 'YYYY-MM-DD'.length) } = run;
  const raw: Result[] = [];
  const results: Result[] = [];
  const missing = listMissing(contract, describeGiven(target, hooks), run.areas);
  const record = createRecord(contract, requirements, (found) => {
    const result = gate.weigh(found);
    const [waived = result] = applyWaivers([result], waivers, today).results;
    const judged = gate.compare(waived);
    raw.push(result);
    results.push(judged);
    emit(judged);
    return judged;
  });
  try {
    // Before the first request: at the end the target may be closed already.
    const place = await locate(target);
    let design: Design | undefined;
    const onDesign = (made: Design): void => {
      design = made;
    };
    let inquiry: Inquiry | undefined;
    const onInquiry = (made: Inquiry): void => {
      inquiry = made;
    };
    const options = { ...run, areas: run.areas ?? AREAS, onDesign, onInquiry, hooks };
    const stopped = await judgeTarget(contract, target, options, record);
    const summary = countVerdicts(results);
    const concluded = gate.conclude(results);
    return {
      contract: contract.id,
      verdict: judgeWhole(summary, stopped, concluded),
      ...nameCauses(contract, results, inquiry),
      summary,
      requests: target.usage.requests,
      durationMs: Math.round(performance.now() - start),
      target: place,
      startedAt,
      results,
      ...(design === undefined ? {} : { variation: describeVariation(design) }),
      ...(stopped === undefined ? {} : { stopped }),
      ...(waivers.length === 0 ? {} : { unusedWaivers: applyWaivers(raw, waivers, today).unused }),
      ...concluded,
      ...(hooks.calls.length === 0 ? {} : { hooks: hooks.calls }),
      ...describeMissing([...required, ...listWanted(missing, results)]),
    };
  } finally {
    await target.close();
  }
}

function describeVariation({ seed, profile, sizes, reach, coverage }: Design): RunVariation {
  return { seed, profile, sizes: sizes.met, rows: reach.rows, pairs: coverage };
}

/** A run that ended early, or had errors, cannot pass, since it has not checked everything. */
function judgeWhole(
  { pass, fail, warn, note, waived, error }: Summary,
  stopped: string | undefined,
  { gate }: Pick<Report, 'gate'>,
): Report['verdict'] {
  if (fail > 0) return 'fail';
  if (stopped !== undefined) return 'inconclusive';
  if (gate !== undefined && gate.failed.length > 0) return 'fail';
  return error === 0 && pass + warn + note + waived > 0 ? 'pass' : 'inconclusive';
}

function describeMissing(missing: readonly MissingInput[]): Pick<Report, 'missing'> {
  return missing.length === 0 ? {} : { missing };
}

function listIds(contract: Contract, { areas }: RunOptions): readonly string[] {
  return deriveRequirements(contract, areas).map((requirement) => reportedId(contract, requirement));
}

/** The signal of the caller, or of the time that the run may take. */
function createTimeLimit({ signal, runTimeoutMs }: RunOptions): {
  readonly signal: AbortSignal;
  readonly clear: () => void;
} {
  const ending = new AbortController();
  if (runTimeoutMs === undefined) return { signal: joinSignals([signal, ending.signal]), clear: () => {} };
  if (!(runTimeoutMs > 0)) throw new TypeError(`Invalid runTimeoutMs: must be greater than 0, not ${runTimeoutMs}`);
  const why = new Error(`the run took longer than ${formatCount(runTimeoutMs)} ms`);
  const timer = setTimeout(() => ending.abort(why), Math.min(runTimeoutMs, MAX_TIMEOUT_MS)).unref();
  return { signal: joinSignals([signal, ending.signal]), clear: () => clearTimeout(timer) };
}

/** What the violations come from, where there are any. */
function nameCauses(
  contract: Contract,
  results: readonly Result[],
  inquiry: Inquiry | undefined,
): Pick<Report, 'causes'> {
  const found = diagnose(contract, results);
  const causes = inquiry === undefined ? found : describeInquiry(found, results, inquiry);
  return causes.length === 0 ? {} : { causes };
}

/** The URL of a target; the first request reports one that cannot be opened. */
async function locate(target: OpenTarget): Promise<string> {
  try {
    return await target.locate();
  } catch (error) {
    if (error instanceof PagewrightError) return 'not reached';
    throw error;
  }
}

/**
 * The report of a run that could not read the list at all, for those who read files.
 *
 * @param failure - what its report was rejected with
 * @param target - where it was asked, without credentials
 */
export function reportUnreadable(
  contract: Contract,
  options: Pick<RunOptions, 'only' | 'areas'>,
  { target, failure }: { readonly target: string; readonly failure: PagewrightError },
): Report {
  const results: Result[] = [];
  const record = createRecord(contract, selectRequirements(contract, options), (result) => {
    results.push(result);
    return result;
  });
  record.conclude(failure.message);
  return {
    contract: contract.id,
    verdict: 'inconclusive',
    summary: countVerdicts(results),
    requests: 0,
    durationMs: 0,
    target,
    startedAt: new Date().toISOString(),
    results,
    stopped: failure.message,
  };
}

/** An async iterable that buffers values for one reader. */
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
