import { quoteForShell } from '../../conformance/client/exchange.ts';
import { countNoun } from '../contract/text.ts';
import { confidenceOf, type GuessedList } from '../recognition/guesses.ts';
import type { RunningMock } from '../server/mock.ts';
import type { ContractDescription } from '../server/routing/contract-description.ts';
import type { ServeSettings } from './config-file.ts';
import { describeShape, formatFault, formatTable, PAGE_STYLES, type Paint } from './text.ts';

interface FirstScreen {
  readonly version: string;
  /** The URL of the server. */
  readonly url: string;
  readonly contracts: readonly ContractDescription[];
  /** The lists that are served as was guessed. */
  readonly guesses?: RunningMock['guesses'];
  /** Sentences about the setup. */
  readonly notes: readonly string[];
}

/** More contracts than this are too many for a screen, and of those so many are shown. */
const MAX_CONTRACTS = 8;
const MAX_SHOWN = 6;

/** The first screen of `serve`: each contract with a command that shows its first page. */
export function formatFirstScreen({ version, url, contracts, guesses = [], notes }: FirstScreen, paint: Paint): string {
  const count = countNoun(contracts.length, 'contract');
  const shown = contracts.length > MAX_CONTRACTS ? contracts.slice(0, MAX_SHOWN) : contracts;
  const hidden = contracts.length - shown.length;
  const guessed = new Map(guesses.flatMap(({ lists }) => lists.map((guess) => [guess.contract.id, guess] as const)));
  const lines = formatTable(shown.map(describe));
  const blocks = shown.flatMap((contract, index) => {
    const line = lines[index] ?? '';
    const name = line.slice(0, contract.id.length);
    return [
      `${paint.bold(paint.accent(name))}${line.slice(name.length)}`,
      `  ${formatCurl(contract.url, contract.headers, contract.body)}`,
      ...describeGuess(guessed.get(contract.id)).map((text) => `  ${paint.dim(text)}`),
      ...describeOperations(contract).map((text) => `  ${paint.dim(text)}`),
      '',
    ];
  });
  return [
    `${paint.bold(`pagewright ${version}`)}  ${count} on ${paint.accent(url)}`,
    '',
    ...blocks,
    ...(hidden === 0 ? [] : [`… and ${hidden} more: ${url}/__admin/contracts`, '']),
    ...guesses.flatMap((one) => describeGuesses(one, paint)),
    `Console: ${paint.accent(`${url}/__console/`)}`,
    paint.dim(`For scripts: ${url}/__admin/contracts    Stop: Ctrl-C`),
    ...notes.map((note) => paint.dim(note)),
    '',
  ].join('\n');
}

function describe({ id, title, style, path, rows, scenario }: ContractDescription): readonly string[] {
  return [id, title, PAGE_STYLES[style], path, rows === undefined ? '' : countNoun(rows, 'row'), scenario];
}

function describeGuess(guess: GuessedList | undefined): readonly string[] {
  return guess === undefined ? [] : [`guessed: ${describeShape(guess.list)} (${confidenceOf(guess)})`];
}

function describeGuesses({ name, lists, others }: RunningMock['guesses'][number], paint: Paint): readonly string[] {
  const unsure = lists.filter((guess) => confidenceOf(guess) === 'unsure').length;
  const look = unsure === 0 ? '' : ` ${unsure === 1 ? 'One of them is' : `${unsure} of them are`} worth a look.`;
  const left =
    others.length === 0 ? '' : ` Prism responds to ${countNoun(others.length, 'other list')} and all other operations.`;
  return [
    `${paint.bold(`${name} has no x-pagewright block`)}: ${countNoun(lists.length, 'list')} ${lists.length === 1 ? 'was' : 'were'} recognised and served as guessed.${look}${left}`,
    `Pin the guesses, with the evidence for each: ${paint.accent(`pagewright init ${name}`)}`,
    '',
  ];
}

/** The operations on single rows that change them or show them, path by path; none when all other operations are Prism's. */
function describeOperations({ operations }: ContractDescription): readonly string[] {
  if (operations.length === 0) return [];
  const paths = [...new Set(operations.map(({ path }) => path))];
  const texts = paths.map((path) => {
    const methods = operations.filter((one) => one.path === path).map(({ method }) => method);
    return `${methods.join(', ')} ${path}`;
  });
  const further = operations.find(({ headers }) => headers !== undefined)?.headers ?? {};
  const options = Object.entries(further).map(([name, value]) => `-H ${quoteForShell(`${name}: ${value}`)}`);
  return [`on the same rows: ${texts.join('; ')}`, ...(options.length === 0 ? [] : [`  with ${options.join(' ')}`])];
}

/** Describes what is unusual about a mock, and who can reach it, in a sentence or two each. */
export function describeSetup(
  mock: Pick<RunningMock, 'deviation' | 'grease' | 'faults'>,
  settings: ServeSettings,
): readonly string[] {
  return [
    ...describeDeviation(mock),
    ...describeGrease(mock),
    ...describeFaults(mock),
    ...(settings.watch ? ['Contract and scenario files are reloaded when they change.'] : []),
    ...describeAccess(settings),
  ];
}

function describeDeviation({ deviation }: Pick<RunningMock, 'deviation'>): readonly string[] {
  if (deviation === undefined) return [];
  const { name, summary, contracts } = deviation;
  return [`Deviation ${name} is active in ${contracts.join(', ')}: ${summary}.`];
}

function describeGrease({ grease }: Pick<RunningMock, 'grease'>): readonly string[] {
  const settings = grease.read();
  if (settings === undefined) return [];
  return [`Grease is on (seed ${settings.seed}): responses vary wherever contracts allow it.`];
}

function describeFaults({ faults }: Pick<RunningMock, 'faults'>): readonly string[] {
  const texts = faults.list().map(formatFault);
  if (texts.length === 0) return [];
  return [`Active ${texts.length === 1 ? 'fault' : 'faults'}: ${texts.join('; ')}`];
}

function describeAccess(settings: ServeSettings): readonly string[] {
  const { host, 'admin-token': token, 'public-url': publicUrl, 'trust-proxy': trustsProxy } = settings;
  const lists = host !== undefined && !isLoopback(host) ? ['Other machines can reach the lists.'] : [];
  if (token !== undefined) return [[...lists, 'The admin API (/__admin) requires the admin token.'].join(' ')];
  // Behind a proxy, requests of other machines come from this one.
  if (publicUrl !== undefined || trustsProxy === true) {
    return [
      [...lists, 'Behind a proxy, the admin API (/__admin) requires a token: set one with --admin-token.'].join(' '),
    ];
  }
  return lists.map((sentence) => {
    return `${sentence} The admin API (/__admin) accepts only this machine; --admin-token opens it to others.`;
  });
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** The curl command that sends a GET request, or JSON by POST, quoted for a POSIX shell. */
export function formatCurl(url: string, headers: Readonly<Record<string, string>>, body?: string): string {
  const options = Object.entries(headers).map(([name, value]) => `-H ${quoteForShell(`${name}: ${value}`)} `);
  const data = body === undefined ? '' : `-H 'Content-Type: application/json' -d ${quoteForShell(body)} `;
  return `curl ${options.join('')}${data}${quoteForShell(url)}`;
}
