import { existsSync, writeFileSync } from 'node:fs';
import { basename, extname, relative, resolve } from 'node:path';
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
import { addDocumentOptions, loadList } from './contract-files.ts';
import { usageError } from './errors.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { addRequestOptions, collectText, parseRate, parseWhole } from './flags.ts';
import { readTarget, requirePathParameters } from './target-settings.ts';
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
    .option('--out <file>', 'file to write, or - for standard output (default: recorded.yaml)')
    .option('--rows <number>', `maximum number of rows (default: ${DEFAULT_ROWS})`, parseWhole)
    .option('--keep <field>', 'field that stays as it is; repeatable', collectText)
    .option('--replace <field>', 'field that is replaced whatever it is called; repeatable', collectText)
    .option('--keep-ids', 'keep ids as they are')
    .option('--seed <text>', 'seed of the generated values (default: 1)');
  return addDocumentOptions(
    addRequestOptions(command).option('--operation <id>', 'the list, if the file describes several'),
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
  const { stdout, stderr, cwd } = terminal;
  const contract = loadList(flags.contract ?? '', flags, cwd);
  const target = flags.out === '-' ? '-' : resolve(cwd, flags.out ?? 'recorded.yaml');
  if (target !== '-' && existsSync(target) && flags.force !== true) {
    throw usageError(`${relative(cwd, target)} exists already: pass --force to replace it, or --out for another file`);
  }
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
  else writeFileSync(target, scenario.text);
  const told = formatReport(
    scenario,
    { contract, walk, requests, out: target === '-' ? target : relative(cwd, target), cwd },
    createPaint(terminal),
  );
  (target === '-' ? stderr : stdout).write(told);
  return EXIT_CODES.success;
}

async function readRows(
  contract: Contract,
  flags: RecordFlags,
  { env }: Terminal,
): Promise<{ readonly walk: Walk; readonly requests: number }> {
  const { seed: _rowsSeed, ...settings } = flags;
  const options = readTarget({ ...settings, maxRequests: flags.maxRequests ?? DEFAULT_MAX_REQUESTS }, env);
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
