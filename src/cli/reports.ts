import { appendFileSync, closeSync, openSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import {
  formatGithubAnnotations,
  formatHtml,
  formatJson,
  formatJunit,
  formatMarkdown,
  formatTerminal,
  type Report,
} from '../../conformance/index.ts';
import { supportsColor } from '../../conformance/report/paint.ts';
import { CliError } from './errors.ts';
import type { Terminal } from './terminal.ts';

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
  const colors = supportsColor(stdout, env);
  stdout.write(formatTerminal(report, { colors, width: columns }));
  if (env['GITHUB_ACTIONS'] === 'true') stdout.write(formatGithubAnnotations(report));
  const summary = env['GITHUB_STEP_SUMMARY'];
  if (summary !== undefined && summary !== '') appendFileSync(summary, formatMarkdown(report));
}

/** Lets a command be told where its report goes; see `ReportFlags`. */
export function addReportOptions(command: Command): Command {
  return command
    .option('--json <file>', 'write the report as JSON')
    .option('--junit <file>', 'write the report as JUnit XML')
    .option('--html <file>', 'write the report as one HTML page')
    .option('--markdown <file>', 'write the report as Markdown');
}

/** Where reports go: a file for each format, `-` for standard output. */
export interface ReportFlags {
  readonly json?: string;
  readonly junit?: string;
  readonly html?: string;
  readonly markdown?: string;
}
