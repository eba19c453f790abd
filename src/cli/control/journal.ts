import { writeFileSync } from 'node:fs';
import { METHODS } from 'node:http';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { makeVisibleLine } from '../../../conformance/report/text.ts';
import type { FaultDescription } from '../../alter/faults/applicability.ts';
import type { ExchangeFilter } from '../../journal/exchange-filter.ts';
import type { Har } from '../../journal/har.ts';
import type { JournalEntry } from '../../journal/journal-entry.ts';
import type { ContractDescription } from '../../server/routing/contract-description.ts';
import { CliError } from '../errors.ts';
import { parseWhole } from '../flags.ts';
import type { Terminal } from '../terminal.ts';
import { didYouMean, type Paint } from '../text.ts';
import type { AdminClient } from './admin-client.ts';
import { type Control, type ControlAction, type ControlFlags, createControlCommand } from './control-command.ts';
import { followJournal } from './journal-stream.ts';

const HELP = `
One line for each exchange: id, time (UTC), method, status (--- when the connection was reset), duration, URL, faults that struck.
Secrets are replaced by ***.

Examples:
  pagewright journal --limit 20                         the latest
  pagewright journal --follow                           as they happen, until Ctrl-C
  pagewright journal --contract orders --status 4xx
  pagewright journal --fault rate-limit --json | jq '.[].request.url'
  pagewright journal --follow --json                    a line of JSON for each exchange
  pagewright journal --har client.har                   for the developer tools of browsers and proxies
  pagewright journal --clear
`;

const FILTERS = ['contract', 'method', 'status', 'path', 'fault', 'since', 'limit'] as const;

interface JournalFlags extends ControlFlags, ExchangeFilter {
  readonly follow?: true;
  readonly har?: string;
  readonly clear?: true;
}

const action: ControlAction = {
  addOptions: (command) =>
    command
      .option('--contract <id>', 'only requests for this contract')
      .option('--method <method>', 'only requests of this method')
      .option('--status <status>', 'only answers of this status, such as 404 or 4xx')
      .option('--path <text>', 'only URLs that this is part of')
      .option('--fault <kind>', 'only exchanges that this fault struck')
      .option('--since <id>', 'only exchanges after this one', parseWhole)
      .option('--limit <number>', 'only so many, the latest', parseWhole)
      .addOption(new Option('--follow', 'show exchanges as they happen').conflicts(['har', 'limit']))
      .addOption(
        new Option('--har <file>', 'write an archive (HAR 1.2) instead; - is standard output').conflicts('json'),
      )
      .addOption(new Option('--clear', 'forget all exchanges').conflicts(['follow', 'har', ...FILTERS])),
  onlyShows: ({ clear: clears }: JournalFlags) => clears !== true,
  run: async (control, flags: JournalFlags) => {
    if (flags.clear) return clear(control);
    await requireKnownFilters(control.admin, flags);
    if (flags.har !== undefined) return save(control, flags.har, toFilter(flags));
    return flags.follow ? follow(control, flags) : list(control, toFilter(flags));
  },
};

/** The command that shows what clients sent and got. */
export function createJournalCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'show what clients sent to a running mock, and what they got';
  return createControlCommand(
    { name: 'journal', description, help: HELP, subject: 'session', answer: 'json', actions: action },
    terminal,
    finish,
  );
}

function toFilter(flags: JournalFlags): ExchangeFilter & Record<string, string | number | undefined> {
  return Object.fromEntries(FILTERS.map((name) => [name, flags[name]]));
}

async function list({ admin, paint, show }: Control, query: ReturnType<typeof toFilter>): Promise<void> {
  const entries = await admin.call<readonly JournalEntry[]>('GET', '/journal', { query });
  const lines = entries.map((entry) => formatEntry(entry, admin.url, paint));
  show(entries, lines.length === 0 ? ['no exchange'] : lines);
}

async function clear({ admin, show }: Control): Promise<void> {
  show(await admin.call('DELETE', '/journal'), ['the journal is empty']);
}

async function save({ admin, terminal }: Control, file: string, query: ReturnType<typeof toFilter>): Promise<void> {
  const har = await admin.call<Har>('GET', '/journal.har', { query });
  const text = `${JSON.stringify(har, undefined, 2)}\n`;
  if (file === '-') {
    terminal.stdout.write(text);
    return;
  }
  try {
    writeFileSync(resolve(terminal.cwd, file), text);
  } catch (error) {
    throw new CliError(`the archive ${file} cannot be written: ${(error as Error).message}`);
  }
  const { length } = har.log.entries;
  terminal.stdout.write(`${length === 1 ? '1 exchange' : `${length} exchanges`} written to ${file}\n`);
}

async function follow({ admin, terminal, paint }: Control, { json, ...flags }: JournalFlags): Promise<void> {
  const { stdout, stderr } = terminal;
  const ending = new AbortController();
  void Promise.race([terminal.waitForStop(), terminal.waitForBrokenPipe()]).then(() => ending.abort());
  const { since, ...filter } = toFilter(flags);
  await followJournal({
    admin,
    filter,
    since: since === undefined ? undefined : String(since),
    onEntry: (entry) => stdout.write(`${json ? JSON.stringify(entry) : formatEntry(entry, admin.url, paint)}\n`),
    onLoss: () => stderr.write('the connection to the mock is lost; trying again\n'),
    onReturn: () => stderr.write('the mock is back\n'),
    signal: ending.signal,
  });
}

/**
 * An exchange on one line: id, time (UTC), method, status, duration, URL and faults. Columns line up with those of other
 * exchanges, whatever comes later.
 *
 * @param origin - which URLs of the mock begin with; it is left out
 */
export function formatEntry(entry: JournalEntry, origin: string, paint: Paint): string {
  const { id, at, request, response, durationMs, faults = [] } = entry;
  const url = request.url.startsWith(`${origin}/`) ? request.url.slice(origin.length) : request.url;
  const columns = [
    paint.dim(String(id).padStart(5)),
    paint.dim(at.slice(11)),
    request.method.padEnd(6),
    paintStatus(response?.status, paint),
    `${formatDuration(durationMs)} ms`.padStart(9),
    makeVisibleLine(url),
    ...(faults.length === 0 ? [] : [paint.warning(`[${faults.join(', ')}]`)]),
  ];
  return columns.join('  ');
}

/** Milliseconds, with a fraction where they are few. */
function formatDuration(ms: number): string {
  return ms < 10 ? ms.toFixed(1) : ms.toFixed(0);
}

function paintStatus(status: number | undefined, paint: Paint): string {
  // No response came: the connection was reset.
  if (status === undefined) return paint.error('---');
  if (status >= 500) return paint.error(String(status));
  return status >= 400 ? paint.warning(String(status)) : paint.success(String(status));
}

/**
 * Makes sure that exchanges can be as they are wanted: a name that is mistyped would find none, as if there were none.
 *
 * @throws {CliError} for a contract, a fault, a method or a status that there is not
 */
async function requireKnownFilters(
  { call }: Pick<AdminClient, 'call'>,
  { method, status, contract, fault }: ExchangeFilter,
): Promise<void> {
  if (method !== undefined && !METHODS.includes(method.toUpperCase())) {
    throw new CliError(`method is ${JSON.stringify(method)}; expected a method of HTTP, such as GET`);
  }
  // What is no status at all is left to the mock.
  if (status !== undefined && /^[06-9](?:\d\d|xx)$/i.test(String(status))) {
    throw new CliError(`status is ${JSON.stringify(status)}; expected 100 to 599, or a class from 1xx to 5xx`);
  }
  if (contract !== undefined) {
    const contracts = await call<readonly ContractDescription[]>('GET', '/contracts');
    const ids = contracts.map(({ id }) => id);
    requireKnown('contract', contract, ids);
  }
  if (fault !== undefined) {
    const faults = await call<readonly FaultDescription[]>('GET', '/fault-kinds');
    const kinds = faults.map(({ kind }) => kind);
    requireKnown('fault', fault, kinds);
  }
}

function requireKnown(thing: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  throw new CliError(`there is no ${thing} ${name}${didYouMean(name, known) || `; there are ${known.join(', ')}`}`);
}
