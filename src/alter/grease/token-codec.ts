import { createSeal } from '../../page/seal.ts';
import { createDice, type Dice } from '../random.ts';
import { TOKEN_SPELLINGS } from './token-spellings.ts';

/** What a dressed token holds. */
export interface DressedToken {
  /** The token as the mock made it. */
  readonly token: string;
  /** Whether the walk that it belongs to has ties the other way round. */
  readonly isTurned: boolean;
}

/** Gives the mock's tokens another look each time. */
export interface TokenDress {
  write(content: DressedToken, dice: Dice): string;
  /** @returns `undefined` for anything that `write` did not make, to the letter */
  read(text: string): DressedToken | undefined;
}

/** How the mock's own token is kept: the first that fits. */
const PACKINGS = ['base64url', 'base64', 'utf8'] as const;
const SALT = 4;
/** Spelling, packing and turn, and how long the token is. */
const HEAD = 4;
const CODE = 8;
/** Tokens that are not filled up are as short as they can be. */
const MOST_CHARACTERS = 1500;
/** No request line that Node.js accepts is longer. */
const LONGEST = 16_384;

/**
 * Makes the dress of a contract's tokens. A dressed token holds all that is needed to read it, so that nothing is kept: a salt,
 * and under a mask that depends on it how it is spelled, the mock's own token, a code over all of that, and zeros up to its length.
 *
 * @param key - the secret that seals the mock's tokens
 * @param domain - what the tokens are for: those of another domain are not read
 */
export function createTokenDress(key: string | Uint8Array, domain: string): TokenDress {
  const seal = createSeal(key, `dressed token 1 ${domain}`);

  function write({ token, isTurned }: DressedToken, salt: Buffer, spelling: number, filler: number): string {
    const packing = PACKINGS.findIndex((encoding) => Buffer.from(token, encoding).toString(encoding) === token);
    const inner = Buffer.from(token, PACKINGS[packing]);
    const head = Buffer.from([spelling, 2 * packing + Number(isTurned), inner.length >> 8, inner.length & 0xff]);
    const code = seal.digest(`${salt.toString('hex')} ${head.toString('hex')} ${filler} ${token}`);
    const content = Buffer.concat([head, inner, Buffer.from(code, 'base64url'), Buffer.alloc(filler)]);
    return TOKEN_SPELLINGS[spelling]?.write(Buffer.concat([salt, mask(content, salt)])) ?? '';
  }

  function readAs(text: string, spelling: number): DressedToken | undefined {
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
    const found = { token, isTurned: packed % 2 === 1 };
    // Whatever was changed, the text is another one then.
    return write(found, salt, spelling, filler) === text ? found : undefined;
  }

  return {
    write(content, dice) {
      const spelling = dice.below(TOKEN_SPELLINGS.length);
      const ratio = TOKEN_SPELLINGS[spelling]?.ratio ?? 1;
      const least = SALT + HEAD + CODE + (content.token.length * 3) / 4;
      const room = Math.max(1, Math.floor(MOST_CHARACTERS / ratio - least));
      const filler = dice.onceIn(2) ? dice.below(4) : dice.below(dice.below(room) + 1);
      const salt = Buffer.from(Array.from({ length: SALT }, () => dice.below(256)));
      return write(content, salt, spelling, filler);
    },
    read(text) {
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
  const dice = createDice(salt.toString('hex'));
  return Buffer.from(bytes.map((byte) => byte ^ dice.below(256)));
}
