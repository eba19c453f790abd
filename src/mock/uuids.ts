import { hashText, mix } from '../dataset/random.ts';

/**
 * A sequence of UUIDs (version 4 in form) that never repeats one and is the same for the same seed: responses can be
 * compared byte by byte from run to run.
 *
 * @param seed - any text
 * @returns a function that gives the next UUID
 */
export function createUuidSequence(seed: string): () => string {
  const [a, b, c, d] = [0, 1, 2, 3].map((word) => hashText(`${word} ${seed}`)) as [number, number, number, number];
  let count = 0;
  return () => {
    count += 1;
    // Mixing is a bijection of the counter, so no two first words are equal.
    const first = mix(count ^ a);
    const second = (mix(count + b) & 0xffff0fff) | 0x4000;
    const third = (mix(count ^ c) & 0x3fffffff) | 0x80000000;
    const fourth = mix(count + d);
    writeWord(first, 0);
    writeWord(second, 8);
    writeWord(third, 16);
    writeWord(fourth, 24);
    return TEXT.toString('latin1');
  };
}

/** One text of one piece: joined from many, it would have to be copied again to be sent. */
const TEXT = Buffer.from('00000000-0000-0000-0000-000000000000');
const DIGITS = Buffer.from('0123456789abcdef');
/** Where the digits stand. */
const PLACES: readonly number[] = [...TEXT.keys()].filter((place) => TEXT[place] === DIGITS[0]);

/** @param from - which digit is the first of the eight */
function writeWord(word: number, from: number): void {
  for (let digit = 0; digit < 8; digit += 1) {
    TEXT[PLACES[from + digit] ?? 0] = DIGITS[(word >>> (28 - digit * 4)) & 0xf] ?? 0;
  }
}
