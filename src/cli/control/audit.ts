import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Report, Waiver } from '../../../conformance/index.ts';
import type { ContractDescription } from '../../server/routing/contract-description.ts';
import type { CommandEnd } from '../command-run.ts';
import { resolveContract } from '../contract-files.ts';
import { usageError } from '../errors.ts';
import { describeExitCodes, exitCodeOfVerdict } from '../exit-codes.ts';
import {
  collectList,
  collectScenario,
  collectText,
  parseDuration,
  parseGreaseSeed,
  parseReads,
  parseWhole,
} from '../flags.ts';
import { addReportOptions, openReports, type ReportFlags, writeReports } from '../reports.ts';
import type { Terminal } from '../terminal.ts';

import { type ControlAction, type ControlFlags, createControlCommand } from './control-command.ts';

const HELP = `
Run a client against the mock, then audit what it sent: whether it follows links as given, keeps its filters, waits as long as
Retry-After says, and so on. A file named - is standard output.

With --run, a mock of the contracts is started, the command is run as its client, and judged. The command finds in its environment
PAGEWRIGHT_BASE_URL, PAGEWRIGHT_LIST_URL (of the first contract), PAGEWRIGHT_HEADERS (as JSON, with credentials that work), each
header by itself (PAGEWRIGHT_HEADER_AUTHORIZATION), and for other commands of pagewright PAGEWRIGHT_URL and PAGEWRIGHT_SESSION.

${describeExitCodes('the client is clean', 'it broke a MUST or SHOULD rule', 'the mock is unreachable, or the client read nothing')}
With --run, 5: the client is clean as far as it went, but its command failed.

Examples:
  pagewright audit                                    everything sent since the mock started or was reset
  pagewright audit --session checkout-test --contract orders
  pagewright audit --reads some                       a widget, a poller, a search box: it may stop anywhere
  pagewright audit --except read-to-the-end,ask-for-more-rows
  pagewright audit --html audit.html --junit audit.xml
  pagewright audit --json - | jq -r '.results[] | select(.verdict == "fail").title'
  pagewright audit --run 'API_URL=$PAGEWRIGHT_BASE_URL python sync.py' orders.yaml
  pagewright audit --run 'go test ./sync' --fault rate-limit:retryAfter=1,times=2 --grease 7 -- orders.yaml
`;

interface AuditFlags extends Omit<ControlFlags, 'json'>, ReportFlags {
  readonly contract?: string;
  readonly reads?: 'all' | 'some';
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  readonly waivers?: string;
  readonly run?: string;
  readonly runTimeout?: string | number;
  readonly scenario?: string | Readonly<Record<string, string>>;
  readonly seed?: string;
  readonly size?: number;
  readonly fault?: readonly string[];
  readonly grease?: boolean | string;
}

/** What is of use with `--run` only. */
const RUN_FLAGS = ['run-timeout', 'scenario', 'seed', 'size', 'fault', 'grease'] as const;

const action: ControlAction = {
  addOptions(command) {
    command
      .argument('[contract...]', 'with --run: what to serve (default: all built-in contracts)')
      .option('--contract <id>', 'only requests for this contract')
      .option(
        '--reads <what>',
        'what the client is said to read: all, or some (default: as the session says)',
        parseReads,
      )
      .option('--only <rules>', 'only these rules, separated by commas, with * as a wildcard; repeatable', collectList)
      .option('--except <rules>', 'all rules but these; repeatable', collectList)
      .option('--waivers <file>', 'YAML file of known breaches');
    return addReportOptions(command)
      .option('--run <command>', 'start a mock, run this command as its client, and judge it')
      .option('--run-timeout <duration>', 'how long the command may take (default: 10m)', parseDuration)
      .option('--scenario <name>', 'with --run: the scenario to serve', collectScenario)
      .option('--seed <text>', 'with --run: seed of all generated values')
      .option('--size <rows>', 'with --run: number of generated rows in the first list', parseWhole)
      .option('--fault <fault>', 'with --run: a fault to inject; repeatable', collectText)
      .option('--grease [seed]', 'with --run: vary responses wherever contracts allow it', parseGreaseSeed);
  },
  check: requireMatchingFlags,
  runAlone: (flags: AuditFlags) => flags.run !== undefined,
  async run({ admin, terminal, endWith }, flags: AuditFlags) {
    const files = openReports(flags, terminal.cwd);
    const adjust = await prepareAdjustment(flags, terminal);
    const { contract, reads } = flags;
    const { isClean: _, ...report } = await admin.call<Report & { readonly isClean: boolean }>('GET', '/audit', {
      query: { contract, reads },
    });
    const adjusted = adjust(report);
    await writeReports(adjusted, files, terminal);
    endWith(exitCodeOf(adjusted));
  },
  async runOwn({ terminal, endWith }, flags: AuditFlags, contracts) {
    const files = openReports(flags, terminal.cwd);
    const adjust = await prepareAdjustment(flags, terminal);
    const keepsOutput = files.some(({ path }) => path === '-');
    const { report, end } = await auditCommand(flags, contracts, terminal, keepsOutput);
    const adjusted = adjust(report);
    await writeReports(adjusted, files, terminal);
    if (end.failure !== undefined) terminal.stderr.write(`The command ${end.failure}.\n`);
    endWith(exitCodeOf(adjusted, end));
  },
};

export function createAuditCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'audit a client by what it sent to a running mock';
  return createControlCommand(
    { name: 'audit', description, help: HELP, subject: 'session', result: 'report', actions: action },
    terminal,
    finish,
  );
}

function requireMatchingFlags(flags: AuditFlags, contracts: readonly string[]): void {
  if (flags.run !== undefined) {
    if (flags.url === undefined) return;
    throw usageError('Give either --run, which starts a mock, or --url of a running one');
  }
  if (contracts.length > 0) {
    throw usageError(
      `Contracts are served with --run; for one contract of a running mock, use --contract ${contracts[0]}`,
    );
  }
  const given = RUN_FLAGS.find((name) => flags[toProperty(name)] !== undefined);
  if (given !== undefined) throw usageError(`--${given} needs --run, which starts a mock`);
}

function toProperty(name: (typeof RUN_FLAGS)[number]): keyof AuditFlags {
  return name === 'run-timeout' ? 'runTimeout' : name;
}

/** Which rules count is checked before anything is done. */
async function prepareAdjustment(
  { only, except, waivers }: AuditFlags,
  { cwd }: Terminal,
): Promise<(report: Report) => Report> {
  const [{ adjustAudit, requireKnownRules }, known] = await Promise.all([
    import('../../audit/adjusted-report.ts'),
    readWaiverFile(waivers, cwd),
  ]);
  requireKnownRules({ only, except });
  return (report) => adjustAudit(report, { only, except, waivers: known });
}

async function readWaiverFile(file: string | undefined, cwd: string): Promise<readonly Waiver[]> {
  if (file === undefined) return [];
  const { readWaivers } = await import('../../../conformance/index.ts');
  return readWaivers(resolve(cwd, file));
}

/** Serves contracts, runs a command as their client, and audits it. */
async function auditCommand(
  flags: AuditFlags,
  contracts: readonly string[],
  terminal: Terminal,
  keepsOutput: boolean,
): Promise<{ readonly report: Report; readonly end: CommandEnd }> {
  const { run: command = '', runTimeout = '10m', session: id = randomUUID(), contract, reads } = flags;
  const [{ createMock }, { runClient }, { readDuration }] = await Promise.all([
    import('../../server/mock.ts'),
    import('./client-run.ts'),
    import('../../server/times.ts'),
  ]);
  const timeoutMs = readDuration(runTimeout, 'run-timeout');
  if (timeoutMs <= 0) throw usageError(`Invalid run-timeout ${runTimeout}: must be more than 0, for example 10m`);
  await using mock = await createMock({
    ...(contracts.length > 0 && { contract: contracts.map((name) => resolveContract(name, terminal.cwd)) }),
    scenario: flags.scenario,
    seed: flags.seed,
    size: flags.size,
    faults: flags.fault,
    grease: typeof flags.grease === 'string' ? { seed: flags.grease } : flags.grease,
    journal: RUN_JOURNAL,
  });
  const session = mock.sessions.create({ id });
  const env = { ...describeSession(session.contracts), PAGEWRIGHT_BASE_URL: session.url };
  const end = await runClient(
    { command, env: { ...env, PAGEWRIGHT_URL: mock.url, PAGEWRIGHT_SESSION: id }, timeoutMs, keepsOutput },
    terminal,
  );
  const { isClean: _clean, toBeClean: _throw, ...report } = session.audit({ contract, reads });
  return { report, end };
}

/** Room for one client that may read much. */
const RUN_JOURNAL = { exchanges: 100_000, bytes: 64 * 2 ** 20 };

/** What a client needs of a mock, as environment variables. */
function describeSession(contracts: readonly ContractDescription[]): Readonly<Record<string, string>> {
  const [first] = contracts;
  const headers = Object.entries(first?.headers ?? {});
  return {
    PAGEWRIGHT_LIST_URL: first?.url ?? '',
    PAGEWRIGHT_HEADERS: JSON.stringify(first?.headers ?? {}),
    PAGEWRIGHT_LISTS: JSON.stringify(contracts.map(({ id, method, url, headers }) => ({ id, method, url, headers }))),
    ...Object.fromEntries(
      headers.map(([name, value]) => [`PAGEWRIGHT_HEADER_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`, value]),
    ),
  };
}

function exitCodeOf(report: Report, end?: CommandEnd): number {
  const { verdict } = report;
  return exitCodeOfVerdict(
    {
      isFailure: verdict === 'fail',
      isJudged: verdict === 'pass',
      isInterrupted: end?.isInterrupted ?? false,
      hasCommandFailed: end?.failure !== undefined,
    },
    report,
  );
}
