import { describe, expect, it } from '@jest/globals';
import { type Comparable, compareComparables } from '../contract/field-values.ts';
import { codePoint, fc } from '../testing/properties.ts';
import { runs } from '../testing/runs.ts';
import type { OrderColumn } from './order-column.ts';
import { countWhile, sortSlots } from './ordered-slots.ts';
import { sortPairs } from './sort.ts';
import { countUp } from './text-sort.ts';
import { finish } from './work.ts';

describe('sort slots', () => {
  type Values = readonly Comparable[];
  type CreateColumn = (values: Values) => OrderColumn;

  const createNumbers: CreateColumn = (values) => ({
    kind: 'numbers',
    values: Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))),
    bytes: 0,
  });
  const createTexts: CreateColumn = (values) => ({
    kind: 'texts',
    ascends: false,
    size: values.length,
    at: (slot) => values[slot] as Comparable,
    bytes: 0,
  });
  const createRanks: CreateColumn = (values) => {
    const distinct = [...new Set(values)].sort(compareComparables);
    return { kind: 'ranks', values: distinct, ranks: Uint16Array.from(values, (v) => distinct.indexOf(v)), bytes: 0 };
  };

  const edges = [0, -0, 5e-324, 1e-323, -5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 1 / 0, -1 / 0];
  const close = fc.nat(50).map((steps) => 1 + steps * Number.EPSILON);
  const tiny = fc.nat(50).map((steps) => steps * 5e-324);
  const numbers = [
    fc.double({ noNaN: true }),
    fc.constantFrom(...edges),
    close,
    tiny,
    fc.nat(9),
    fc.oneof(close, tiny),
  ];
  const texts = [
    fc.string({ unit: codePoint, maxLength: 10 }),
    fc.string({ unit: fc.constantFrom('a', 'b', '\u0000', 'þ', 'ÿ', '\ud800', '\uffff'), maxLength: 12 }),
    fc.nat(99).map((number) => `customer-${number}`),
  ];

  function orNull(value: fc.Arbitrary<Comparable>): fc.Arbitrary<Comparable> {
    return fc.option(value, { freq: 9 });
  }

  /** Columns of the same length, with the values that they were made of. */
  function columnsOf(length: number): fc.Arbitrary<readonly { values: Values; column: OrderColumn }[]> {
    const column = (kinds: readonly fc.Arbitrary<Comparable>[], create: CreateColumn) =>
      fc
        .oneof(...kinds.map((kind) => fc.array(orNull(kind), { minLength: length, maxLength: length })))
        .map((values) => ({ values, column: create(values) }));
    return fc.array(fc.oneof(column(numbers, createNumbers), column(texts, createTexts), column(texts, createRanks)), {
      minLength: 1,
      maxLength: 3,
    });
  }

  const anyCase = fc.integer({ min: 0, max: 120 }).chain((length) =>
    fc.record({
      columns: columnsOf(length),
      directions: fc.array(fc.constantFrom<1 | -1>(1, -1), { minLength: 3, maxLength: 3 }),
      slots: fc.oneof(fc.constant([...countUp(length)]), fc.subarray([...countUp(length)])),
    }),
  );

  describe('sortSlots', () => {
    it('agrees with sorting an array by all columns', () => {
      fc.assert(
        fc.property(anyCase, ({ columns, directions, slots }) => {
          const compare = (a: number, b: number): number =>
            columns
              .map(
                ({ values }, key) =>
                  (directions[key] as number) * compareComparables(values[a] ?? null, values[b] ?? null),
              )
              .reduce((first, next) => first || next, 0);
          const sorted = Uint32Array.from(slots);
          finish(
            sortSlots(
              sorted,
              columns.map(({ column }, key) => ({ column, direction: directions[key] as 1 | -1 })),
            ),
          );
          expect([...sorted]).toEqual([...slots].sort(compare));
        }),
        { numRuns: runs(400) },
      );
    });

    it('sorts many numbers, an outlier among them', () => {
      const values = Float64Array.from({ length: 20_000 }, (_, slot) => (slot === 5 ? 1e300 : (slot * 7919) % 20_011));
      const slots = countUp(values.length);
      finish(sortSlots(slots, [{ column: { kind: 'numbers', values, bytes: 0 }, direction: 1 }]));
      expect(Float64Array.from(slots, (slot) => values[slot] as number)).toEqual(values.slice().sort());
    });

    it('looks up in the next column only what the first leaves equal', () => {
      const asked = new Set<number>();
      const first = createNumbers([5, 1, 5, 2, 3, 4, 6, 7, 8]);
      const at = (slot: number): string => {
        asked.add(slot);
        return String(9 - slot);
      };
      const slots = countUp(9);
      finish(
        sortSlots(slots, [
          { column: first, direction: 1 },
          { column: { kind: 'texts', size: 9, at, ascends: false, bytes: 0 }, direction: 1 },
        ]),
      );
      expect([...slots]).toEqual([1, 3, 4, 5, 2, 0, 6, 7, 8]);
      expect([...asked].sort()).toEqual([0, 2]);
    });
  });
});

describe('countWhile', () => {
  it('finds where a condition ceases to hold', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), (a, b) => {
        const [holding, length] = [Math.min(a, b), Math.max(a, b)];
        expect(countWhile(length, (index) => index < holding)).toBe(holding);
      }),
    );
  });
});

describe('sort pairs', () => {
  /** Words spread over all bits, over few of them, and around an outlier. */
  const words = fc.oneof(
    fc.array(fc.nat(0xffffffff), { maxLength: 300 }),
    fc.array(fc.constantFrom(0, 1, 0x80000000, 0xffffffff), { maxLength: 300 }),
    fc.array(fc.nat(3000), { maxLength: 3000, size: 'max' }).map((many) => [...many, 0xfffffff0]),
  );

  function sort(list: readonly number[]): readonly (readonly [number, number])[] {
    const pairs = Uint32Array.from(list.flatMap((word, index) => [word, index]));
    finish(sortPairs(pairs, new Uint32Array(pairs.length), 0, pairs.length));
    return list.map((_word, index) => [pairs[2 * index] as number, pairs[2 * index + 1] as number]);
  }

  describe('sortPairs', () => {
    it('sorts by words, and keeps the order of equal ones', () => {
      fc.assert(
        fc.property(words, (list) => {
          const expected = list.map((word, index) => [word, index] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
          expect(sort(list)).toEqual(expected);
        }),
      );
    });

    it('leaves alone what is outside of its bounds', () => {
      const pairs = Uint32Array.of(9, 0, 5, 1, 4, 2, 1, 3);
      finish(sortPairs(pairs, new Uint32Array(8), 2, 6));
      expect([...pairs]).toEqual([9, 0, 4, 2, 5, 1, 1, 3]);
    });
  });
});
