import { appendFileSync, closeSync, openSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Report, TargetOptions } from '../../../conformance/index.ts';
import { chooseList } from '../../contract/choose-list.ts';
import type { Contract } from '../../contract/contract.ts';
import { loadContracts } from '../../contract/load-contracts.ts';
import { CliError, EXIT_CODES } from '../cli-error.ts';
import { resolveContract } from '../serve/resolve-files.ts';
import type { Terminal } from '../terminal.ts';
import type { CheckSettings } from './check-settings.ts';
import { expandVariables } from './expand-variables.ts';
import type { Pairs } from './parse-pairs.ts';

/** How a shell reports a command that was interrupted. */
const INTERRUPTED = 130;

/**
 * Checks a target, and writes the reports that are asked for.
 *
 * @param name - the id of a contract, or a contract file
 * @returns the exit code
 */
export async function runCheck(name: string, settings: CheckSettings, terminal: Terminal): Promise<number> {
  const suite = await import('../../../conformance/index.ts');
  const contract = chooseContract(name, settings.operation, terminal.cwd);
  const options = readTarget(settings, terminal.env);
  const waivers = settings.waivers === undefined ? [] : suite.readWaivers(resolve(terminal.cwd, settings.waivers));
  const files = openReports(settings, terminal.cwd);
  const ending = new AbortController();
  void terminal.waitForStop().then(() => ending.abort(new Error('stopped by the user')));
  const progress = suite.createProgress(files.some(({ path }) => path === '-') ? undefined : terminal.stderr);
  try {
    const { only, strict } = settings;
    const run = suite.runConformance(contract, options, {
      waivers,
      signal: ending.signal,
      onProgress: (state) => progress.update(state),
      ...(only === undefined ? {} : { only }),
      ...(strict === undefined ? {} : { strict }),
    });
    const report = await run.report;
    progress.finish();
    writeReports(suite, report, files, terminal);
    return exitCodeOf(report, ending.signal.aborted);
  } catch (error) {
    progress.finish();
    if (error instanceof suite.NotAccessibleError) throw new CliError(error.message, EXIT_CODES.notAccessible);
    if (error instanceof TypeError) throw new CliError(error.message);
    throw error;
  }
}

function exitCodeOf({ verdict }: Report, isInterrupted: boolean): number {
  if (verdict === 'fail') return EXIT_CODES.problems;
  if (isInterrupted) return INTERRUPTED;
  return verdict === 'pass' ? EXIT_CODES.ok : EXIT_CODES.notAccessible;
}

/** The only list of a contract file, or the one that is named. */
export function chooseContract(name: string, operation: string | undefined, cwd: string): Contract {
  const contracts = loadContracts(resolveContract(name, cwd));
  const chosen = chooseList(contracts, operation);
  if (chosen !== undefined) return chosen;
  const ids = contracts.map(({ id }) => id).join(', ');
  throw new CliError(
    operation === undefined
      ? `${name} describes several lists; choose one with --operation: ${ids}`
      : `${name} describes no list ${operation}; it describes ${ids}`,
  );
}

function readTarget(settings: CheckSettings, env: Terminal['env']): TargetOptions {
  const { baseUrl, header = {}, as = {}, pathParam = {}, foreignPathParam = {} } = settings;
  if (baseUrl === undefined) {
    throw new CliError('where the target is has to be said: --base-url https://staging.example');
  }
  const expand = (pairs: Pairs): Pairs => {
    return Object.fromEntries(Object.entries(pairs).map(([key, value]) => [key, expandVariables(value, env)]));
  };
  const { maxRequests, rate, concurrency, timeout } = settings;
  return {
    baseUrl: expandVariables(baseUrl, env),
    headers: expand(header),
    pathParameters: pathParam,
    foreignPathParameters: foreignPathParam,
    roles: Object.fromEntries(Object.entries(as).map(([role, headers]) => [role, expand(headers)])),
    ...(maxRequests === undefined ? {} : { maxRequests }),
    ...(rate === undefined ? {} : { rate }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
  };
}

type Format = 'json' | 'junit' | 'html' | 'markdown';

interface ReportFile {
  readonly format: Format;
  /** `-` is standard output. */
  readonly path: string;
}

/** Finds out before the run that a report can be written. */
function openReports(settings: CheckSettings, cwd: string): readonly ReportFile[] {
  return (['json', 'junit', 'html', 'markdown'] as const).flatMap((format) => {
    const given = settings[format];
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

function writeReports(
  suite: typeof import('../../../conformance/index.ts'),
  report: Report,
  files: readonly ReportFile[],
  { stdout, env }: Terminal,
): void {
  const { formatHtml, formatJson, formatJunit, formatMarkdown } = suite;
  const formats = { json: formatJson, junit: formatJunit, html: formatHtml, markdown: formatMarkdown };
  for (const { format, path } of files) {
    const text = formats[format](report);
    if (path === '-') stdout.write(text);
    else writeFileSync(path, text);
  }
  if (files.some(({ path }) => path === '-')) return;
  const { columns = 80 } = stdout as { readonly columns?: number };
  const colors = stdout.isTTY === true && (env['NO_COLOR'] ?? '') === '';
  stdout.write(suite.formatTerminal(report, { colors, width: columns }));
  if (env['GITHUB_ACTIONS'] === 'true') stdout.write(suite.formatGithubAnnotations(report));
  const summary = env['GITHUB_STEP_SUMMARY'];
  if (summary !== undefined && summary !== '') appendFileSync(summary, formatMarkdown(report));
}
