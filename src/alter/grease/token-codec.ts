import { createRandom, type Random } from '../../dataset/random.ts';
import { createSeal } from '../../page/seal.ts';

/** What a greased token holds. */
export interface GreasedToken {
  /** The token as the mock made it. */
  readonly token: string;
  /** Whether the walk that it belongs to has ties the other way round. */
  readonly isReversed: boolean;
}

/** Gives the mock's tokens another look each time. */
export interface TokenCodec {
  encode(content: GreasedToken, random: Random): string;
  /** @returns `undefined` for anything that `write` did not make, to the letter */
  decode(text: string): GreasedToken | undefined;
}

/** How the mock's own token is kept: the first that fits. */
const PACKINGS = ['base64url', 'base64', 'utf8'] as const;
const SALT = 4;
/** Spelling, packing and turn, and how long the token is. */
const HEAD = 4;
const CODE = 8;
/** Tokens that are not filled up are as short as they can be. */
const MAX_CHARACTERS = 1500;
/** No request line that Node.js accepts is longer. */
const LONGEST = 16_384;

/**
 * Makes the codec of a contract's tokens. A greased token holds all that is needed to read it, so that nothing is kept: a salt,
 * and under a mask that depends on it how it is spelled, the mock's own token, a code over all of that, and zeros up to its length.
 *
 * @param key - the secret that seals the mock's tokens
 * @param domain - what the tokens are for: those of another domain are not read
 */
export function createTokenCodec(key: string | Uint8Array, domain: string): TokenCodec {
  const seal = createSeal(key, `greased token 1 ${domain}`);

  function write({ token, isReversed }: GreasedToken, salt: Buffer, spelling: number, filler: number): string {
    const packing = PACKINGS.findIndex((encoding) => Buffer.from(token, encoding).toString(encoding) === token);
    const inner = Buffer.from(token, PACKINGS[packing]);
    const head = Buffer.from([spelling, 2 * packing + Number(isReversed), inner.length >> 8, inner.length & 0xff]);
    const code = seal.digest(`${salt.toString('hex')} ${head.toString('hex')} ${filler} ${token}`);
    const content = Buffer.concat([head, inner, Buffer.from(code, 'base64url'), Buffer.alloc(filler)]);
    return TOKEN_SPELLINGS[spelling]?.write(Buffer.concat([salt, mask(content, salt)])) ?? '';
  }

  function readAs(text: string, spelling: number): GreasedToken | undefined {
    const bytes = TOKEN_SPELLINGS[spelling]?.read(text) ?? Buffer.alloc(0);
    if (bytes.length < SALT + HEAD + CODE) return undefined;
    const salt = bytes.subarray(0, SALT);
    // Most spellings are ruled out by their own number.
    if (mask(bytes.subarray(SALT, SALT + 1), salt)[0] !== spelling) return undefined;
    const content = mask(bytes.subarray(SALT), salt);
    const length = content.readUInt16BE(2);
    const filler = content.length - HEAD - length - CODE;
    if (filler < 0) return undefined;
    const [, packed = 0] = content;
    const token = content.toString(PACKINGS[packed >> 1], HEAD, HEAD + length);
    const found = { token, isReversed: packed % 2 === 1 };
    // Whatever was changed, the text is another one then.
    return write(found, salt, spelling, filler) === text ? found : undefined;
  }

  return {
    encode(content, random) {
      const spelling = random.below(TOKEN_SPELLINGS.length);
      const ratio = TOKEN_SPELLINGS[spelling]?.ratio ?? 1;
      const least = SALT + HEAD + CODE + (content.token.length * 3) / 4;
      const room = Math.max(1, Math.floor(MAX_CHARACTERS / ratio - least));
      const filler = random.onceIn(2) ? random.below(4) : random.below(random.below(room) + 1);
      const salt = Buffer.from(Array.from({ length: SALT }, () => random.below(256)));
      return write(content, salt, spelling, filler);
    },
    decode(text) {
      if (text.length > LONGEST) return undefined;
      for (const spelling of TOKEN_SPELLINGS.keys()) {
        const found = readAs(text, spelling);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

/** Hides bytes, or shows them again. */
function mask(bytes: Buffer, salt: Buffer): Buffer {
  const random = createRandom(salt.toString('hex'));
  let word = 0;
  const masked = bytes.map((byte, index) => {
    word = index % 4 === 0 ? random.below(2 ** 32) : word >>> 8;
    return byte ^ (word & 0xff);
  });
  return Buffer.from(masked);
}

/** A way to write bytes as text. Reading may be lenient: whoever reads compares with what would have been written. */
interface TokenSpelling {
  /** About how many characters a byte takes. */
  readonly ratio: number;
  write(bytes: Buffer): string;
  read(text: string): Buffer;
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** What has to be encoded in a query, and what looks as if it had been. */
const AWKWARD = '~!*.,;:@$|^&=+/?#% \'"<>[]{}()`\\';

/** Lengths of the parts between full stops. */
const FIRST_PART = 20;
const LAST_PART = 43;

/** All ways in which tokens are written. */
export const TOKEN_SPELLINGS: readonly TokenSpelling[] = [
  spellByNode('base64url', 4 / 3),
  spellByNode('base64', 4 / 3),
  spellByNode('hex', 2),
  {
    ratio: 2,
    write: (bytes) => bytes.toString('hex').toUpperCase(),
    read: (text) => Buffer.from(text, 'hex'),
  },
  {
    ratio: 4 / 3,
    write(bytes) {
      const text = bytes.toString('base64url');
      const tail = Math.max(FIRST_PART, text.length - LAST_PART);
      return [text.slice(0, FIRST_PART), text.slice(FIRST_PART, tail), text.slice(tail)].join('.');
    },
    read: (text) => Buffer.from(text.replaceAll('.', ''), 'base64url'),
  },
  {
    ratio: 2.41,
    // A figure in front keeps the zeros with which bytes may begin.
    write: (bytes) => BigInt(`0x1${bytes.toString('hex')}`).toString(),
    read: (text) => (/^\d+$/.test(text) ? Buffer.from(BigInt(text).toString(16).slice(1), 'hex') : Buffer.alloc(0)),
  },
  {
    ratio: 4 / 3,
    write: (bytes) => replaceEach(bytes.toString('base64url'), BASE64URL.slice(-AWKWARD.length), AWKWARD),
    read: (text) => Buffer.from(replaceEach(text, AWKWARD, BASE64URL.slice(-AWKWARD.length)), 'base64url'),
  },
];

function spellByNode(encoding: 'base64url' | 'base64' | 'hex', ratio: number): TokenSpelling {
  return { ratio, write: (bytes) => bytes.toString(encoding), read: (text) => Buffer.from(text, encoding) };
}

function replaceEach(text: string, from: string, to: string): string {
  return text.replace(/[\s\S]/g, (character) => to[from.indexOf(character)] ?? character);
}
