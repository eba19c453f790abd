import type { Contract } from '../../src/contract/contract.ts';
import { AREAS } from '../areas/index.ts';
import { createTarget } from '../client/create-target.ts';
import type { OpenTarget, TargetOptions } from '../client/target.ts';
import { TargetError } from '../client/target-error.ts';
import { countVerdicts } from '../report/count-verdicts.ts';
import type { Requirement } from '../requirement.ts';
import type { Report, Result, Summary } from '../result.ts';
import { applyWaivers } from '../waivers/apply-waivers.ts';
import { createChannel } from './create-channel.ts';
import { createRecord } from './create-record.ts';
import { judgeTarget } from './judge-target.ts';
import type { ConformanceRun, RunOptions } from './run-options.ts';
import { selectRequirements } from './select-requirements.ts';

/**
 * Checks an implementation against a contract. The run starts at once; results come as they are decided, and nothing is lost
 * for a reader who starts late, or who only waits for the report.
 *
 * @param contract - what is demanded
 * @param options - where the implementation is, and who asks
 * @returns the run; its iterator and its report fail with a `NotAccessibleError` when the list cannot be read at all
 * @throws TypeError that says which option is wrong
 */
export function runConformance(contract: Contract, options: TargetOptions, run: RunOptions = {}): ConformanceRun {
  const requirements = selectRequirements(contract, run);
  const target = createTarget({
    ...options,
    publicHeaders: [...listPublicHeaders(contract), ...(options.publicHeaders ?? [])],
    ...(run.signal === undefined ? {} : { signal: run.signal }),
  });
  const results = createChannel<Result>();
  const report = complete({ contract, requirements, target }, run, (result) => results.push(result));
  report.then(results.end, results.fail);
  return { report, [Symbol.asyncIterator]: () => results[Symbol.asyncIterator]() };
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
    if (error instanceof TargetError) return 'a target that was not opened';
    throw error;
  }
}

/** Under a strict reading, what is inferred binds like what is documented. */
function promote(result: Result): Result {
  return result.verdict === 'warn' ? { ...result, verdict: 'fail' } : result;
}

/** Headers that are no secret, so that a command which shows a violation works when it is pasted. */
function listPublicHeaders({ access }: Contract): readonly string[] {
  return [
    ...(access.version === undefined ? [] : [access.version.parameter.name]),
    ...(access.partition === undefined ? [] : [access.partition.parameter.name]),
    ...(access.scope?.in === 'header' ? [access.scope.name] : []),
  ];
}
