import type { ReportDiff } from './diff-reports.ts';

/**
 * A comparison as JSON.
 *
 * @returns the fields of `ReportDiff`, indented, with a final line end
 */
export function formatDiffJson(diff: ReportDiff): string {
  return `${JSON.stringify(diff, null, 2)}\n`;
}
