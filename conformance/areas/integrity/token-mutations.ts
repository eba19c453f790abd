import type { Contract } from '../../../src/contract/contract.ts';
import type { PageAnswer } from '../../list/answer.ts';
import type { ListClient } from '../../list/client.ts';
import type { AskOptions } from '../../list/query.ts';
import { locateNeighbour } from '../../list/walk.ts';
import { swapCase } from '../filters/values.ts';

/** A tampered token. */
export interface AlteredToken {
  /** What was done to it: `with one character changed`. */
  readonly what: string;
  readonly token: string;
}

/** A character so close to the end may encode unused bits. */
const TAIL = 4;

/** Where an opaque token is altered, as fractions of its length. */
const PLACES = [0.1, 0.3, 0.5, 0.7, 0.85] as const;
/** Values that are altered in a token that contains JSON. */
const MAX_VALUES = 5;

/**
 * Alters a token where its meaning changes, and not only its encoding: deep inside, and where the token begins with JSON in
 * Base64, in each longer value of it.
 *
 * @returns none for a token that is too short to have an inside
 */
export function alterToken(token: string): readonly AlteredToken[] {
  const body = token.replace(/=+$/, '');
  const padding = token.slice(body.length);
  if (body.length < 2 * TAIL) return [];
  const places = PLACES.map((part) => Math.min(Math.floor(body.length * part), body.length - TAIL - 1));
  const inner = alterJson(token) ?? [...new Set(places)].map((place) => changeAt(token, place));
  return [
    ...inner.map((altered) => ({ what: 'with one character changed', token: altered })),
    { what: 'cut in half', token: body.slice(0, Math.floor(body.length / 2)) },
    ...(body.length < 5 * TAIL ? [] : [{ what: 'without its last six characters', token: body.slice(0, -6) }]),
    { what: 'with four characters inserted', token: insertInside(token, body.length) },
    { what: 'with four characters appended', token: `${body}kQ7z${padding}` },
    ...recaseEnd(token).map((recased) => ({ what: 'with letters of its signature in the other case', token: recased })),
  ];
}

/** Texts that cannot be tokens. */
export const FOREIGN_TOKENS: readonly AlteredToken[] = [
  { what: 'that is arbitrary text', token: 'bm90LWEtdG9rZW4tb2YteW91cnM' },
  { what: 'of 2,000 characters', token: 'QUJD'.repeat(500) },
  { what: 'that is a number', token: '-1' },
];

/** Letters whose case is changed: so many that a checksum of the rest could not be right by chance. */
const RECASED = 8;

/** A signature usually comes last; where the token is JSON, at the end of its longest value. */
function recaseEnd(token: string): readonly string[] {
  const [head = '', ...rest] = token.split('.');
  const json = Buffer.from(head, 'base64url').toString('utf8');
  const value = rest.length > 0 ? undefined : listScalars(json).find((one) => typeof one === 'string');
  if (value === undefined) return recase(token, token.replace(/=+$/, ''));
  const isUrlSafe = /[-_]/.test(head) || !/=$/.test(head);
  return recase(json, String(value)).map((text) =>
    Buffer.from(text, 'utf8').toString(isUrlSafe ? 'base64url' : 'base64'),
  );
}

/** Changes the case of letters near the end of a part of a text, but not of the last ones, whose bits may mean nothing. */
function recase(text: string, part: string): readonly string[] {
  // Digits of other encodings, such as hexadecimal ones, mean the same in either case.
  if (!/[a-z]/.test(part) || !/[A-Z]/.test(part)) return [];
  const [start, end] = [Math.max(0, part.length - TAIL - RECASED), Math.max(0, part.length - TAIL)];
  const swapped = part.slice(0, start) + swapCase(part.slice(start, end)) + part.slice(end);
  return swapped === part || !text.includes(part) ? [] : [text.replace(part, () => swapped)];
}

function changeAt(text: string, place: number): string {
  const character = text.charAt(place);
  return text.slice(0, place) + next(character) + text.slice(place + 1);
}

/** Another character of the same class, and not the same letter in the other case. */
function next(character: string): string {
  if (/[0-9]/.test(character)) return String((Number(character) + 1) % 10);
  if (/[a-z]/.test(character)) return character === 'k' ? 'q' : 'k';
  if (/[A-Z]/.test(character)) return character === 'K' ? 'Q' : 'K';
  return 'k';
}

function insertInside(token: string, length: number): string {
  const middle = Math.floor(length / 2);
  return `${token.slice(0, middle)}kQ7z${token.slice(middle)}`;
}

/**
 * The token with one value of its JSON altered at a time; `undefined` when it does not begin with JSON in Base64. What stands
 * behind a full stop, a signature say, is left as it is. Short values say how the token is to be read: a version, a direction.
 */
function alterJson(token: string): readonly string[] | undefined {
  const [head = '', ...rest] = token.split('.');
  const isUrlSafe = /[-_]/.test(head) || !/=$/.test(head);
  const text = Buffer.from(head, isUrlSafe ? 'base64url' : 'base64').toString('utf8');
  const altered = listScalars(text).flatMap((value) => alterScalar(text, value));
  if (altered.length === 0) return undefined;
  return altered.slice(0, MAX_VALUES).map((one) => {
    return [Buffer.from(one, 'utf8').toString(isUrlSafe ? 'base64url' : 'base64'), ...rest].join('.');
  });
}

/** The longest first. */
function listScalars(json: string): readonly (string | number)[] {
  try {
    return collectScalars(JSON.parse(json)).sort((a, b) => String(b).length - String(a).length);
  } catch {
    return [];
  }
}

function collectScalars(value: unknown): (string | number)[] {
  if (typeof value === 'string' || typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(collectScalars) : [];
}

/** A value with escapes is skipped: its text does not occur in the JSON as it reads. */
function alterScalar(json: string, value: string | number): readonly string[] {
  const text = String(value);
  const written = typeof value === 'number' ? text : `"${text}"`;
  if (text.length <= TAIL || !json.includes(written)) return [];
  const middle = Math.floor(written.length / 2);
  return [json.replace(written, () => changeAt(written, middle))];
}

/** A token of the target, and how to send another one in its place. */
export interface GivenToken {
  readonly token: string;
  /** The options of a request with another token. */
  replaceWith(token: string): AskOptions;
}

/**
 * Finds the token by which a client would request the next page.
 *
 * @returns `undefined` when there is no next page, or its link has no such parameter
 */
export function findToken(
  { contract }: ListClient,
  from: PageAnswer,
  role: 'next' | 'previous',
): GivenToken | undefined {
  const position = locateNeighbour(contract, from, role);
  if (position === undefined) return undefined;
  const { link, value } = position;
  if (link === undefined) {
    return { token: String(value), replaceWith: (token) => ({ position: { ...position, value: token } }) };
  }
  const found = findParameter(link, contract);
  if (found === undefined) return undefined;
  const given = decode(found.value);
  return {
    token: given,
    replaceWith: (token) => {
      // The same token stays as it was written: a `+` in it may be a space or itself.
      const written = token === given ? found.value : encodeURIComponent(token);
      return { position: { link: found.before + written + found.after } };
    },
  };
}

interface FoundParameter {
  readonly before: string;
  readonly value: string;
  readonly after: string;
}

/** The parameter that the contract names, or in an opaque link the longest one that the client did not send. */
function findParameter(link: string, { page, parameters }: Contract): FoundParameter | undefined {
  const known = new Set(parameters.map(({ name }) => name));
  const found = [...link.matchAll(/(?<=[?&])([^=&#]+)=([^&#]+)/g)].map((match) => {
    const [text, name = '', value = ''] = match;
    const start = match.index + text.length - value.length;
    return { name: decode(name), before: link.slice(0, start), value, after: link.slice(start + value.length) };
  });
  const others = found.filter(({ name }) => !known.has(name)).sort((a, b) => b.value.length - a.value.length);
  return found.find(({ name }) => name === page.position) ?? others[0];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
