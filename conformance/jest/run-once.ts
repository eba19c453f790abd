import type { Contract } from '../../src/contract/contract.ts';
import type { TargetOptions } from '../client/target.ts';
import type { Report } from '../result.ts';
import { runConformance } from '../run/run-conformance.ts';
import type { RunOptions } from '../run/run-options.ts';
import type { ConformanceTarget } from './conformance-target.ts';

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
  const timer = setTimeout(() => ending.abort(new Error(`the run took longer than ${timeoutMs} ms`)), timeoutMs);
  try {
    const opened = 'open' in target ? await target.open() : withoutContract(target);
    return { report: await runConformance(contract, opened, { ...options, signal: ending.signal }).report };
  } catch (failure) {
    return { failure };
  } finally {
    clearTimeout(timer);
  }
}

function withoutContract({ contract: _, operation: __, ...options }: ConformanceTarget & TargetOptions): TargetOptions {
  return options as TargetOptions;
}
