import type { Area } from '../check.ts';
import type { ProgressState } from '../report/create-progress.ts';
import type { Report, Result } from '../result.ts';
import type { Waiver } from '../waivers/waiver.ts';

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
  /** Rejects with a {@link NotAccessibleError} when the list cannot be read at all. */
  readonly report: Promise<Report>;
}
