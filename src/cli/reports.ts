import { appendFileSync, closeSync, openSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Report } from '../../conformance/index.ts';
import { usageError } from './errors.ts';
import type { Terminal } from './terminal.ts';
import { describeDisplay } from './text.ts';

/** Where reports are written: a file for each format, `-` for standard output. */
export interface ReportFlags {
  readonly json?: string;
  readonly junit?: string;
  readonly html?: string;
  readonly markdown?: string;
}

const FORMATS = ['json', 'junit', 'html', 'markdown'] as const;

/** One report to write. */
export interface ReportFile {
  readonly format: (typeof FORMATS)[number];
  /** Absolute, or `-` for standard output. */
  readonly path: string;
}

export function addReportOptions(command: Command): Command {
  return command
    .option('--json <file>', 'write the report as JSON')
    .option('--junit <file>', 'write the report as JUnit XML')
    .option('--html <file>', 'write the report as an HTML page')
    .option('--markdown <file>', 'write the report as Markdown');
}

/**
 * Checks that reports can be written, before the work is done.
 *
 * @param cwd - the folder that paths are relative to
 * @throws {PagewrightError} `usage` for a file that cannot be written
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
      throw usageError(`Cannot write the report ${given}: ${(error as Error).message}`);
    }
    return [{ format, path }];
  });
}

/** Writes a report to files, and to the terminal and GitHub Actions unless standard output is one of the files. */
export async function writeReports(report: Report, files: readonly ReportFile[], terminal: Terminal): Promise<void> {
  const { formatGithubAnnotations, formatHtml, formatJson, formatJunit, formatMarkdown, formatTerminal } = await import(
    '../../conformance/index.ts'
  );
  const { stdout, env } = terminal;
  const formatters = { json: formatJson, junit: formatJunit, html: formatHtml, markdown: formatMarkdown };
  for (const { format, path } of files) {
    const text = formatters[format](report);
    if (path === '-') stdout.write(text);
    else writeFileSync(path, text);
  }
  if (files.some(({ path }) => path === '-')) return;
  stdout.write(formatTerminal(report, describeDisplay(terminal)));
  if (env['GITHUB_ACTIONS'] === 'true') stdout.write(formatGithubAnnotations(report));
  const { GITHUB_STEP_SUMMARY: summary = '' } = env;
  if (summary !== '') appendFileSync(summary, formatMarkdown(report));
}
