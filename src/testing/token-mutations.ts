import { fc, grapheme } from './properties.ts';

/** What is done to a token. It may come out unchanged. */
export type Mutation = (token: string, other: string) => string;

const ALPHABET = [...'ABCXYZabcxyz0189+/-_=.~!*\' "{}:,%\u0000\n\t\u00e9\u{1f600}\ufffd'];

const anywhere = fc.nat(400);

const flip = fc.tuple(anywhere, fc.constantFrom(...ALPHABET)).map(
  ([at, character]): Mutation =>
    (token) =>
      replaceAt(token, at % token.length, 1, character),
);
const flipTwo = fc.tuple(anywhere, anywhere).map(
  ([a, b]): Mutation =>
    (token) =>
      exchange(token, a % token.length, b % token.length),
);
const truncate = fc.tuple(anywhere, anywhere).map(
  ([start, end]): Mutation =>
    (token) =>
      token.slice(start % 4, token.length - (end % token.length)),
);
const extend = fc.tuple(anywhere, fc.array(fc.constantFrom(...ALPHABET), { minLength: 1, maxLength: 4 })).map(
  ([at, more]): Mutation =>
    (token) =>
      replaceAt(token, [0, token.length, at % token.length][at % 3] ?? 0, 0, more.join('')),
);
const remove = fc.tuple(anywhere, fc.integer({ min: 1, max: 4 })).map(
  ([at, count]): Mutation =>
    (token) =>
      replaceAt(token, at % token.length, count, ''),
);
const swap = anywhere.map(
  (at): Mutation =>
    (token, other) =>
      token.slice(0, at % token.length) + other.slice(at % token.length),
);
const double = fc.constantFrom<Mutation>(
  (token) => token + token,
  (token, other) => `${token},${other}`,
  (token) => token.repeat(100),
);
const recase = fc.oneof(
  fc.constantFrom<Mutation>(
    (token) => token.toUpperCase(),
    (token) => token.toLowerCase(),
  ),
  anywhere.map(
    (at): Mutation =>
      (token) =>
        replaceAt(token, at % token.length, 1, swapCase(token[at % token.length] ?? '')),
  ),
);
/** Other spellings of the same bytes. */
const respell = fc.constantFrom<Mutation>(
  (token) => token.replaceAll('=', ''),
  (token) => `${token}=`,
  (token) => `${token}==`,
  (token) => token.replaceAll('+', '-').replaceAll('/', '_'),
  (token) => token.replaceAll('-', '+').replaceAll('_', '/'),
  (token) => replaceAt(token, token.length >> 1, 0, '\n'),
  (token) => encodeURIComponent(token),
  (token) => `"${token}"`,
  (token) => setSpareBits(token),
  (token) => Buffer.from(token).toString('base64'),
  (token) => Buffer.from(token, 'base64').toString(),
);
const replace = fc
  .oneof(
    fc.string({ maxLength: 40 }),
    fc.string({ unit: grapheme, maxLength: 20 }),
    fc.base64String({ maxLength: 80 }),
    fc.constantFrom(
      '',
      ' ',
      '0',
      '1',
      '-1',
      'null',
      'undefined',
      '{}',
      '[]',
      'e30=',
      'first',
      'x'.repeat(20_000),
      '\u0000',
    ),
  )
  .map(
    (text): Mutation =>
      () =>
        text,
  );

/** What one could try to get a token accepted that was never given out. */
export const mutations: fc.Arbitrary<Mutation> = fc.oneof(
  flip,
  flipTwo,
  truncate,
  extend,
  remove,
  swap,
  double,
  recase,
  respell,
  replace,
);

/** The same to the sealed part within, its frame left whole. */
export function within(inner: fc.Arbitrary<Mutation>): fc.Arbitrary<Mutation> {
  return inner.map((mutate) => (token, other) => rewrap(token, mutate(unwrap(token), unwrap(other))));
}

/** Changes to the bytes that are sealed: single bits, and what the sealed text says. */
export const innerMutations: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(anywhere, fc.nat(7)).map(
    ([at, bit]): Mutation =>
      (sealed) =>
        changeBytes(sealed, (bytes) =>
          bytes.fill((bytes[at % bytes.length] ?? 0) ^ (1 << bit), at % bytes.length, (at % bytes.length) + 1),
        ),
  ),
  fc
    .constantFrom(
      ['after', 'before'],
      ['before', 'after'],
      ['after', 'start'],
      ['1', '2'],
      ['9', '8'],
      ['"', "'"],
      ['[', '[ '],
    )
    .map(
      ([from = '', to = '']): Mutation =>
        (sealed) =>
          changeBytes(sealed, (bytes) => Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1')),
    ),
  anywhere.map(
    (at): Mutation =>
      (sealed, other) => {
        const [one, two] = [Buffer.from(sealed, 'base64url'), Buffer.from(other, 'base64url')];
        // The code of one token behind the text of another, wherever the text may end.
        const cut = 1 + (at % 40);
        return Buffer.concat([one.subarray(0, one.length - cut), two.subarray(two.length - cut)]).toString('base64url');
      },
  ),
  mutations,
);

/** Changes to the frame around the sealed part: it says the direction, too. */
export const frameMutations: fc.Arbitrary<Mutation> = fc
  .constantFrom<(key: string) => string>(
    (key) => `{"v":1,"k":"${key}"}`,
    (key) => `{"v":1,"k":"${key}","d":"prev"}`,
    (key) => `{"v":1,"k":"${key}","d":"next"}`,
    (key) => `{"v":2,"k":"${key}"}`,
    (key) => `{"k":"${key}","v":1}`,
    (key) => `{"v":1, "k":"${key}"}`,
    (key) => `{"v":1,"k":"${key}"} `,
    (key) => `{"v":1,"k":"${key}","k":"${key}"}`,
    (key) => `{"v":1,"k":"\\u00${key.charCodeAt(0).toString(16)}${key.slice(1)}"}`,
    (key) => `{"v":1,"k":["${key}"]}`,
    (key) => `{"v":1,"k":"${key}","d":"prev","d":"prev"}`,
    (key) => key,
  )
  .map(
    (frame): Mutation =>
      (token) =>
        Buffer.from(frame(unwrap(token))).toString('base64'),
  );

function unwrap(token: string): string {
  return /"k":"([^"]*)"/.exec(Buffer.from(token, 'base64').toString())?.[1] ?? token;
}

function rewrap(token: string, key: string): string {
  const sealed = unwrap(token);
  if (sealed === token) return key;
  return Buffer.from(
    Buffer.from(token, 'base64')
      .toString()
      .replace(sealed, () => key),
  ).toString('base64');
}

function changeBytes(sealed: string, change: (bytes: Buffer) => Buffer): string {
  return change(Buffer.from(sealed, 'base64url')).toString('base64url');
}

/** The last character of base64 may hold bits that no byte needs. */
function setSpareBits(token: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const end = token.replace(/=+$/, '').length - 1;
  const value = letters.indexOf((token[end] ?? '').replace('+', '-').replace('/', '_'));
  return replaceAt(token, end, 1, letters[value ^ 1] ?? '');
}

function replaceAt(text: string, at: number, count: number, by: string): string {
  return text.slice(0, at) + by + text.slice(at + count);
}

function exchange(text: string, a: number, b: number): string {
  return replaceAt(replaceAt(text, a, 1, text[b] ?? ''), b, 1, text[a] ?? '');
}

function swapCase(character: string): string {
  return character === character.toUpperCase() ? character.toLowerCase() : character.toUpperCase();
}
