import { foldCase } from '../../contract/criterion.ts';
import type { HintCall } from '../generate/compiler.ts';
import { hashPlace } from '../generate/hash.ts';
import { createPermutation } from '../generate/permutation.ts';
import type { Producer } from '../generate/producer.ts';
import { readOptions } from './options.ts';

const HEX = Array.from({ length: 0x10000 }, (_, value) => value.toString(16).padStart(4, '0'));
const SHAPE = /^([0-9a-f]{8})-([0-9a-f]{4})-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-([0-9a-f]{4})[0-9a-f]{8}$/;

/**
 * `row.uuid { prefix }`: a UUID of version 4, as in `Cust_c40bea18-c0c9-44b1-bd0c-43f5283e1670`. No two rows, nor elements of
 * arrays, have the same.
 *
 * - `prefix`: the text before the UUID; none by default
 */
export function compileRowUuid(call: HintCall): Producer {
  const prefix = readOptions(call, ['prefix']).text('prefix') ?? '';
  const key = call.compiler.keyOf(call.site);
  const permutation = createPermutation(key);
  const folded = foldCase(prefix);
  return {
    valueAt: (_variant, element, row) =>
      prefix + writeUuid(permutation.apply([row >>> 0, element >>> 0]), hashPlace(key, row, element)),
    usesRow: true,
    isUnique: true,
    rowsHolding: (text) => {
      const sought = foldCase(text);
      const match = sought.startsWith(folded) ? SHAPE.exec(sought.slice(folded.length)) : null;
      if (match === null) return [];
      const [, first, second, third] = match;
      return [permutation.invert([Number(`0x${first}`), Number(`0x${second}${third}`)])[0]];
    },
  };
}

/** The words that say which row it is, with bits that say nothing where version and variant leave room. */
function writeUuid([first, second]: readonly [number, number], filler: number): string {
  const rest = Math.imul(filler, 0x9e3779b1) >>> 0;
  const version = 0x4000 | (filler & 0xfff);
  const variant = 0x8000 | ((filler >>> 12) & 0x3fff);
  return `${quad(first >>> 16)}${quad(first)}-${quad(second >>> 16)}-${quad(version)}-${quad(variant)}-${quad(second)}${quad(rest >>> 16)}${quad(rest)}`;
}

function quad(value: number): string {
  return HEX[value & 0xffff] as string;
}
