import { readFileSync } from 'node:fs';
import type { Report } from '../result.ts';
import { parseReport } from './parse-report.ts';
import { ReportError } from './report-error.ts';

/**
 * Reads a report that was written with `--json`.
 *
 * @param file - its path
 * @throws {ReportError} when it cannot be read or is not a report
 */
export function readReport(file: string): Report {
  return parseReport(readText(file), file);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ReportError(file, [`cannot be read: ${code === 'ENOENT' ? 'there is no such file' : message}`]);
  }
}
