import { closeSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { CliError } from '../cli-error.ts';
import type { ReportFlags } from './report-flags.ts';

const FORMATS = ['json', 'junit', 'html', 'markdown'] as const;

/** One report that is asked for. */
export interface ReportFile {
  readonly format: (typeof FORMATS)[number];
  /** Absolute; `-` is standard output. */
  readonly path: string;
}

/**
 * Finds out before the work is done that its reports can be written.
 *
 * @param cwd - the folder that paths are relative to
 * @throws {CliError} for a file that cannot be written
 */
export function openReports(flags: ReportFlags, cwd: string): readonly ReportFile[] {
  return FORMATS.flatMap((format) => {
    const given = flags[format];
    if (given === undefined) return [];
    if (given === '-') return [{ format, path: given }];
    const path = resolve(cwd, given);
    try {
      closeSync(openSync(path, 'a'));
    } catch (error) {
      throw new CliError(`the report ${given} cannot be written: ${(error as Error).message}`);
    }
    return [{ format, path }];
  });
}
