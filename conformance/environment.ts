import type { TargetOptions } from './client/settings.ts';
import type { HookOptions } from './hooks/hooks.ts';
import { isWebUrl } from './hooks/oracle.ts';
import type { ConformanceTarget, DescribeOptions } from './jest.ts';

type Variables = Readonly<Record<string, string | undefined>>;

export interface EnvironmentSettings {
  readonly target: ConformanceTarget;
  readonly options: DescribeOptions;
}

/**
 * Reads the target of a test file from the environment, so that one file can check several deployments:
 * `PAGEWRIGHT_BASE_URL` and `PAGEWRIGHT_CONTRACT` are required; `PAGEWRIGHT_OPERATION`, `_HEADERS`, `_QUERY`, `_PATH_PARAMS`,
 * `_FOREIGN_PATH_PARAMS`, `_ROLES`, `_PUBLIC_HEADERS`, `_MAX_REQUESTS`, `_RATE`, `_CONCURRENCY`, `_TIMEOUT`, `_ONLY`, `_STRICT`,
 * `_FAIL_ON`, `_BASELINE`, `_BODY_PARAMS`, `_KNOWN`, `_ORACLE` (a URL), `_HOOK_TIMEOUT` and `_WAIVERS` are optional. Maps are JSON, or lines of `Name: value` for headers, of `name=value` for parameters, of
 * `role=Name: value` for roles. A variable that is empty counts as not set.
 *
 * @returns `undefined` when no base URL is set
 * @throws TypeError that names the invalid variable
 */
export function readEnvironment(env: Variables = process.env): EnvironmentSettings | undefined {
  const read = (name: string): string | undefined => env[`PAGEWRIGHT_${name}`]?.trim() || undefined;
  const baseUrl = read('BASE_URL');
  if (baseUrl === undefined) return undefined;
  const contract = read('CONTRACT');
  if (contract === undefined) {
    throw new TypeError('Missing PAGEWRIGHT_CONTRACT: the id of a contract or the path of a contract file');
  }
  const operation = read('OPERATION');
  return {
    target: {
      ...readTargetOptions(baseUrl, read),
      contract,
      ...(operation === undefined ? {} : { operation }),
    },
    options: readDescribeOptions(read),
  };
}

type Read = (name: string) => string | undefined;

function readTargetOptions(baseUrl: string, read: Read): TargetOptions & HookOptions & { readonly baseUrl: string } {
  const publicHeaders = readList(read('PUBLIC_HEADERS'));
  return {
    baseUrl,
    ...optional('headers', readMap('HEADERS', ':', read)),
    ...optional('query', readMap('QUERY', '=', read)),
    ...optional('pathParameters', readMap('PATH_PARAMS', '=', read)),
    ...optional('bodyParameters', readMap('BODY_PARAMS', '=', read)),
    ...optional('foreignPathParameters', readMap('FOREIGN_PATH_PARAMS', '=', read)),
    ...optional('known', readMap('KNOWN', '=', read)),
    ...optional('roles', readValue('ROLES', read, readRoles)),
    ...optional('publicHeaders', publicHeaders),
    ...optional('maxRequests', readValue('MAX_REQUESTS', read, readNumber)),
    ...optional('rate', readValue('RATE', read, readNumber)),
    ...optional('concurrency', readValue('CONCURRENCY', read, readNumber)),
    ...optional('timeoutMs', readValue('TIMEOUT', read, readNumber)),
    ...optional('oracle', readValue('ORACLE', read, readUrl)),
    ...optional('hookTimeoutMs', readValue('HOOK_TIMEOUT', read, readNumber)),
  };
}

function readDescribeOptions(read: Read): DescribeOptions {
  return {
    ...optional('only', readList(read('ONLY'))),
    ...optional('strict', readValue('STRICT', read, readFlag)),
    ...optional('waivers', read('WAIVERS')),
    ...optional('failOn', readList(read('FAIL_ON'))),
    ...optional('baseline', read('BASELINE')),
  };
}

function readMap(name: string, separator: string, read: Read): Pairs | undefined {
  return readValue(name, read, (text) => readPairs(text, separator));
}

/** Parses a variable; an error names it. */
function readValue<T>(name: string, read: Read, parse: (text: string) => T): T | undefined {
  const text = read(name);
  if (text === undefined) return undefined;
  try {
    return parse(text);
  } catch (error) {
    throw new TypeError(`Invalid PAGEWRIGHT_${name}: ${(error as Error).message}`);
  }
}

function readNumber(text: string): number {
  const value = Number(text.replace(/\/s$/, ''));
  if (!(value > 0)) throw new TypeError('must be a number greater than 0');
  return value;
}

/** Commands are run by `pagewright check` only. */
function readUrl(text: string): string {
  if (!isWebUrl(text)) throw new TypeError('must be an http or https URL');
  return text;
}

function readFlag(text: string): boolean {
  const value = { 1: true, true: true, 0: false, false: false }[text];
  if (value === undefined) throw new TypeError('must be true or false');
  return value;
}

function readList(text: string | undefined): readonly string[] | undefined {
  return text
    ?.split(/[\n,]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function optional<Key extends string, T>(key: Key, value: T | undefined): { readonly [K in Key]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: T };
}

/** Values by name. */
type Pairs = Readonly<Record<string, string>>;

/**
 * Reads a map from text: a JSON object of texts, or a line for each entry.
 *
 * @param separator - between name and value in a line: `:` or `=`
 * @throws TypeError that repeats no value, since it may be a secret
 */
export function readPairs(text: string, separator: string): Pairs {
  if (text.startsWith('{')) return requirePairs(parseJson(text));
  return Object.fromEntries(listLines(text).map((line) => splitLine(line, separator)));
}

/** The same for headers by role: JSON, or lines of `role=Name: value`. */
export function readRoles(text: string): Readonly<Record<string, Pairs>> {
  if (text.startsWith('{')) {
    return Object.fromEntries(
      Object.entries(requireObject(parseJson(text))).map(([role, headers]) => [role, requirePairs(headers)]),
    );
  }
  const roles = new Map<string, Pairs>();
  for (const line of listLines(text)) {
    const [role, header] = splitLine(line, '=');
    const [name, value] = splitLine(header, ':');
    roles.set(role, { ...roles.get(role), [name]: value });
  }
  return Object.fromEntries(roles);
}

function listLines(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}

function splitLine(line: string, separator: string): readonly [name: string, value: string] {
  const at = line.indexOf(separator);
  const name = line.slice(0, at).trim();
  if (at < 0 || name === '') throw new TypeError(`must be JSON, or lines of name${separator}value`);
  return [name, line.slice(at + 1).trim()];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TypeError('not valid JSON');
  }
}

function requirePairs(value: unknown): Pairs {
  const entries = Object.entries(requireObject(value));
  if (entries.some(([, one]) => typeof one !== 'string')) throw new TypeError('must have only strings as values');
  return Object.fromEntries(entries) as Pairs;
}

function requireObject(value: unknown): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new TypeError('must be a JSON object');
}
