const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * A sequence of UUIDs (version 4 in form) that never repeats one and is the same for the same seed: responses can be
 * compared byte by byte from run to run.
 *
 * @param seed - any text
 * @returns a function that gives the next UUID
 */
export function createUuidSequence(seed: string): () => string {
  const [a, b, c, d] = [0, 1, 2, 3].map((salt) => hashText(seed, salt)) as [number, number, number, number];
  let count = 0;
  return () => {
    count += 1;
    // The mixing of the first word is a bijection of the counter, so no two UUIDs are equal.
    const first = mix(count ^ a);
    const second = (mix(count + b) & 0xffff0fff) | 0x4000;
    const third = (mix(count ^ c) & 0x3fffffff) | 0x80000000;
    const fourth = mix(count + d);
    return `${toHex(first)}-${high(second)}-${low(second)}-${high(third)}-${low(third)}${toHex(fourth)}`;
  };
}

/** The finalizer of MurmurHash3: every bit of the input moves about half of those of the output. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function hashText(text: string, salt: number): number {
  let hash = mix(salt + 1);
  for (let index = 0; index < text.length; index += 1) hash = mix(hash ^ text.charCodeAt(index));
  return hash;
}

function toHex(word: number): string {
  return high(word) + low(word);
}

function high(word: number): string {
  return `${HEX[word >>> 24] ?? ''}${HEX[(word >>> 16) & 0xff] ?? ''}`;
}

function low(word: number): string {
  return `${HEX[(word >>> 8) & 0xff] ?? ''}${HEX[word & 0xff] ?? ''}`;
}
