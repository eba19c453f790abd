import { relative } from 'node:path';
import { Command, Option } from 'commander';
import { readVersion } from '../contract/package-file.ts';
import { loadExpress } from '../server/http/load-express.ts';
import type { RunningMock } from '../server/mock.ts';
import type { MockOptions } from '../server/options.ts';
import { readServeSettings, resolveFiles, type ServeSettings } from './config-file.ts';
import { addDocumentOptions } from './contract-files.ts';
import { explainFailure, usageError } from './errors.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { watchFiles } from './file-watch.ts';
import { describeSetup, formatFirstScreen } from './first-screen.ts';
import {
  collectScenario,
  collectText,
  parseDuration,
  parseGreaseSeed,
  parsePort,
  parseWhole,
  requireValidToken,
} from './flags.ts';
import type { Terminal } from './terminal.ts';
import { createPaint } from './text.ts';

const EXAMPLES = `
Settings can also be in pagewright.config.yaml or .json, under the names of the flags ("contracts" and "faults" are lists).
Flags take precedence; --no-cors, --no-grease, --no-watch, --no-json and --no-trust-proxy override the file.

Examples:
  pagewright serve                               all built-in contracts
  pagewright serve orders.yaml -p 0 --watch      your own contract on a free port, reloaded when it changes
  pagewright serve --scenario ties --seed 7      another scenario, other values
  pagewright serve --scenario orders=empty --scenario invoices=large orders.yaml invoices.yaml
  pagewright serve --size 1000000 --scenario large
  pagewright serve orders.yaml --deviation ties-lost   a list with a bug: it loses rows
  pagewright serve orders.yaml --grease          responses that vary wherever the contract allows it
  pagewright serve --fault latency:ms=300 --fault 503:probability=0.1   ("pagewright faults kinds" lists them)
  pagewright serve --open                        and look at it in a browser
  pagewright serve --json | head -1              URLs and credentials for a script
`;

/** The flags as commander names them. */
interface Flags
  extends Omit<
    ServeSettings,
    'contracts' | 'faults' | 'session-idle' | 'journal-size' | 'admin-token' | 'public-url' | 'trust-proxy'
  > {
  readonly fault?: readonly string[];
  readonly sessionIdle?: string | number;
  readonly journalSize?: string;
  readonly adminToken?: string;
  readonly publicUrl?: string;
  readonly trustProxy?: boolean;
  readonly open?: boolean;
  readonly config?: string;
}

export function createServeCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const command = new Command('serve')
    .description('serve contracts on one port (the default command)')
    .argument('[contract...]', 'ids of built-in contracts, or contract files (default: all built-in contracts)')
    .option('-p, --port <number>', 'port to listen on, 0 for any free port (default: 4010)', parsePort)
    .option('-h, --host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--seed <text>', 'seed of all generated values (default: 1)')
    .option('--size <rows>', 'number of generated rows in the first list', parseWhole)
    .option(
      '--scenario <name>',
      'scenario to serve: a name or file, or contract=name for each contract (default: demo)',
      collectScenario,
    );
  return addDocumentOptions(command)
    .option(
      '--now <time>',
      'time at which the clock is frozen: a date-time, or "system" for the running system time (default: the scenario’s time)',
    )
    .option(
      '--deviation <name>',
      'bug or variation to serve, to test a suite or a client ("pagewright deviations" lists them)',
    )
    .option('--grease [seed]', 'vary responses wherever contracts allow it (default seed: 1)', parseGreaseSeed)
    .addOption(new Option('--no-grease').hideHelp())
    .option('--fault <fault>', 'fault to inject, for example latency:ms=300; repeatable', collectText)
    .option('--session-idle <duration>', 'idle time after which a session ends (default: 30m)', parseDuration)
    .option(
      '--journal-size <size>',
      'room of each session’s journal: a number of exchanges, or bytes such as 64MB (default: 10000 and 16MB; in a named session 1000 and 1MB)',
    )
    .option(
      '--admin-token <secret>',
      'token required for /__admin (default: $PAGEWRIGHT_ADMIN_TOKEN; without one, only this machine has access)',
    )
    .option(
      '--key <secret>',
      'key that signs cursors, which stay valid with the same key (default: $PAGEWRIGHT_KEY, or a public one)',
    )
    .option('--public-url <url>', 'base URL of links, if clients reach the server by another address')
    .option('--trust-proxy', 'trust Forwarded and X-Forwarded-* headers')
    .addOption(new Option('--no-trust-proxy').hideHelp())
    .option('--cors', 'allow cross-origin requests (CORS)')
    .addOption(new Option('--no-cors').hideHelp())
    .option('--watch', 'reload contract and scenario files when they change')
    .addOption(new Option('--no-watch').hideHelp())
    .option('--open', 'open the console in a browser')
    .option('--json', 'print what is served as one line of JSON')
    .addOption(new Option('--no-json').hideHelp())
    .option('--config <file>', 'configuration file (default: pagewright.config.yaml or .json)')
    .addHelpText('after', EXAMPLES)
    .action(async (contracts: readonly string[], { open, ...flags }: Flags) => {
      finish(await serve(readSettings(contracts, flags, terminal.cwd), terminal, open ? openInBrowser : undefined));
    });
}

function readSettings(
  contracts: readonly string[],
  { config, fault, sessionIdle, journalSize, adminToken, publicUrl, trustProxy, ...flags }: Flags,
  cwd: string,
): ServeSettings {
  const given: ServeSettings = {
    ...flags,
    ...(contracts.length > 0 && { contracts }),
    ...(fault !== undefined && { faults: fault }),
    ...(sessionIdle !== undefined && { 'session-idle': sessionIdle }),
    ...(journalSize !== undefined && { 'journal-size': journalSize }),
    ...(adminToken !== undefined && { 'admin-token': adminToken }),
    ...(publicUrl !== undefined && { 'public-url': publicUrl }),
    ...(trustProxy !== undefined && { 'trust-proxy': trustProxy }),
  };
  return { ...readServeSettings(config, cwd), ...resolveFiles(given, cwd) };
}

const DEFAULT_PORT = 4010;
const DEFAULT_HOST = '127.0.0.1';

/**
 * Serves contracts until the terminal says stop.
 *
 * @param show - is called with the address of the console
 * @returns the exit code
 * @throws {PagewrightError} as `createMock` does, before anything is served
 */
export async function serve(
  given: ServeSettings,
  terminal: Terminal,
  show?: (url: string) => Promise<void>,
): Promise<number> {
  const settings = { ...readSecrets(terminal.env), ...given };
  requireValidToken(settings['admin-token']);
  const { startMock } = await import('../server/mock.ts');
  const mock = await startMock(toMockOptions(settings));
  const watch = settings.watch ? watchMock(mock, terminal) : undefined;
  // A program that reads the first screen may stop the server at once.
  const stopped = terminal.waitForStop();
  announce(mock, settings, terminal);
  // It comes with Express, which takes a tenth of a second to load: no request is to wait for that.
  await loadExpress();
  await import('../server/admin/router.ts');
  await show?.(`${mock.url}/__console/`).catch((error: Error) => {
    terminal.stderr.write(`Cannot open a browser: ${error.message}\n`);
  });
  await stopped;
  watch?.stop();
  await mock.close();
  return EXIT_CODES.success;
}

async function openInBrowser(url: string): Promise<void> {
  const { default: open } = await import('open');
  const browser = await open(url);
  // Where there is none, the address stands on the screen.
  browser.once('error', () => {});
}

/** Secrets in environment variables, which other users of the machine cannot read. Empty variables count as not set. */
function readSecrets(env: Terminal['env']): ServeSettings {
  const { PAGEWRIGHT_KEY: key = '', PAGEWRIGHT_ADMIN_TOKEN: token = '' } = env;
  return { ...(key !== '' && { key }), ...(token !== '' && { 'admin-token': token }) };
}

function toMockOptions(settings: ServeSettings): MockOptions {
  const {
    contracts,
    allow,
    overlay,
    port = DEFAULT_PORT,
    host = DEFAULT_HOST,
    seed,
    size,
    scenario,
    now,
    deviation,
    cors,
    key,
  } = settings;
  const control = {
    grease: typeof settings.grease === 'string' ? { seed: settings.grease } : settings.grease,
    faults: settings.faults,
    sessionIdle: settings['session-idle'],
    journal: readJournalSize(settings['journal-size']),
    adminToken: settings['admin-token'],
  };
  const proxy = { publicUrl: settings['public-url'], trustProxy: settings['trust-proxy'] };
  return {
    contract: contracts,
    allow,
    overlay,
    port,
    host,
    seed,
    size,
    scenario,
    now,
    deviation,
    key,
    cors,
    ...control,
    ...proxy,
  };
}

const UNITS: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };
/** What most exchanges take, pages of a hundred rows included, in bytes. */
const LARGE_EXCHANGE = 2 ** 16;
const SMALL_EXCHANGE = 2 ** 8;

/** A number of exchanges has as many bytes as these may need, and bytes as many exchanges as fit in. */
function readJournalSize(size: string | number | undefined): MockOptions['journal'] {
  if (size === undefined) return undefined;
  const [, digits = '', unit] = /^([1-9]\d{0,11})\s*(?:([kmg])i?b)?$/i.exec(String(size)) ?? [];
  if (digits === '') {
    throw usageError(
      `Invalid journal-size ${JSON.stringify(size)}: must be a number of exchanges, or bytes such as 64MB`,
    );
  }
  if (unit === undefined) return { exchanges: Number(digits), bytes: Number(digits) * LARGE_EXCHANGE };
  const bytes = Number(digits) * (UNITS[unit.toLowerCase()] ?? 1);
  return { exchanges: Math.ceil(bytes / SMALL_EXCHANGE), bytes };
}

function announce(mock: RunningMock, settings: ServeSettings, { stdout, env, cwd }: Terminal): void {
  if (settings.json) {
    stdout.write(`${JSON.stringify(mock.contracts)}\n`);
    return;
  }
  const notes = describeSetup(mock, settings);
  // Commands to paste must go to the server, not to a proxy.
  const screen = {
    version: readVersion(),
    url: mock.url,
    contracts: mock.describe(mock.url),
    guesses: mock.guesses.map((one) => ({ ...one, name: relative(cwd, one.name) })),
    notes,
  };
  stdout.write(`${formatFirstScreen(screen, createPaint({ stdout, env }))}\n`);
}

/** Reloads files when they change. With mistakes in them, the previous ones are still served. */
function watchMock(mock: RunningMock, { stderr }: Terminal): { stop(): void } {
  const watch = watchFiles((file) => {
    try {
      mock.reload();
      watch.follow(mock.files);
      stderr.write(`Reloaded: ${file} changed. All rows were reset to those of the scenario.\n`);
    } catch (error) {
      stderr.write(`Not reloaded, still serving the previous version. ${explainFailure(error).message}\n`);
    }
  });
  watch.follow(mock.files);
  return watch;
}
