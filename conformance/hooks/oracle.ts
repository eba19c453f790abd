import type { Contract } from '../../src/contract/contract.ts';
import { readField } from '../../src/contract/field-values.ts';
import { countNoun } from '../../src/contract/text.ts';
import { parseBaseUrl } from '../client/url.ts';
import type { Item } from '../list/answer.ts';
import { HookError } from './time-limit.ts';

/** Where an independent list of the rows comes from: a URL, or a function that returns an array or a text. */
export type OracleSource = string | ((options: { readonly signal: AbortSignal }) => unknown);

/** The rows that there are, as somebody else than the target says. */
export interface OracleReading {
  /** The identities, each once. */
  readonly ids: readonly string[];
  /** The rows by identity; empty where only identities are known. */
  readonly rows: ReadonlyMap<string, Item>;
}

export interface Oracle {
  /** Asks for the rows as they are now. @throws {HookError} when it cannot be read */
  read(): Promise<OracleReading>;
}

interface OracleContext {
  readonly contract: Pick<Contract, 'identity'>;
  readonly baseUrl: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly call: (
    run: (signal: AbortSignal) => Promise<OracleReading>,
    show: (value: OracleReading) => string,
  ) => Promise<OracleReading>;
}

/**
 * Prepares an oracle.
 *
 * @throws TypeError for a source that is neither a URL nor a function
 */
export function createOracle(source: OracleSource, { contract, baseUrl, headers, call }: OracleContext): Oracle {
  if (typeof source !== 'function' && !(typeof source === 'string' && isWebUrl(source))) {
    throw new TypeError('Invalid oracle: must be an http or https URL, or a function');
  }
  const read = async (signal: AbortSignal): Promise<OracleReading> => {
    const value: unknown =
      typeof source === 'function' ? await source({ signal }) : await download(source, { baseUrl, headers, signal });
    return parseOracle(value, contract);
  };
  return { read: () => call(read, ({ ids }) => countNoun(ids.length, 'row')) };
}

/** Whether a text is a URL that can be asked, and not a command. */
export function isWebUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

/** In bytes; also of what a command prints. */
export const MAX_ORACLE_BYTES: number = 64 * 2 ** 20;

async function download(
  source: string,
  { baseUrl, headers, signal }: Pick<OracleContext, 'baseUrl' | 'headers'> & { readonly signal: AbortSignal },
): Promise<string> {
  const url = new URL(source);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const given = username === '' && password === '' ? {} : { authorization: encodeUser(username, password) };
  const response = await fetch(url, {
    headers: { accept: 'application/json, application/x-ndjson', ...chooseHeaders(url, baseUrl, headers), ...given },
    redirect: 'manual',
    signal,
  }).catch((error: unknown) => {
    const { cause } = error as Error;
    throw new HookError(`${url.origin}${url.pathname} did not respond: ${String((cause as Error)?.message ?? error)}`);
  });
  if (!response.ok) throw new HookError(`${url.origin}${url.pathname} responded with ${response.status}`);
  return await readText(response);
}

/** Credentials stay at the origin of the target. */
function chooseHeaders(
  url: URL,
  baseUrl: string | undefined,
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (baseUrl === undefined) return {};
  const { origin, authorization } = parseBaseUrl(baseUrl);
  if (origin !== url.origin) return {};
  return { ...(authorization === undefined ? {} : { authorization }), ...headers };
}

function encodeUser(username: string, password: string): string {
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(user).toString('base64')}`;
}

async function readText({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.length;
    if (size > MAX_ORACLE_BYTES) throw new HookError(`it has more than ${MAX_ORACLE_BYTES / 2 ** 20} MB`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/**
 * Reads a list of rows or identities.
 *
 * @param value - an array, or a text: a JSON array, a JSON value in each line, or an identity in each line
 * @throws {HookError} that says what is wrong with it
 */
export function parseOracle(value: unknown, contract: Pick<Contract, 'identity'>): OracleReading {
  const list = typeof value === 'string' ? parseText(value) : value;
  if (!Array.isArray(list)) {
    throw new HookError(`${EXPECTED}, not ${list === null ? 'null' : `a value of type ${typeof list}`}`);
  }
  const rows = new Map<string, Item>();
  const ids: string[] = [];
  const known = new Set<string>();
  for (const [index, entry] of (list as readonly unknown[]).entries()) {
    const id = readId(entry, contract, index + 1);
    if (known.has(id)) throw new HookError(`it has the row ${id} twice`);
    known.add(id);
    ids.push(id);
    if (isRow(entry)) rows.set(id, entry);
  }
  if (rows.size > 0 && rows.size < ids.length) throw new HookError('it has both rows and identities: give either');
  return { ids, rows };
}

const EXPECTED = 'must be a JSON array of rows or identities, or one of them in each line';

/** Programs that print tables write texts without quotes. */
function parseText(text: string): unknown {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (trimmed.startsWith('[')) return parseJson(trimmed, () => new HookError(`${EXPECTED}; it is not valid JSON`));
  const lines = trimmed.split(/\r?\n/).filter((line) => line.trim() !== '');
  const isJson = /^["{]/.test(lines[0] ?? '');
  if (!isJson) return lines.map((line) => line.trim());
  return lines.map((line, index) => {
    return parseJson(line, () => new HookError(`${EXPECTED}; line ${index + 1} is not valid JSON`));
  });
}

function parseJson(text: string, fail: () => HookError): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw fail();
  }
}

function readId(entry: unknown, { identity }: Pick<Contract, 'identity'>, number: number): string {
  const value = isRow(entry) ? (readField(entry, identity.path)[0] ?? entry[identity.path.at(-1) ?? '']) : entry;
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new HookError(`row ${number} has the identity ${value}, which is not exact: write it as a text`);
  }
  if ((typeof value === 'string' && value !== '') || typeof value === 'number') return String(value);
  throw new HookError(`row ${number} has no identity: each must have \`${identity.name}\`, or be one`);
}

function isRow(entry: unknown): entry is Item {
  return typeof entry === 'object' && entry !== null && !Array.isArray(entry);
}
