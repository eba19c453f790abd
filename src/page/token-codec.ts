import { LRUCache } from 'lru-cache';
import type { ContractId, TokenPolicy } from '../contract/contract.ts';
import type { Key } from '../store/table.ts';
import { type Direction, directionOf, type SeekPosition } from './position.ts';
import { createSeal, type Seal } from './seal.ts';

/** What a token is good for: with other values of what its policy names, it is not valid. */
export interface Binding {
  readonly tenant: string;
  /** The collection of rows, such as a site; empty where a tenant has one. */
  readonly scope: string;
  /** The filters as canonical text: equal when, and only when, they select the same rows. */
  readonly filters: string;
  /** The order as canonical text. It always binds, as a key means nothing in another order. */
  readonly order: string;
}

/** What tokens are good for, and the time. */
export interface TokenContext {
  readonly binding: Binding;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What a token turns out to be. The direction is known of authentic tokens only. */
export type OpenedToken =
  | { readonly status: 'ok'; readonly position: SeekPosition }
  | { readonly status: 'invalid'; readonly direction?: Direction }
  | { readonly status: 'expired'; readonly direction: Direction; readonly position: SeekPosition };

/** Turns positions into tokens and back, without keeping any. */
export interface CursorCodec {
  /**
   * @param position - where the page begins or ends
   * @param binding - what the token is good for
   * @param now - milliseconds since 1970, from which its lifetime counts
   * @returns the token; the same for the same arguments, on every instance that has the same key
   */
  mint(position: SeekPosition, binding: Binding, now: number): string;
  /**
   * @param token - as it came, decoded from the query
   * @param binding - what it is used for
   * @param now - milliseconds since 1970
   * @returns its position, or why it has none. Never throws, and accepts nothing that `mint` did not make, to the letter.
   */
  open(token: string, binding: Binding, now: number): OpenedToken;
}

/** An authentic token's content. */
interface Payload {
  readonly position: SeekPosition;
  readonly digest: string;
  readonly expiry: number | null;
}

/** No request line that Node.js accepts is longer. */
const MAX_LENGTH = 16_384;
const MEMO_SIZE = 10_000;

/**
 * Creates the codec of a contract's tokens. A token holds its position, a digest of its binding and its expiry, in the
 * clear, and a code over all of it.
 *
 * @param options.key - the secret; whoever has it accepts the tokens
 * @param options.policy - shape, binding and lifetime of tokens
 * @param options.contractId - tokens of other contracts are not accepted, even if they have the same key
 * @throws Error when the key is empty
 */
export function createCursorCodec(options: {
  readonly key: string | Uint8Array;
  readonly policy: TokenPolicy;
  readonly contractId: ContractId;
}): CursorCodec {
  if (options.key.length === 0) throw new Error('Invalid token key: must not be empty');
  const { lifetime, boundTo } = options.policy;
  const seal = createSeal(options.key, `page token 1 ${options.contractId}`);
  const shape = createTokenShape(options.policy);
  const digestOf = createDigest(seal, boundTo);
  // With `max`, they would take the memory of all of them from the start, for every contract of every session.
  const memo = { maxSize: MEMO_SIZE, sizeCalculation: () => 1 };
  const minted = new LRUCache<string, string>(memo);
  const authentic = new LRUCache<string, Payload>(memo);

  function authenticate(token: string): Payload | undefined {
    for (const sealed of shape.unwrap(token)) {
      const text = seal.open(sealed);
      if (text === undefined) continue;
      const payload = parsePayload(text);
      if (shape.wrap(sealed, directionOf(payload.position)) === token) return payload;
    }
    return undefined;
  }

  return {
    mint(position, binding, now) {
      const expiry = lifetime === undefined ? null : now + lifetime;
      const payload = { position, digest: digestOf(binding), expiry };
      const text = formatPayload(payload);
      const known = minted.get(text);
      if (known !== undefined) return known;
      const token = shape.wrap(seal.close(text), directionOf(position));
      minted.set(text, token);
      // A walk sends next what it was given last.
      authentic.set(token, payload);
      return token;
    },
    open(token, binding, now) {
      if (token.length > MAX_LENGTH) return { status: 'invalid' };
      const known = authentic.get(token);
      const payload = known ?? authenticate(token);
      if (payload === undefined) return { status: 'invalid' };
      if (known === undefined) authentic.set(token, payload);
      const { position, digest, expiry } = payload;
      if (digest !== digestOf(binding)) return { status: 'invalid', direction: directionOf(position) };
      if (expiry !== null && now >= expiry) return { status: 'expired', direction: directionOf(position), position };
      return { status: 'ok', position };
    },
  };
}

/** Prepares the digest of what a token is good for, as far as its policy binds it. */
export function createDigest(seal: Seal, boundTo: TokenPolicy['boundTo']): (binding: Binding) => string {
  // Who sends the same query again has the same binding.
  const digests = new WeakMap<Binding, string>();

  function compute(binding: Binding): string {
    const tenant = boundTo.has('tenant') ? binding.tenant : '';
    const scope = boundTo.has('scope') ? binding.scope : '';
    const filters = boundTo.has('filters') ? binding.filters : '';
    // With lengths in front, no two bindings make the same text.
    const text = `${tenant.length}:${scope.length}:${filters.length}:${tenant}${scope}${filters}${binding.order}`;
    return seal.digest(text);
  }

  return (binding) => {
    const known = digests.get(binding);
    if (known !== undefined) return known;
    const digest = compute(binding);
    digests.set(binding, digest);
    return digest;
  };
}

function formatPayload({ position, digest, expiry }: Payload): string {
  const key = 'key' in position ? JSON.stringify(position.key) : 'null';
  return `["${position.at}",${key},"${digest}",${expiry}]`;
}

/** Only ever sees what `formatPayload` made. */
function parsePayload(text: string): Payload {
  const [at, key, digest, expiry] = JSON.parse(text) as [SeekPosition['at'], Key | null, string, number | null];
  const position = (key === null ? { at } : { at, key }) as SeekPosition;
  return { position, digest, expiry };
}

/** What a token looks like from outside. */
interface TokenShape {
  wrap(sealed: string, direction: Direction): string;
  /**
   * What a token may hold. It is taken out without judging the text around it, which counts only once wrapping gives
   * the same token again. There are several candidates where the shape of one direction is part of the other's.
   */
  unwrap(token: string): readonly string[];
}

interface Frame {
  readonly before: string;
  readonly after: string;
}

const PLACE = '{key}';

/**
 * Creates the shape of the tokens of a contract.
 *
 * @param policy - the texts around the sealed key and how they are encoded; without texts a token is the key alone
 * @throws Error when a text has no place for the key, or more than one
 */
export function createTokenShape(policy: Pick<TokenPolicy, 'shape' | 'encoding'>): TokenShape {
  if (policy.shape === undefined) return { wrap: (sealed) => sealed, unwrap: (token) => [token] };
  const forward = parseFrame(policy.shape.forward);
  const backward = parseFrame(policy.shape.backward);
  // The longer one first: it rarely fits by chance, and then saves checking the code of a wrong candidate.
  const frames = [forward, backward].sort((one, other) => lengthOf(other) - lengthOf(one));
  const isEncoded = policy.encoding === 'base64';
  return {
    wrap(sealed, direction) {
      const { before, after } = direction === 'forward' ? forward : backward;
      const text = before + sealed + after;
      return isEncoded ? Buffer.from(text, 'utf8').toString('base64') : text;
    },
    unwrap(token) {
      const text = isEncoded ? Buffer.from(token, 'base64').toString('utf8') : token;
      const candidates: string[] = [];
      for (const frame of frames) {
        if (fits(text, frame)) candidates.push(text.slice(frame.before.length, text.length - frame.after.length));
      }
      return candidates;
    },
  };
}

function parseFrame(text: string): Frame {
  const [before = '', after, ...others] = text.split(PLACE);
  if (after === undefined || others.length > 0) {
    throw new Error(`Invalid token shape "${text}": must contain ${PLACE} exactly once`);
  }
  return { before, after };
}

function lengthOf(frame: Frame): number {
  return frame.before.length + frame.after.length;
}

function fits(text: string, frame: Frame): boolean {
  return text.length > lengthOf(frame) && text.startsWith(frame.before) && text.endsWith(frame.after);
}
