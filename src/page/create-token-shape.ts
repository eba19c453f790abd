import type { TokenPolicy } from '../contract/contract.ts';
import type { Direction } from './position.ts';

/** What a token looks like from outside. */
export interface TokenShape {
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
    throw new Error(`The shape of a token must name ${PLACE} once, and "${text}" does not.`);
  }
  return { before, after };
}

function lengthOf(frame: Frame): number {
  return frame.before.length + frame.after.length;
}

function fits(text: string, frame: Frame): boolean {
  return text.length > lengthOf(frame) && text.startsWith(frame.before) && text.endsWith(frame.after);
}
