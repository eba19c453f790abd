import { appendFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Report } from '../../conformance/index.ts';
import { joinNames } from '../contract/text.ts';
import { usageError, writeError } from './errors.ts';
import { requireWritable, writeWhole } from './report-files.ts';
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
 * @throws {PagewrightError} `usage` for a file that cannot be written, and for two reports on standard output
 */
export function openReports(flags: ReportFlags, cwd: string): readonly ReportFile[] {
  const printed = FORMATS.filter((format) => flags[format] === '-').map((format) => `--${format}`);
  if (printed.length > 1)
    throw usageError(`Invalid ${joinNames(printed)}: only one report can be written to standard output`);
  return FORMATS.flatMap((format) => {
    const given = flags[format];
    if (given === undefined) return [];
    if (given === '-') return [{ format, path: given }];
    const path = resolve(cwd, given);
    try {
      requireWritable(path);
    } catch (error) {
      throw usageError(writeError(`the report ${given}`, error).message);
    }
    return [{ format, path }];
  });
}

/**
 * Writes a report to files, and to the terminal and GitHub Actions unless standard output is one of the files.
 *
 * @throws {PagewrightError} `cannot-write` for a file that could not be written, after everything else was
 */
export async function writeReports(report: Report, files: readonly ReportFile[], terminal: Terminal): Promise<void> {
  const { formatGithubAnnotations, formatMarkdown, formatTerminal } = await import('../../conformance/index.ts');
  const { stdout, env } = terminal;
  await collectFailures(async (attempt) => {
    await attempt(() => writeFiles(report, files, terminal));
    if (files.some(({ path }) => path === '-')) return;
    stdout.write(formatTerminal(report, describeDisplay(terminal)));
    if (env['GITHUB_ACTIONS'] === 'true') stdout.write(formatGithubAnnotations(report));
    const { GITHUB_STEP_SUMMARY: summary = '' } = env;
    if (summary !== '') await attempt(() => write(summary, () => appendFileSync(summary, formatMarkdown(report))));
  });
}

/**
 * Writes a report to files, each whole or not at all.
 *
 * @throws {PagewrightError} `cannot-write` for a file that could not be written, after the others were
 */
export async function writeFiles(report: Report, files: readonly ReportFile[], terminal: Terminal): Promise<void> {
  const { formatHtml, formatJson, formatJunit, formatMarkdown } = await import('../../conformance/index.ts');
  const formatters = { json: formatJson, junit: formatJunit, html: formatHtml, markdown: formatMarkdown };
  await collectFailures(async (attempt) => {
    for (const { format, path } of files) {
      const text = formatters[format](report);
      if (path === '-') terminal.stdout.write(text);
      else await attempt(() => write(path, () => writeWhole(path, text)));
    }
  });
}

/**
 * Writes a text to a file, or to standard output.
 *
 * @param given - the file as it was named, or `-`
 * @throws {PagewrightError} `cannot-write`
 */
export function writeText(given: string, text: string, { stdout, cwd }: Terminal): void {
  if (given === '-') stdout.write(text);
  else write(given, () => writeWhole(resolve(cwd, given), text));
}

function write(path: string, put: () => void): void {
  try {
    put();
  } catch (error) {
    throw writeError(`the report ${path}`, error);
  }
}

type Attempt = (action: () => unknown) => Promise<void>;

/** Does all of it, and throws the first error in the end. */
async function collectFailures(act: (attempt: Attempt) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  await act(async (action) => {
    try {
      await action();
    } catch (error) {
      failures.push(error);
    }
  });
  if (failures.length > 0) throw failures[0];
}
