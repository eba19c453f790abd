import { basename, extname, resolve } from 'node:path';
import { Command } from 'commander';
import type { Report, RunOptions, RunTarget, TargetOptions } from '../../conformance/index.ts';
import type { Contract } from '../contract/contract.ts';
import { PagewrightError } from '../contract/error.ts';
import { readHooks } from './check-hooks.ts';
import { type CheckSettings, mergeSettings, readCheckSettings } from './config-file.ts';
import { addDocumentOptions, loadChosen } from './contract-files.ts';
import { usageError, withoutVerdict } from './errors.ts';
import { describeExitCodes, EXIT_CODES, exitCodeOfVerdict } from './exit-codes.ts';
import {
  addRequestOptions,
  collectKnown,
  collectList,
  collectParameter,
  collectRole,
  collectText,
  parseLimit,
  parseRate,
  parseSeed,
  parseWhole,
} from './flags.ts';
import { addReportOptions, openReports, writeFiles, writeReports, writeText } from './reports.ts';
import {
  describePlace,
  findObstacle,
  listPathParameters,
  readTarget,
  requirePathParameters,
} from './target-settings.ts';
import type { Terminal } from './terminal.ts';
import { describeDisplay } from './text.ts';

const EXAMPLES = `
Sends only GET and HEAD requests (POST where the list is requested by POST), at most 400. In headers, parameters and the base URL,
$NAME, \${NAME} and a whole env:NAME are replaced by environment variables, and $$ by a dollar sign. Settings can also be in the section "check" of pagewright.config.yaml, under the
names of the flags, and below "targets" for several implementations; flags take precedence. A file named - is standard output.

Roles that enable more checks: insufficient-scope, other-tenant, expired.

--oracle says which rows there are: rows or ids, in a JSON array or one in each line. --between-pages is run a few times, when a page
was read and the next one was not: it adds a row if PAGEWRIGHT_PHASE is insert, deletes the row PAGEWRIGHT_ID if it is delete, and lets
tokens expire, where it can, if it is expire. PAGEWRIGHT_PAGE, PAGEWRIGHT_NEXT, PAGEWRIGHT_IDS and PAGEWRIGHT_BASE_URL are in its
environment too, and all of it, with the rows of the page, is JSON on its standard input. If one of the two fails, the requirements that
need it are inconclusive.

${describeExitCodes(
  'conforms (warnings allowed)',
  'violation, or what --fail-on names',
  `target unreachable, not readable with these credentials, nothing could be decided, or the run
ended early or had errors`,
)}

Examples:
  pagewright check orders.yaml --base-url https://staging.example --header 'Authorization: Bearer $TOKEN'
  pagewright check orders.yaml --base-url http://localhost:3000/api --html report.html --junit report.xml
  pagewright check orders.yaml --base-url $URL --as 'expired=Authorization: Bearer $OLD' --foreign-path-param shopId=other
  pagewright check orders.yaml --base-url $URL --only 'orders.filter.*' --json - | jq .summary
  pagewright check openapi.yaml --base-url $URL --operation listOrders   one list of several
  pagewright check orders.yaml --base-url $URL --oracle 'psql -At -c "select json_agg(orders) from orders"'
  pagewright check orders.yaml --base-url $URL --between-pages ./change-rows.sh   rows that come and go
  pagewright check orders.yaml --target staging --plan
  pagewright check orders.yaml --target staging --fail-on warning,inconclusive --baseline main.json --timeout-total 5m
`;

interface CheckFlags extends CheckSettings {
  readonly config?: string;
  readonly target?: string;
}

export function createCheckCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const command = addRequestOptions(
    new Command('check')
      .description('check an implementation against a contract')
      .argument('<contract>', 'id of a built-in contract, or a contract file')
      .option('--base-url <url>', 'URL of the implementation, with its path prefix'),
  )
    .option(
      '--body-param <pair>',
      'path=value of a property to send in every body, for a list by POST; repeatable',
      collectParameter,
    )
    .option('--foreign-path-param <pair>', 'name=value of another tenant; repeatable', collectParameter)
    .option('--known <pair>', 'filter=value that some rows are known to have; repeatable', collectKnown)
    .option(
      '--as <role>',
      "ROLE='Name: value' of other credentials, for expired, insufficient-scope or other-tenant; repeatable",
      collectRole,
    )
    .option('--oracle <source>', 'URL or command of an independent list of the rows: a JSON array, or NDJSON')
    .option(
      '--between-pages <command>',
      'command that adds or deletes rows between two pages; only for a target whose rows may be changed',
    )
    .option(
      '--hook-timeout <time>',
      'time limit of one call of --oracle or --between-pages, for example 2m (default: 60s)',
      parseLimit,
    )
    .option('--operation <id>', 'the only list to check, if the file describes several (default: all)');
  return addReportOptions(addDocumentOptions(command))
    .option('--max-requests <number>', 'maximum number of requests (default: 400)', parseWhole)
    .option('--rate <number>', 'requests per second, for example 5/s (default: no limit)', parseRate)
    .option('--concurrency <number>', 'concurrent requests (default: 4)', parseWhole)
    .option('--timeout <ms>', 'timeout of a request, in milliseconds (default: 10000)', parseWhole)
    .option('--quick', 'only what finds most, in at most 60 requests')
    .option('--seed <number>', 'page sizes and other choices of an earlier run, by the seed in its report', parseSeed)
    .option('--only <id>', 'only this requirement, with * as a wildcard; repeatable', collectText)
    .option('--waivers <file>', 'YAML file of known violations')
    .option('--strict', 'treat warnings as failures')
    .option(
      '--fail-on <what>',
      'what else fails: warning, note, inconclusive, error, or ids, separated by commas',
      collectList,
    )
    .option('--baseline <file>', 'an earlier JSON report: only what is new fails')
    .option(
      '--timeout-total <time>',
      'end the run after this time, for example 90s or 5m (default: no limit)',
      parseLimit,
    )
    .option(
      '--plan',
      'print what would be tried, with how many requests, and what could not be decided; send no request',
    )
    .option('--target <name>', 'an implementation that the configuration file describes')
    .option('--config <file>', 'configuration file (default: pagewright.config.yaml or .json)')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, { config, target, ...flags }: CheckFlags) => {
      try {
        const settings = readCheckSettings(config, terminal.cwd, { target, contract: name });
        finish(await runCheck(name, mergeSettings(settings, flags), terminal));
      } catch (error) {
        throw withoutVerdict(error);
      }
    });
}

/**
 * Checks a target and writes the reports.
 *
 * @param name - a contract id or file
 * @returns the exit code
 */
async function runCheck(name: string, settings: CheckSettings, terminal: Terminal): Promise<number> {
  const [suite, { createProgress }, { checkLists }] = await Promise.all([
    import('../../conformance/index.ts'),
    import('../../conformance/report/progress.ts'),
    import('./check-lists.ts'),
  ]);
  const { contracts, isGuessed } = loadChosen(name, settings, terminal.cwd);
  const options = readRunOptions(settings, suite, terminal.cwd);
  // A plan asks nothing, so that it needs no address.
  const { baseUrl = settings.plan === true ? 'http://localhost' : undefined } = settings;
  const place = readTarget({ ...settings, ...(baseUrl === undefined ? {} : { baseUrl }) }, terminal.env);
  const target = { ...place, ...readHooks(settings, place, terminal) };
  warnOfUnused(target, contracts, suite, terminal);
  if (settings.plan === true) return printPlans(contracts, target, { options, suite, settings, terminal });
  const [only, ...others] = contracts;
  const alone = others.length === 0 ? only : undefined;
  if (alone !== undefined) requirePathParameters(alone, target);
  const files = openReports(settings, terminal.cwd);
  const ending = new AbortController();
  void terminal.waitForStop().then(() => ending.abort(new Error('stopped by the user')));
  const progress = createProgress(files.some(({ path }) => path === '-') ? undefined : terminal.stderr);
  const address = describePlace(target);
  const check = (contract: Contract, own: RunOptions): Promise<Report> => {
    const onProgress: NonNullable<RunOptions['onProgress']> = (state) =>
      progress.update(alone === undefined ? { ...state, current: contract.id } : state);
    return suite.runConformance({ contract, ...target }, { ...own, signal: ending.signal, onProgress }).report;
  };
  try {
    const report =
      alone === undefined
        ? await checkLists(contracts, {
            name: basename(name, extname(name)),
            options: { ...options, signal: ending.signal },
            target: address,
            requirementsOf: (contract) => suite.listRequirements(contract).map(({ id }) => id),
            findObstacle: (contract) => findObstacle(contract, target, isGuessed),
            check,
          })
        : await check(alone, options);
    progress.finish();
    await writeReports(report, files, terminal);
    const isFailure = report.verdict === 'fail';
    const isJudged = report.verdict === 'pass';
    return exitCodeOfVerdict({ isFailure, isJudged, isInterrupted: ending.signal.aborted }, report);
  } catch (error) {
    progress.finish();
    if (error instanceof TypeError) throw usageError(error.message);
    if (alone !== undefined && error instanceof PagewrightError && error.code === 'not-accessible') {
      const { reportUnreadable } = await import('../../conformance/run/conformance-run.ts');
      await writeFiles(reportUnreadable(alone, options, { target: address, failure: error }), files, terminal);
    }
    throw error;
  }
}

/** A misspelt role or path parameter would leave its checks untested without a word. */
function warnOfUnused(
  { roles = {}, pathParameters = {}, foreignPathParameters = {} }: TargetOptions,
  contracts: readonly Contract[],
  { CREDENTIAL_ROLES }: Suite,
  { stderr }: Terminal,
): void {
  for (const role of Object.keys(roles)) {
    if (CREDENTIAL_ROLES.includes(role)) continue;
    stderr.write(`Unknown role ${role}, which is not used; known: ${CREDENTIAL_ROLES.join(', ')}\n`);
  }
  const names = [...new Set(contracts.flatMap(listPathParameters))];
  const known = names.length === 0 ? 'the path has none' : `known: ${names.join(', ')}`;
  for (const name of Object.keys({ ...pathParameters, ...foreignPathParameters })) {
    if (!names.includes(name)) stderr.write(`Unknown path parameter ${name}, which is not used; ${known}\n`);
  }
}

interface PlanContext {
  readonly options: RunOptions;
  readonly suite: Suite;
  readonly settings: CheckSettings;
  readonly terminal: Terminal;
}

/** Says what runs would do. @returns the exit code */
function printPlans(
  contracts: readonly Contract[],
  target: Omit<RunTarget, 'contract'> & TargetOptions,
  { options, suite, settings, terminal }: PlanContext,
): number {
  try {
    const plans = contracts.map((contract) => suite.planConformance({ contract, ...target }, options));
    const { json } = settings;
    if (json === undefined || json !== '-')
      for (const plan of plans) terminal.stdout.write(suite.formatPlanTerminal(plan, describeDisplay(terminal)));
    if (json !== undefined) {
      const texts = plans.map((plan) => suite.formatPlanJson(plan));
      writeText(
        json,
        texts.length === 1 ? (texts[0] ?? '') : `[${texts.map((text) => text.trim()).join(',\n')}]\n`,
        terminal,
      );
    }
    return EXIT_CODES.success;
  } catch (error) {
    throw error instanceof TypeError ? usageError(error.message) : error;
  }
}

/** What to check and what fails, with the files that say so. */
function readRunOptions(settings: CheckSettings, suite: Suite, folder: string): RunOptions {
  const { only, strict, failOn, levels, timeoutTotal, waivers, baseline, quick, seed } = settings;
  return {
    waivers: waivers === undefined ? [] : suite.readWaivers(resolve(folder, waivers)),
    ...(baseline === undefined ? {} : { baseline: suite.readReport(resolve(folder, baseline)) }),
    ...(only === undefined ? {} : { only }),
    ...(strict === undefined ? {} : { strict }),
    ...(quick === true ? { profile: 'quick' as const } : {}),
    ...(seed === undefined ? {} : { seed }),
    ...(failOn === undefined ? {} : { failOn }),
    ...(levels === undefined ? {} : { levels }),
    ...(timeoutTotal === undefined ? {} : { runTimeoutMs: timeoutTotal }),
  };
}

type Suite = typeof import('../../conformance/index.ts');
