import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { quoteForShell } from '../../conformance/client/exchange.ts';
import { createTarget } from '../../conformance/client/target.ts';
import { createListClient } from '../../conformance/list/client.ts';
import { EVERYTHING } from '../../conformance/list/query.ts';
import type { Walk } from '../../conformance/list/walk.ts';
import type { Contract } from '../contract/contract.ts';
import { PagewrightError } from '../contract/error.ts';
import { countNoun } from '../contract/text.ts';
import type { CheckSettings } from './config-file.ts';
import { addDocumentOptions, loadChosen } from './contract-files.ts';
import { usageError } from './errors.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { addRequestOptions, collectText, parseRate, parseWhole } from './flags.ts';
import { findObstacle, readTarget, requirePathParameters } from './target-settings.ts';
import type { Terminal } from './terminal.ts';
import { createPaint, formatTable, type Paint } from './text.ts';

const EXAMPLES = `
Reads the list as a client does, page after page, and writes its rows as a scenario. Names, emails, phone numbers, addresses, links,
free texts and secrets are replaced by generated ones, ids by others of their shape, everywhere the same one; what was replaced and
what was kept is listed. Credentials of the requests are never written.

In headers and the URL, $NAME and \${NAME} are replaced by environment variables.

Examples:
  pagewright record https://staging.example --contract orders.yaml --header 'Authorization: Bearer $TOKEN'
  pagewright record $URL --contract orders.yaml --out fixtures/orders/staging.yaml --rows 500
  pagewright record $URL --contract orders.yaml --keep plan/name --replace nickname --keep-ids --out -
  pagewright serve orders.yaml --scenario recorded.yaml     serves what was recorded
`;

const DEFAULT_ROWS = 200;
const DEFAULT_MAX_REQUESTS = 50;

interface RecordFlags extends Omit<CheckSettings, 'seed'> {
  readonly contract?: string;
  readonly out?: string;
  readonly rows?: number;
  readonly keepIds?: boolean;
  readonly keep?: readonly string[];
  readonly replace?: readonly string[];
  readonly seed?: string;
  readonly force?: boolean;
}

export function createRecordCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const command = new Command('record')
    .description('write what a server has in a list as a scenario, without personal data')
    .argument('<base-url>', 'URL of the server, with its path prefix')
    .requiredOption('--contract <contract>', 'id of a built-in contract, or a contract file')
    .option(
      '--out <file>',
      'file to write, or - for standard output (default: recorded.yaml); of several lists the folder (default: recorded)',
    )
    .option('--rows <number>', `maximum number of rows (default: ${DEFAULT_ROWS})`, parseWhole)
    .option('--keep <field>', 'field that stays as it is; repeatable', collectText)
    .option('--replace <field>', 'field that is replaced whatever it is called; repeatable', collectText)
    .option('--keep-ids', 'keep ids as they are')
    .option('--seed <text>', 'seed of the generated values (default: 1)');
  return addDocumentOptions(
    addRequestOptions(command).option(
      '--operation <id>',
      'the only list to record, if the file describes several (default: all)',
    ),
  )
    .option('--max-requests <number>', `maximum number of requests (default: ${DEFAULT_MAX_REQUESTS})`, parseWhole)
    .option('--rate <number>', 'requests per second, for example 5/s (default: no limit)', parseRate)
    .option('--force', 'replace the file if it exists')
    .addHelpText('after', EXAMPLES)
    .action(async (baseUrl: string, flags: RecordFlags) => {
      finish(await record({ ...flags, baseUrl }, terminal));
    });
}

/** @returns the exit code */
async function record(flags: RecordFlags, terminal: Terminal): Promise<number> {
  const { contracts, isGuessed } = loadChosen(flags.contract ?? '', flags, terminal.cwd);
  const [only, ...others] = contracts;
  if (only === undefined || others.length > 0) return recordAll(contracts, isGuessed, flags, terminal);
  const target = flags.out === '-' ? '-' : resolve(terminal.cwd, flags.out ?? 'recorded.yaml');
  requireFree(target, flags, terminal.cwd);
  const { told } = await recordOne(only, target, flags, terminal);
  (target === '-' ? terminal.stderr : terminal.stdout).write(told);
  return EXIT_CODES.success;
}

/** Each list into a scenario of its own, in a folder. What one of them cannot do says nothing of the others. */
async function recordAll(
  contracts: readonly Contract[],
  isGuessed: boolean,
  flags: RecordFlags,
  terminal: Terminal,
): Promise<number> {
  const { cwd, stdout } = terminal;
  if (flags.out === '-') {
    throw usageError(
      'Invalid --out -: the file describes several lists, which need a folder; or name one with --operation',
    );
  }
  const folder = resolve(cwd, flags.out ?? 'recorded');
  const targets = contracts.map((contract) => join(folder, `${toFileName(contract.id)}.yaml`));
  for (const target of targets) requireFree(target, flags, cwd);
  const readable = readTarget(withoutSeed(flags), terminal.env);
  const written: string[] = [];
  for (const [index, contract] of contracts.entries()) {
    const target = targets[index] ?? '';
    const obstacle = findObstacle(contract, readable, isGuessed);
    const outcome = obstacle ?? (await attempt(() => recordOne(contract, target, flags, terminal)));
    if (typeof outcome === 'string') stdout.write(`${contract.id}: not recorded: ${outcome}\n\n`);
    else {
      stdout.write(`${outcome.told}\n`);
      written.push(outcome.scenario);
    }
  }
  if (written.length === 0) throw new PagewrightError('problems-found', 'Nothing was recorded: no list could be read');
  const file = relative(cwd, contracts[0]?.file ?? '');
  const flagsOf = written.map((scenario) => `--scenario ${scenario}`).join(' ');
  stdout.write(`Try them: pagewright serve ${quoteForShell(file)} ${flagsOf}\n`);
  return EXIT_CODES.success;
}

/** A server that does not exist is no matter of one list. */
async function attempt<Value>(action: () => Promise<Value>): Promise<Value | string> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof PagewrightError) || error.code === 'unreachable') throw error;
    return error.message;
  }
}

function toFileName(id: string): string {
  return id.replace(/[^\w.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '') || 'list';
}

function requireFree(target: string, { force }: RecordFlags, cwd: string): void {
  if (target === '-' || !existsSync(target) || force === true) return;
  throw usageError(`${relative(cwd, target)} exists already: pass --force to replace it, or --out for another file`);
}

/** @returns what there is to tell, and how the scenario is named for `serve` */
async function recordOne(
  contract: Contract,
  target: string,
  flags: RecordFlags,
  terminal: Terminal,
): Promise<{ readonly told: string; readonly scenario: string }> {
  const { stdout, cwd } = terminal;
  const { walk, requests } = await readRows(contract, flags, terminal);
  const { recordScenario } = await import('../dataset/scenarios/recorded-scenario.ts');
  const { keepIds, keep, replace, seed, rows: limit = DEFAULT_ROWS } = flags;
  const scenario = recordScenario(contract, walk.items.slice(0, limit), {
    title: `Rows of ${contract.method} ${contract.path}, recorded without personal data`,
    now: Date.now(),
    ...(keepIds !== undefined && { keepIds }),
    ...(keep !== undefined && { keep }),
    ...(replace !== undefined && { replace }),
    ...(seed !== undefined && { seed }),
  });
  if (scenario.rows === 0) {
    const reason = scenario.leftOut[0]?.reason ?? 'the list is empty';
    throw new PagewrightError('problems-found', `Nothing was recorded: ${reason}`);
  }
  if (target === '-') stdout.write(scenario.text);
  else {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, scenario.text);
  }
  const out = target === '-' ? target : relative(cwd, target);
  const told = formatReport(scenario, { contract, walk, requests, out, cwd }, createPaint(terminal));
  return { told, scenario: quoteForShell(`${contract.id}=${out}`) };
}

function withoutSeed({ seed: _rowsSeed, ...settings }: RecordFlags): CheckSettings {
  return settings;
}

async function readRows(
  contract: Contract,
  flags: RecordFlags,
  { env }: Terminal,
): Promise<{ readonly walk: Walk; readonly requests: number }> {
  const options = readTarget({ ...withoutSeed(flags), maxRequests: flags.maxRequests ?? DEFAULT_MAX_REQUESTS }, env);
  requirePathParameters(contract, options);
  const limit = flags.rows ?? DEFAULT_ROWS;
  const target = openTarget({ ...options, concurrency: 1 });
  try {
    const client = createListClient(contract, target);
    const walk = await client.walk(EVERYTHING, { maxPages: countPages(contract, limit, target.remaining) });
    const [page] = walk.pages;
    if (page === undefined) {
      const status = walk.last?.response.status;
      throw new PagewrightError('not-accessible', `The server responds with ${status}, not with a page of the list`);
    }
    return { walk, requests: target.usage.requests };
  } finally {
    await target.close();
  }
}

function openTarget(options: Parameters<typeof createTarget>[0]): ReturnType<typeof createTarget> {
  try {
    return createTarget(options);
  } catch (error) {
    if (error instanceof TypeError) throw usageError(error.message);
    throw error;
  }
}

function countPages({ page }: Contract, rows: number, requests: number): number {
  return Math.max(1, Math.min(Math.ceil(rows / Math.max(1, page.limit.default)), requests));
}

interface ReportContext {
  readonly contract: Contract;
  readonly walk: Walk;
  readonly requests: number;
  readonly out: string;
  readonly cwd: string;
}

function formatReport(
  {
    rows,
    replaced,
    kept,
    leftOut,
  }: ReturnType<typeof import('../dataset/scenarios/recorded-scenario.ts').recordScenario>,
  { contract, walk, requests, out, cwd }: ReportContext,
  paint: Paint,
): string {
  const isWhole = walk.ended === 'end';
  const table = formatTable(
    replaced.map(({ field, kind, values }) => [`  ${field}`, kind, countNoun(values, 'value')]),
  );
  const file = relative(cwd, contract.file);
  // Of several lists in the file, these are rows of one.
  const isOnlyList = contract.id === basename(file, extname(file));
  const scenario = isOnlyList ? out : quoteForShell(`${contract.id}=${out}`);
  return [
    `${countNoun(rows, 'row')} of ${contract.id} by ${countNoun(requests, 'request')}${isWhole ? '' : '; the list goes on'}`,
    '',
    paint.bold('Replaced'),
    ...(table.length === 0 ? ['  nothing'] : table),
    ...(kept.length === 0
      ? []
      : ['', paint.bold('Kept; --replace FIELD for what is personal'), `  ${kept.join(', ')}`]),
    ...(leftOut.length === 0
      ? []
      : [
          '',
          paint.bold('Left out, for the contract does not allow them'),
          ...leftOut.map((one) => `  ${countNoun(one.rows, 'row')}: ${one.reason}`),
        ]),
    '',
    ...(out === '-' ? [] : [`Wrote ${out}. Try it: pagewright serve ${file} --scenario ${scenario}`, '']),
  ].join('\n');
}
