import type { Report, RunOptions } from '../../conformance/index.ts';
import { joinReports, partOfReport } from '../../conformance/report/joined.ts';
import { matchIds } from '../../conformance/requirement.ts';
import { countVerdicts } from '../../conformance/result.ts';
import type { Contract } from '../contract/contract.ts';
import { PagewrightError } from '../contract/error.ts';
import { nearNamesClause } from '../contract/text.ts';
import { usageError } from './errors.ts';

/** A run over the lists of a file. */
export interface ListsRun {
  /** What the lists have in common: the name of the file. */
  readonly name: string;
  readonly options: RunOptions;
  /** The address of the target, as reports show it. */
  readonly target: string;
  /** The ids of all requirements of a list. */
  requirementsOf(contract: Contract): readonly string[];
  /** Why a list is not to be asked for; `undefined` where it is. */
  findObstacle(contract: Contract): string | undefined;
  check(contract: Contract, options: RunOptions): Promise<Report>;
}

/**
 * Checks lists one after the other. What one of them cannot do says nothing of the others.
 *
 * @returns one report, in which each list is an area
 * @throws {PagewrightError} `unreachable` where there is no server
 */
export async function checkLists(contracts: readonly Contract[], run: ListsRun): Promise<Report> {
  const { options, target } = run;
  const known = contracts.map((contract) => ({ contract, ids: run.requirementsOf(contract) }));
  requireKnown(
    options,
    known.flatMap(({ ids }) => ids),
  );
  const end = performance.now() + (options.runTimeoutMs ?? Number.POSITIVE_INFINITY);
  const reports: Report[] = [];
  for (const { contract, ids } of known) {
    const own = narrow(options, contract, ids);
    if (own === undefined) continue;
    const left = end - performance.now();
    const obstacle = findStop(options, left) ?? run.findObstacle(contract);
    if (obstacle === undefined) {
      const timed = options.runTimeoutMs === undefined ? own : { ...own, runTimeoutMs: Math.ceil(left) };
      reports.push(await checkOne(contract, timed, run));
    } else {
      reports.push(reportUnasked(contract, target, obstacle));
    }
  }
  return joinReports(run.name, reports);
}

function findStop({ signal }: RunOptions, left: number): string | undefined {
  if (signal?.aborted === true) return 'stopped by the user';
  return left <= 0 ? 'the time of the run was over' : undefined;
}

async function checkOne(contract: Contract, options: RunOptions, { check, target }: ListsRun): Promise<Report> {
  try {
    return await check(contract, options);
  } catch (error) {
    if (!(error instanceof PagewrightError && error.code === 'not-accessible')) throw error;
    return reportUnasked(contract, target, error.message);
  }
}

/** Beside lists that were asked for, all that is undecided of one that was not would hide them. */
function reportUnasked({ id }: Contract, target: string, reason: string): Report {
  return {
    contract: id,
    verdict: 'inconclusive',
    summary: countVerdicts([]),
    requests: 0,
    durationMs: 0,
    target,
    startedAt: new Date().toISOString(),
    results: [],
    stopped: reason,
  };
}

/** The options as far as they are about one list; `undefined` where none of it was asked for. */
function narrow(options: RunOptions, contract: Contract, ids: readonly string[]): RunOptions | undefined {
  const { only, failOn, levels, baseline } = options;
  const isOwn = (pattern: string): boolean => isWord(pattern) || ids.some(matchIds([pattern]));
  const chosen = only?.filter(isOwn);
  if (chosen?.length === 0) return undefined;
  return {
    ...options,
    ...(chosen === undefined ? {} : { only: chosen }),
    ...(failOn === undefined ? {} : { failOn: failOn.filter(isOwn) }),
    ...(levels === undefined
      ? {}
      : { levels: Object.fromEntries(Object.entries(levels).filter(([pattern]) => isOwn(pattern))) }),
    ...(baseline === undefined ? {} : { baseline: partOfReport(baseline, contract.id) }),
  };
}

/** Such as `inconclusive`: ids of several lists have dots. */
function isWord(pattern: string): boolean {
  return !pattern.includes('.');
}

function requireKnown({ only = [], failOn = [], levels = {} }: RunOptions, ids: readonly string[]): void {
  const patterns = [...only, ...failOn.filter((pattern) => !isWord(pattern)), ...Object.keys(levels)];
  const unknown = patterns.find((pattern) => !ids.some(matchIds([pattern])));
  if (unknown !== undefined) throw usageError(`Unknown requirement ${unknown}${nearNamesClause(unknown, ids)}`);
}
