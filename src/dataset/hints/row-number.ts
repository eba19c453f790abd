import { foldCase } from '../../contract/criterion.ts';
import type { HintCall } from '../generate/compiler.ts';
import type { Producer } from '../generate/producer.ts';
import { readOptions } from './options.ts';

/**
 * `row.number { prefix, width, from }`: counts the rows, as in `CUST-000017`.
 *
 * - `prefix`: the text before the number; none by default
 * - `width`: to which the number is filled up with zeros; 6 by default
 * - `from`: the number of the first row of the collection; 1 by default. The recipes of a collection count on, each from
 *   where the one before it ended
 *
 * In a field of type integer or number, the number alone. Elements of an array get a second number: `CUST-000017-1`.
 */
export function compileRowNumber(call: HintCall): Producer {
  const options = readOptions(call, ['prefix', 'width', 'from']);
  const prefix = options.text('prefix') ?? '';
  const width = options.integer('width') ?? 6;
  const from = options.integer('from') ?? 1;
  if (width < 1 || width > 50) call.fail(`width: expected 1 to 50, not ${width}`);
  const rowsHolding = (text: string): number[] =>
    findNumber(foldCase(text), foldCase(prefix)).map((found) => found - from);
  if (!call.site.schema.types.includes('string') && call.site.schema.types.length > 0) {
    const at = (_variant: number, _element: number, row: number): number => from + row;
    return { valueAt: at, numbers: { kind: 'number', at }, usesRow: true, rowsHolding, isUnique: true };
  }
  return {
    valueAt: (_variant, element, row) => {
      const text = prefix + String(from + row).padStart(width, '0');
      return element === 0 ? text : `${text}-${element}`;
    },
    usesRow: true,
    rowsHolding,
    isUnique: true,
    // With more digits than there is room for, 1000000 comes before 999999.
    ascends: from >= 0 && String(from + call.compiler.environment.lastIndex).length <= width,
  };
}

function findNumber(text: string, prefix: string): readonly number[] {
  const digits = text.startsWith(prefix) ? /^(-?\d{1,15})(?:-\d+)?$/.exec(text.slice(prefix.length))?.[1] : undefined;
  return digits === undefined ? [] : [Number(digits)];
}
