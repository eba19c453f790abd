import { appendFileSync, writeFileSync } from 'node:fs';
import {
  formatGithubAnnotations,
  formatHtml,
  formatJson,
  formatJunit,
  formatMarkdown,
  formatTerminal,
  type Report,
} from '../../../conformance/index.ts';
import type { Terminal } from '../terminal.ts';
import type { ReportFile } from './open-reports.ts';

const FORMATTERS = { json: formatJson, junit: formatJunit, html: formatHtml, markdown: formatMarkdown };

/** Writes a report to files, and shows it on the terminal, or in GitHub Actions, unless standard output is one of the files. */
export function writeReports(report: Report, files: readonly ReportFile[], { stdout, env }: Terminal): void {
  for (const { format, path } of files) {
    const text = FORMATTERS[format](report);
    if (path === '-') stdout.write(text);
    else writeFileSync(path, text);
  }
  if (files.some(({ path }) => path === '-')) return;
  const { columns = 80 } = stdout as { readonly columns?: number };
  const colors = stdout.isTTY === true && (env['NO_COLOR'] ?? '') === '';
  stdout.write(formatTerminal(report, { colors, width: columns }));
  if (env['GITHUB_ACTIONS'] === 'true') stdout.write(formatGithubAnnotations(report));
  const summary = env['GITHUB_STEP_SUMMARY'];
  if (summary !== undefined && summary !== '') appendFileSync(summary, formatMarkdown(report));
}
