import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Report, TargetOptions } from '../../conformance/index.ts';
import type { Contract } from '../contract/contract.ts';
import { type CheckSettings, readCheckSettings } from './config-file.ts';
import { addDocumentOptions, loadList } from './contract-files.ts';
import { EXIT_CODES, usageError } from './errors.ts';
import {
  addRequestOptions,
  collectParameter,
  collectRole,
  collectText,
  expandVariables,
  type Pairs,
  parseRate,
  parseWhole,
} from './flags.ts';
import { addReportOptions, openReports, writeReports } from './reports.ts';
import type { Terminal } from './terminal.ts';

const EXAMPLES = `
Sends only GET and HEAD requests, at most 400. In headers and the base URL, $NAME and \${NAME} are replaced by environment
variables, and $$ by a dollar sign. Settings can also be in the section "check" of pagewright.config.yaml, under the names of
the flags; flags take precedence. A file named - is standard output.

Roles that enable more checks: insufficient-scope, other-tenant, expired.

Exit codes: 0 conforms (warnings allowed); 1 violation; 2 usage error; 3 target unreachable, not readable with these credentials,
or nothing could be decided; 130 interrupted.

Examples:
  pagewright check orders.yaml --base-url https://staging.example --header 'Authorization: Bearer $TOKEN'
  pagewright check orders.yaml --base-url http://localhost:3000/api --html report.html --junit report.xml
  pagewright check orders.yaml --base-url $URL --as 'expired=Authorization: Bearer $OLD' --foreign-path-param shopId=other
  pagewright check orders.yaml --base-url $URL --only 'orders.filter.*' --json - | jq .summary
`;

export function createCheckCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const command = addRequestOptions(
    new Command('check')
      .description('check an implementation against a contract')
      .argument('<contract>', 'id of a built-in contract, or a contract file')
      .option('--base-url <url>', 'URL of the implementation, with its path prefix'),
  )
    .option('--foreign-path-param <pair>', 'name=value of another tenant; repeatable', collectParameter)
    .option('--as <role>', "ROLE='Name: value' of other credentials; repeatable", collectRole)
    .option('--operation <id>', 'the list to check, if the file describes several');
  return addReportOptions(addDocumentOptions(command))
    .option('--max-requests <number>', 'maximum number of requests (default: 400)', parseWhole)
    .option('--rate <number>', 'requests per second, for example 5/s (default: no limit)', parseRate)
    .option('--concurrency <number>', 'concurrent requests (default: 4)', parseWhole)
    .option('--timeout <ms>', 'timeout of a request, in milliseconds (default: 10000)', parseWhole)
    .option('--only <id>', 'only this requirement, with * as a wildcard; repeatable', collectText)
    .option('--waivers <file>', 'YAML file of known violations')
    .option('--strict', 'treat warnings as failures')
    .option('--config <file>', 'configuration file (default: pagewright.config.yaml or .json)')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, { config, ...flags }: CheckSettings & { readonly config?: string }) => {
      finish(await runCheck(name, { ...readCheckSettings(config, terminal.cwd), ...flags }, terminal));
    });
}

/**
 * Checks a target and writes the reports.
 *
 * @param name - a contract id or file
 * @returns the exit code
 */
async function runCheck(name: string, settings: CheckSettings, terminal: Terminal): Promise<number> {
  const [suite, { createProgress }] = await Promise.all([
    import('../../conformance/index.ts'),
    import('../../conformance/report/progress.ts'),
  ]);
  const contract = loadList(name, settings, terminal.cwd);
  const options = readTarget(settings, terminal.env);
  requirePathParameters(contract, options);
  const waivers = settings.waivers === undefined ? [] : suite.readWaivers(resolve(terminal.cwd, settings.waivers));
  const files = openReports(settings, terminal.cwd);
  const ending = new AbortController();
  void terminal.waitForStop().then(() => ending.abort(new Error('stopped by the user')));
  const progress = createProgress(files.some(({ path }) => path === '-') ? undefined : terminal.stderr);
  try {
    const { only, strict } = settings;
    const run = suite.runConformance(
      { contract, ...options },
      {
        waivers,
        signal: ending.signal,
        onProgress: (state) => progress.update(state),
        ...(only === undefined ? {} : { only }),
        ...(strict === undefined ? {} : { strict }),
      },
    );
    const report = await run.report;
    progress.finish();
    await writeReports(report, files, terminal);
    return exitCodeOf(report, ending.signal.aborted);
  } catch (error) {
    progress.finish();
    if (error instanceof TypeError) throw usageError(error.message);
    throw error;
  }
}

function exitCodeOf({ verdict }: Report, isInterrupted: boolean): number {
  if (verdict === 'fail') return EXIT_CODES.failure;
  if (isInterrupted) return EXIT_CODES.interrupted;
  return verdict === 'pass' ? EXIT_CODES.success : EXIT_CODES.unreachable;
}

/** Requires a value for each placeholder of the path. The suite checks this too, but cannot name the flag. */
export function requirePathParameters({ path }: Contract, { pathParameters = {} }: TargetOptions): void {
  const names = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
  const missing = names.filter((name) => !Object.hasOwn(pathParameters, name));
  if (missing.length === 0) return;
  const flags = missing.map((name) => `--path-param ${name}=…`).join(' ');
  throw usageError(
    `Missing path ${missing.length === 1 ? 'parameter' : 'parameters'} ${missing.join(', ')} of ${path}: pass ${flags}, or set path-param in the section check of pagewright.config.yaml`,
  );
}

/** The target of the settings, environment variables put in; throws `usage` without a base URL. */
export function readTarget(settings: CheckSettings, env: Terminal['env']): TargetOptions {
  const { baseUrl, header = {}, query = {}, as = {}, pathParam = {}, foreignPathParam = {} } = settings;
  if (baseUrl === undefined) {
    throw usageError('Missing --base-url, for example --base-url https://staging.example');
  }
  const expand = (pairs: Pairs): Pairs => {
    return Object.fromEntries(Object.entries(pairs).map(([key, value]) => [key, expandVariables(value, env)]));
  };
  const { maxRequests, rate, concurrency, timeout } = settings;
  return {
    baseUrl: expandVariables(baseUrl, env),
    headers: expand(header),
    query: expand(query),
    pathParameters: pathParam,
    foreignPathParameters: foreignPathParam,
    roles: Object.fromEntries(Object.entries(as).map(([role, headers]) => [role, expand(headers)])),
    ...(maxRequests === undefined ? {} : { maxRequests }),
    ...(rate === undefined ? {} : { rate }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
  };
}
