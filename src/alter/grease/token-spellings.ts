/** A way to write bytes as text. Reading may be lenient: whoever reads compares with what would have been written. */
export interface TokenSpelling {
  /** About how many characters a byte takes. */
  readonly ratio: number;
  write(bytes: Buffer): string;
  read(text: string): Buffer;
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** What has to be encoded in a query, and what looks as if it had been. */
const AWKWARD = '~!*.,;:@$|^&=+/?#% \'"<>[]{}()`\\';

/** Lengths of the parts between full stops. */
const HEAD = 20;
const TAIL = 43;

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
      const tail = Math.max(HEAD, text.length - TAIL);
      return [text.slice(0, HEAD), text.slice(HEAD, tail), text.slice(tail)].join('.');
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
