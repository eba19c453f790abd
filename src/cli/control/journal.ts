import { writeFileSync } from 'node:fs';
import { METHODS } from 'node:http';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { makeVisibleLine } from '../../../conformance/report/text.ts';
import type { FaultDescription } from '../../alter/faults/applicability.ts';
import { countNoun, didYouMean } from '../../contract/text.ts';
import type { ExchangeFilter } from '../../journal/exchange-filter.ts';
import type { Har } from '../../journal/har.ts';
import type { JournalEntry } from '../../journal/journal-entry.ts';
import type { ContractDescription } from '../../server/routing/contract-description.ts';
import { usageError, writeError } from '../errors.ts';
import { parseWhole } from '../flags.ts';
import type { Terminal } from '../terminal.ts';
import type { Paint } from '../text.ts';
import type { AdminClient } from './admin-client.ts';
import { type Control, type ControlAction, type ControlFlags, createControlCommand } from './control-command.ts';
import { followJournal } from './journal-stream.ts';

const HELP = `
One line for each exchange: id, time (UTC), method, status (--- when the connection was reset), duration, URL, faults.
Secrets are shown as ***.

Examples:
  pagewright journal --limit 20                         the latest 20
  pagewright journal --follow                           new exchanges, until Ctrl-C
  pagewright journal --contract orders --status 4xx
  pagewright journal --fault rate-limit --json | jq '.[].request.url'
  pagewright journal --follow --json                    one line of JSON for each exchange
  pagewright journal --har client.har                   for browser developer tools and proxies
  pagewright journal --clear
`;

const FILTERS = ['contract', 'method', 'status', 'path', 'fault', 'by', 'since', 'limit'] as const;

interface JournalFlags extends ControlFlags, ExchangeFilter {
  readonly follow?: true;
  readonly har?: string;
  readonly clear?: true;
}

const action: ControlAction = {
  addOptions: (command) =>
    command
      .option('--contract <id>', 'only requests for this contract')
      .option('--method <method>', 'only requests with this method')
      .option('--status <status>', 'only responses with this status, for example 404 or 4xx')
      .option('--path <text>', 'only URLs that contain this text')
      .option('--fault <kind>', 'only exchanges with this fault')
      .option('--by <sender>', 'only requests that say to be by this sender: console; client for all others')
      .option('--since <id>', 'only exchanges after this one', parseWhole)
      .option('--limit <n>', 'show only the latest N', parseWhole)
      .addOption(new Option('--follow', 'show new exchanges as they happen').conflicts(['har', 'limit']))
      .addOption(
        new Option('--har <file>', 'write an HTTP archive (HAR 1.2) instead; - is standard output').conflicts('json'),
      )
      .addOption(new Option('--clear', 'clear the journal').conflicts(['follow', 'har', ...FILTERS])),
  // A reader may be there before the client.
  mayStartSession: ({ follow: follows }: JournalFlags) => follows === true,
  run: async (control, flags: JournalFlags) => {
    if (flags.clear) return clear(control);
    await requireKnownFilters(control.admin, flags);
    if (flags.har !== undefined) return save(control, flags.har, toFilter(flags));
    return flags.follow ? follow(control, flags) : list(control, toFilter(flags));
  },
};

export function createJournalCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'show the requests and responses of a running mock';
  return createControlCommand(
    { name: 'journal', description, help: HELP, subject: 'session', result: 'json', actions: action },
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
  show(entries, lines.length === 0 ? ['No exchanges'] : lines);
}

async function clear({ admin, show }: Control): Promise<void> {
  show(await admin.call('DELETE', '/journal'), ['Cleared the journal']);
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
    throw usageError(writeError(`the archive ${file}`, error).message);
  }
  terminal.stdout.write(`Wrote ${countNoun(har.log.entries.length, 'exchange')} to ${file}\n`);
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
    onLoss: () => stderr.write('Connection to the mock lost; retrying\n'),
    onReturn: () => stderr.write('Reconnected to the mock\n'),
    signal: ending.signal,
  });
}

/**
 * Formats an exchange on one line: id, time (UTC), method, status, duration, URL and faults. The columns of all lines align.
 *
 * @param origin - of the mock, which is left out of URLs
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
 * Checks filters that no exchange can match: with a mistyped name, the journal would look empty.
 *
 * @throws {PagewrightError} `usage` for an unknown contract, fault, method or status
 */
async function requireKnownFilters(
  { call }: Pick<AdminClient, 'call'>,
  { method, status, contract, fault }: ExchangeFilter,
): Promise<void> {
  if (method !== undefined && !METHODS.includes(method.toUpperCase())) {
    throw usageError(`Invalid method ${JSON.stringify(method)}: must be an HTTP method such as GET`);
  }
  // The mock rejects text that is not a status at all.
  if (status !== undefined && /^[06-9](?:\d\d|xx)$/i.test(String(status))) {
    throw usageError(`Invalid status ${JSON.stringify(status)}: must be 100 to 599, or a class from 1xx to 5xx`);
  }
  if (contract !== undefined) {
    const contracts = await call<readonly ContractDescription[]>('GET', '/contracts');
    requireKnown(
      'contract',
      contract,
      contracts.map(({ id }) => id),
    );
  }
  if (fault !== undefined) {
    const faults = await call<readonly FaultDescription[]>('GET', '/fault-kinds');
    requireKnown(
      'fault',
      fault,
      faults.map(({ kind }) => kind),
    );
  }
}

function requireKnown(noun: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  throw usageError(`Unknown ${noun} ${name}${didYouMean(name, known)}`);
}
