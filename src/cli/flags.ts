import { type Command, InvalidArgumentError } from 'commander';
import { builtInContracts } from '../contract/load-contracts.ts';
import { usageError } from './errors.ts';

/** Values by name, from flags that may be repeated. */
export type Pairs = Readonly<Record<string, string>>;

/** A whole number. */
export function parseWhole(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Must be a whole number, at most 999999999.');
}

/** The seed of a run, as its report shows it. */
export function parseSeed(text: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) < 2 ** 32) return Number(text);
  throw new InvalidArgumentError(`Must be a whole number from 0 to ${2 ** 32 - 1}.`);
}

export function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65535) return Number(text);
  throw new InvalidArgumentError('Must be a port from 0 (any free port) to 65535.');
}

/** Requests per second: `5` or `5/s`. */
export function parseRate(text: string): number {
  const value = Number(text.replace(/\/s$/, ''));
  if (!(value > 0)) throw new InvalidArgumentError('Must be a number of requests per second, for example 5 or 5/s.');
  return value;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** How long something may take, in milliseconds: `90s`, `5m`, `1.5h`, or milliseconds alone. */
export function parseLimit(text: string): number {
  const [, amount = '', unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)?$/.exec(text) ?? [];
  const ms = Math.round(Number(amount) * (UNITS[unit] ?? 1));
  if (ms > 0) return ms;
  throw new InvalidArgumentError('Must be a time above 0, such as 90s, 5m, or 90000 (milliseconds).');
}

/** `filter=value`, of which a filter may have several. */
export function collectKnown(
  text: string,
  before: Readonly<Record<string, readonly string[]>> = {},
): Readonly<Record<string, readonly string[]>> {
  const [[name, value] = ['', '']] = Object.entries(collectParameter(text));
  return { ...before, [name]: [...(before[name] ?? []), value] };
}

/** A list with commas; repeated flags add to it. */
export function collectList(text: string, before: readonly string[] = []): readonly string[] {
  const words = text.split(',').map((word) => word.trim());
  if (words.includes('')) throw new InvalidArgumentError('Must be a list separated by commas, without empty entries.');
  return [...before, ...words];
}

/** What a client is said to read. */
export function parseReads(text: string): 'all' | 'some' {
  if (text === 'all' || text === 'some') return text;
  throw new InvalidArgumentError('Must be all or some.');
}

/** A duration, as text or in milliseconds. The mock parses texts. */
export function parseDuration(text: string): string | number {
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

/** A time, as text or in milliseconds since 1970. A few digits are more likely a year. */
export function parseTime(text: string): string | number {
  return /^\d{9,}$/.test(text) ? Number(text) : text;
}

/** The optional seed of `--grease`, which must not swallow the contract that follows the flag. */
export function parseGreaseSeed(text: string): string {
  if (text !== '' && !/\.(?:ya?ml|json)$/.test(text) && !builtInContracts().includes(text)) return text;
  throw new InvalidArgumentError('Must be a seed. Write --grease after the contracts, or with a seed: --grease 1.');
}

export function collectText(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** `Name: value` */
export function collectHeader(text: string, before: Pairs = {}): Pairs {
  const at = text.indexOf(':');
  if (at < 1) throw new InvalidArgumentError("Must be 'Name: value'.");
  return { ...before, [text.slice(0, at).trim()]: text.slice(at + 1).trim() };
}

/** `name=value` */
export function collectParameter(text: string, before: Pairs = {}): Pairs {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Must be name=value.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

/** `ROLE='Name: value'` */
export function collectRole(
  text: string,
  before: Readonly<Record<string, Pairs>> = {},
): Readonly<Record<string, Pairs>> {
  const at = text.indexOf('=');
  if (at < 1 || text.indexOf(':', at) < at + 2) {
    throw new InvalidArgumentError("Must be ROLE='Name: value', for example expired='Authorization: Bearer $OLD'.");
  }
  const role = text.slice(0, at);
  return { ...before, [role]: collectHeader(text.slice(at + 1), before[role]) };
}

/** A scenario for all contracts (`demo`), or one for each (`a=demo`, repeated for `b`). */
export function collectScenario(
  text: string,
  known: string | Readonly<Record<string, string>> | undefined,
): string | Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (text === '' || at === 0 || at === text.length - 1) {
    throw new InvalidArgumentError('Must be a name, a file, or contract=name.');
  }
  if (at === -1 && known === undefined) return text;
  if (at === -1 || typeof known === 'string') {
    throw new InvalidArgumentError('Must be one scenario for all contracts, or contract=name for each.');
  }
  return { ...known, [text.slice(0, at)]: text.slice(at + 1) };
}

/** Header values must be Latin-1 without control characters; spaces at either end would be lost. */
const HEADER_VALUE = /^[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?$/;

/**
 * Checks that an admin token can be sent in a header.
 *
 * @param token - absent or empty: none is sent
 * @throws {PagewrightError} `usage`; the message does not show the token
 */
export function requireValidToken(token: string | undefined): void {
  if (!token || HEADER_VALUE.test(token)) return;
  throw usageError(
    'Invalid admin token (--admin-token, admin-token or $PAGEWRIGHT_ADMIN_TOKEN): must be Latin-1, without line breaks, other ' +
      'control characters, or spaces at either end',
  );
}

/** Adds the flags that say what every request to an implementation has. */
export function addRequestOptions(command: Command): Command {
  return command
    .option('--header <header>', "'Name: value' to send with every request; repeatable", collectHeader)
    .option(
      '--query <pair>',
      'name=value of a query parameter to send with every request; repeatable',
      collectParameter,
    )
    .option('--path-param <pair>', 'name=value of a path parameter; repeatable', collectParameter);
}
