import type { Comparable } from '../../contract/comparable.ts';
import type { Slot } from '../table.ts';
import type { WriteWords } from './refine-runs.ts';

/** The word of what has no text. */
const NONE = 0xffffffff;

/** Characters that fit into a byte when 0 is for the end of a text, and are not to be taken for `NONE` four times over. */
const SMALL = 0xfe;

/** @returns words by which texts ascend, null after all others; `read` gives the text of a slot */
export function createTextWords(read: (slot: Slot) => Comparable): WriteWords {
  return (pairs, length) => {
    const start = measureCommonPrefix(pairs, length, read);
    const pack = areSmall(pairs, length, start, read) ? packFour : packOne;
    const first = read(pairs[1] as number);
    let areEqual = true;
    for (let index = 0; index < 2 * length; index += 2) {
      const text = read(pairs[index + 1] as number);
      pairs[index] = typeof text === 'string' ? pack(text, start) : NONE;
      if (text !== first) areEqual = false;
    }
    return areEqual;
  };
}

/** How many characters all texts begin with. */
function measureCommonPrefix(pairs: Uint32Array, length: number, read: (slot: Slot) => Comparable): number {
  let prefix: string | undefined;
  for (let index = 1; index < 2 * length; index += 2) {
    const text = read(pairs[index] as number);
    if (typeof text !== 'string') continue;
    prefix ??= text;
    while (!text.startsWith(prefix)) prefix = prefix.slice(0, -1);
    if (prefix === '') break;
  }
  return prefix?.length ?? 0;
}

function areSmall(pairs: Uint32Array, length: number, start: number, read: (slot: Slot) => Comparable): boolean {
  for (let index = 1; index < 2 * length; index += 2) {
    const text = read(pairs[index] as number);
    if (typeof text !== 'string') continue;
    for (let place = start; place < start + 4; place += 1) if (text.charCodeAt(place) >= SMALL) return false;
  }
  return true;
}

function packFour(text: string, start: number): number {
  let word = 0;
  for (let place = start; place < start + 4; place += 1) word = (word << 8) | packOne(text, place);
  return word;
}

/** A character's own number, counted from 1; 0 after the end. */
function packOne(text: string, place: number): number {
  return place < text.length ? text.charCodeAt(place) + 1 : 0;
}
