import { Command, Option } from 'commander';
import { collectText } from './check/parse-pairs.ts';
import { collectScenario, parseGreaseSeed, parsePort, parseWhole, readSpan } from './serve/parse-flags.ts';
import { readConfigFile } from './serve/read-config-file.ts';
import { resolveFiles } from './serve/resolve-files.ts';
import { serve } from './serve/serve.ts';
import type { ServeSettings } from './serve/serve-settings.ts';
import type { Terminal } from './terminal.ts';

const EXAMPLES = `
Settings can also stand in pagewright.config.yaml or .json, by the names of the flags ("contracts" and "faults" are lists).
Flags win; --no-cors, --no-grease, --no-watch, --no-json and --no-trust-proxy undo what stands there.

Examples:
  pagewright serve                               every contract that comes with pagewright
  pagewright serve orders.yaml -p 0 --watch      your own contract on a free port, read again when it changes
  pagewright serve --scenario ties --seed 7      another situation, other values
  pagewright serve --scenario orders=empty --scenario invoices=large orders.yaml invoices.yaml
  pagewright serve --size 1000000 --scenario large
  pagewright serve orders.yaml --deviation ties-lost   a list that loses rows, on purpose
  pagewright serve orders.yaml --grease          answers that differ in all that the contract leaves open
  pagewright serve --fault latency:ms=300 --fault 503:probability=0.1   ("pagewright faults kinds" lists them)
  pagewright serve --json | head -1              addresses and credentials for a script
`;

/** What commander makes of the flags. */
interface Flags
  extends Omit<ServeSettings, 'contracts' | 'faults' | 'session-idle' | 'admin-token' | 'public-url' | 'trust-proxy'> {
  readonly fault?: readonly string[];
  readonly sessionIdle?: string | number;
  readonly adminToken?: string;
  readonly publicUrl?: string;
  readonly trustProxy?: boolean;
  readonly config?: string;
}

/** The command that serves contracts. */
export function createServeCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  return new Command('serve')
    .description('serve contracts on one port, at their own paths (the default command)')
    .argument(
      '[contract...]',
      'ids of contracts that come with pagewright, or contract files; all that come with it by default',
    )
    .option('-p, --port <number>', 'port to listen on, 0 for any that is free (default: 4010)', parsePort)
    .option('-h, --host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--seed <text>', 'decides all generated values: the same seed, the same bytes (default: 1)')
    .option('--size <rows>', 'how many rows the scenario’s first recipe makes', parseWhole)
    .option(
      '--scenario <name>',
      'situation to serve: a name or file, or contract=name for each contract (default: demo)',
      collectScenario,
    )
    .option(
      '--now <time>',
      'where the clock stands still: a date-time, or "system" for the time of day (default: the scenario’s)',
    )
    .option(
      '--deviation <name>',
      'a bug or a variation to serve, to try a suite or a client with ("pagewright deviations" lists them)',
    )
    .option(
      '--grease [seed]',
      'use what contracts leave open, differently in each answer (default seed: 1)',
      parseGreaseSeed,
    )
    .addOption(new Option('--no-grease').hideHelp())
    .option('--fault <fault>', 'what goes wrong, such as latency:ms=300; may be repeated', collectText)
    .option('--session-idle <duration>', 'after which time without use a session ends (default: 30m)', readSpan)
    .option(
      '--admin-token <secret>',
      'what callers of the administration have to present (default: $PAGEWRIGHT_ADMIN_TOKEN, or none: they have to be on this machine)',
    )
    .option(
      '--key <secret>',
      'signs cursors, which stay valid under the same key (default: $PAGEWRIGHT_KEY, or a known one)',
    )
    .option('--public-url <url>', 'what links start with, when clients reach the server by another address')
    .option('--trust-proxy', 'believe Forwarded and X-Forwarded-* headers')
    .addOption(new Option('--no-trust-proxy').hideHelp())
    .option('--cors', 'let pages of other origins read answers')
    .addOption(new Option('--no-cors').hideHelp())
    .option('--watch', 'read contract and scenario files again when they change')
    .addOption(new Option('--no-watch').hideHelp())
    .option('--json', 'print what is served as one line of JSON, once it is')
    .addOption(new Option('--no-json').hideHelp())
    .option('--config <file>', 'configuration file (default: pagewright.config.yaml or .json, if there is one)')
    .addHelpText('after', EXAMPLES)
    .action(async (contracts: readonly string[], flags: Flags) => {
      finish(await serve(readSettings(contracts, flags, terminal.cwd), terminal));
    });
}

function readSettings(
  contracts: readonly string[],
  { config, fault, sessionIdle, adminToken, publicUrl, trustProxy, ...flags }: Flags,
  cwd: string,
): ServeSettings {
  const given: ServeSettings = {
    ...flags,
    ...(contracts.length > 0 && { contracts }),
    ...(fault !== undefined && { faults: fault }),
    ...(sessionIdle !== undefined && { 'session-idle': sessionIdle }),
    ...(adminToken !== undefined && { 'admin-token': adminToken }),
    ...(publicUrl !== undefined && { 'public-url': publicUrl }),
    ...(trustProxy !== undefined && { 'trust-proxy': trustProxy }),
  };
  return { ...readConfigFile(config, cwd), ...resolveFiles(given, cwd) };
}
