import { resolve } from 'node:path';
import type { Report, TargetOptions } from '../../../conformance/index.ts';
import { chooseList } from '../../contract/choose-list.ts';
import type { Contract } from '../../contract/contract.ts';
import { loadContracts } from '../../contract/load-contracts.ts';
import { CliError, EXIT_CODES } from '../cli-error.ts';
import { openReports } from '../report/open-reports.ts';
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
  const [suite, { writeReports }] = await Promise.all([
    import('../../../conformance/index.ts'),
    import('../report/write-reports.ts'),
  ]);
  const contract = chooseContract(name, settings.operation, terminal.cwd);
  const options = readTarget(settings, terminal.env);
  requirePathParameters(contract, options);
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
    writeReports(report, files, terminal);
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

/** The suite finds it out too, but knows no flags. */
function requirePathParameters({ path }: Contract, { pathParameters = {} }: TargetOptions): void {
  const names = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
  const missing = names.filter((name) => !Object.hasOwn(pathParameters, name));
  if (missing.length === 0) return;
  const flags = missing.map((name) => `--path-param ${name}=…`).join(' ');
  throw new CliError(
    `${missing.join(', ')} of ${path} ${missing.length === 1 ? 'has' : 'have'} no value; give one with ${flags}, or below path-param in the section check of pagewright.config.yaml`,
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
