import fc from 'fast-check';
import { runs } from './runs.ts';

/** Properties are repeated as {@link runs} says, unless they say otherwise themselves. */
fc.configureGlobal({ numRuns: runs(100) });

const plain = { weight: 4, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) };
const others = [fc.integer({ min: 0x7f, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff })];

/**
 * A unit of strings: any code point but surrogates, ASCII more often. The units that fast-check has by name build tables of
 * all of Unicode, which takes a second in every suite.
 */
const codePoint: fc.Arbitrary<string> = fc
  .oneof(plain, { weight: 1, arbitrary: fc.integer({ min: 0, max: 0x1f }) }, ...others)
  .map((code) => String.fromCodePoint(code));

/** A unit of strings: what a reader sees as one character, of one code point or several; no control characters. */
const grapheme: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.oneof(plain, fc.integer({ min: 0xa0, max: 0x24f })).map((code) => String.fromCodePoint(code)),
  },
  {
    weight: 2,
    arbitrary: fc
      .oneof(fc.integer({ min: 0x4e00, max: 0x9fff }), fc.integer({ min: 0x1f600, max: 0x1f64f }))
      .map((code) => String.fromCodePoint(code)),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'e\u0301',
      'A\u030a',
      '\u{1f469}\u200d\u{1f467}',
      '\u{1f1e6}\u{1f1fa}',
      '\ufb01',
      '\u0130',
      '\u01c6',
      '\u1100\u1161',
    ),
  },
);

export { codePoint, fc, grapheme };
