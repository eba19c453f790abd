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
    return `${toHex(first)}-${high(second)}-${low(second)}-${high(third)}-${low(third)}${toHex(fourth)}`;
  };
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function toHex(word: number): string {
  return high(word) + low(word);
}

function high(word: number): string {
  return `${HEX[word >>> 24] ?? ''}${HEX[(word >>> 16) & 0xff] ?? ''}`;
}

function low(word: number): string {
  return `${HEX[(word >>> 8) & 0xff] ?? ''}${HEX[word & 0xff] ?? ''}`;
}
