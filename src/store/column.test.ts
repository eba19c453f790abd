import { describe, expect, it } from '@jest/globals';
import type { Field } from '../contract/contract.ts';
import { type Criterion, createPredicate } from '../contract/criterion.ts';
import { readField } from '../contract/field-values.ts';
import type { Row, RowSource } from '../dataset/row-source.ts';
import { fc } from '../testing/properties.ts';
import { runs } from '../testing/runs.ts';
import { buildDictionary, findPlace, loadColumn } from './column.ts';
import { matchColumn, toInterval } from './match-column.ts';
import { createOrderColumn } from './order-column.ts';
import { SlotSet } from './slot-set.ts';
import { criterionOn, namelessRow } from './testing/arbitraries.ts';
import { type ColumnForm, createMemorySource } from './testing/memory-source.ts';
import { fields } from './testing/sample-fields.ts';
import { finish } from './work.ts';

describe('column', () => {
  function fail(): never {
    throw new Error('There is a quicker way');
  }

  describe('loadColumn', () => {
    it('lets a source write a whole column', () => {
      const numbers = { kind: 'numbers' as const, at: fail, fill: (target: Float64Array) => void target.fill(7) };
      const source = { size: 3, row: fail, column: () => numbers };
      const column = finish(loadColumn(fields.size, [{ start: 0, size: 3, source }]));
      expect(column.segments[0]).toMatchObject({ kind: 'numbers', values: new Float64Array([7, 7, 7]) });
      expect(column.bytes).toBe(24);
    });

    it('lets a source write a whole column of codes', () => {
      const fill = (target: Uint8Array | Uint16Array | Uint32Array): void => void target.fill(1);
      const source = {
        size: 2,
        row: fail,
        column: () => ({ kind: 'dictionary' as const, values: [['a'], ['b']], codeAt: fail, fill }),
      };
      const column = finish(loadColumn(fields.name, [{ start: 0, size: 2, source }]));
      expect(column.segments[0]).toMatchObject({ kind: 'dictionary', codes: new Uint8Array([1, 1]) });
    });
  });

  describe('findPlace', () => {
    it('finds the one that has the slot', () => {
      const places = [
        { start: 0, size: 2 },
        { start: 2, size: 0 },
        { start: 2, size: 3 },
      ];
      expect([0, 1, 2, 4].map((slot) => places.indexOf(findPlace(places, slot) as (typeof places)[0]))).toEqual([
        0, 0, 2, 2,
      ]);
    });
  });
});

describe('buildDictionary', () => {
  it('gives every row its own values back', () => {
    const value = fc.constantFrom<unknown>('a', 'b', '', 1, '1', true, 'true', null, 'null', 1 / 0, { a: 1 }, { b: 1 });
    fc.assert(
      fc.property(fc.array(fc.array(value, { maxLength: 3 })), (rows) => {
        const dictionary = finish(buildDictionary(rows.length, (index) => rows[index] as readonly unknown[]));
        expect(rows.map((_row, index) => dictionary?.values[dictionary.codes[index] as number])).toEqual(rows);
      }),
    );
  });

  it('holds equal rows once', () => {
    const rows = [['a'], ['b'], ['a'], ['a', 'b'], ['a', 'b'], [], [], [{ a: 1 }], [{ a: 1 }]];
    expect(finish(buildDictionary(rows.length, (index) => rows[index] as readonly unknown[]))?.values.length).toBe(5);
  });

  it('holds up to 65536 values, and no more', () => {
    expect(finish(buildDictionary(65_536, (index) => [index]))?.codes[65_535]).toBe(65_535);
    expect(finish(buildDictionary(65_537, (index) => [index]))).toBeUndefined();
    expect(finish(buildDictionary(65_537, (index) => [index % 300]))?.codes).toBeInstanceOf(Uint16Array);
    expect(finish(buildDictionary(65_537, (index) => [index % 256]))?.codes).toBeInstanceOf(Uint8Array);
  });
});

describe('match column', () => {
  describe('match column', () => {
    function match(rows: readonly Row[], field: Field, form: ColumnForm, criterion: Criterion): readonly number[] {
      const source = createMemorySource(rows, () => form);
      // The first slot of the source is not the first of a word.
      const matches = new SlotSet(rows.length + 5);
      const column = finish(
        loadColumn(field, [
          { start: 0, size: 0, source: createMemorySource([], () => 'values') },
          { start: 5, size: rows.length, source },
        ]),
      );
      finish(matchColumn(column, criterion, matches));
      return Array.from(matches.toSlots(), (slot) => slot - 5);
    }

    function matchNaively(rows: readonly Row[], field: Field, criterion: Criterion): readonly number[] {
      const test = createPredicate(criterion, field);
      return rows.flatMap((row, index) => (readField(row, field.path).some(test) ? [index] : []));
    }

    describe('matchColumn', () => {
      for (const field of Object.values(fields)) {
        const anyForms: readonly ColumnForm[] = ['dictionary', 'values', 'find'];
        const forms = field.kind === 'string' ? anyForms : [...anyForms, 'numbers' as const];
        it(`finds the rows whose ${field.name} satisfies a criterion, in whatever form it comes`, () => {
          fc.assert(
            fc.property(fc.array(namelessRow, { maxLength: 40 }), criterionOn(field), (rows, criterion) => {
              const expected = matchNaively(rows, field, criterion);
              for (const form of forms) expect(match(rows, field, form, criterion)).toEqual(expected);
            }),
            { numRuns: runs(150) },
          );
        });
      }

      it('reads as text what a column gives as numbers', () => {
        const rows = [{ name: 5 }, { name: 50 }, {}];
        const criterion: Criterion = { fields: [fields.name], operator: 'equals', operand: '5', ignoreCase: false };
        expect(match(rows, fields.name, 'numbers', criterion)).toEqual([0]);
        expect(match(rows, fields.name, 'numbers', { ...criterion, operator: 'gte', operand: '' })).toEqual([]);
      });

      it('finds an instant however it is spelled', () => {
        const rows = [{ at: '2026-01-31T11:00:00Z' }, { at: '2026-01-31T12:00:00Z' }, { at: '2026-01-31T13:00+01:00' }];
        const operand = Date.UTC(2026, 0, 31, 12);
        const criterion: Criterion = { fields: [fields.at], operator: 'equals', operand, ignoreCase: false };
        for (const form of ['dictionary', 'values', 'find', 'numbers'] as const) {
          expect(match(rows, fields.at, form, criterion)).toEqual([1, 2]);
        }
      });

      it('finds an instant as a text by its own spelling', () => {
        const rows = [{ at: '2026-01-31T12:00:00Z' }, { at: '2026-01-31T13:00+01:00' }];
        const operand = ['2026-01-31T13:00+01:00'];
        const criterion: Criterion = { fields: [fields.at], operator: 'in', operand, ignoreCase: false };
        for (const form of ['dictionary', 'values', 'find', 'numbers'] as const) {
          expect(match(rows, fields.at, form, criterion)).toEqual([1]);
        }
      });

      it('takes what a source finds as suggestions only', () => {
        const at = (): readonly unknown[] => ['a'];
        const source = {
          size: 2,
          row: () => ({}),
          column: () => ({ kind: 'values' as const, at, find: () => [1, 1, 2, 99] }),
        };
        const matches = new SlotSet(100);
        const criterion: Criterion = { fields: [fields.name], operator: 'in', operand: ['a', 'b'], ignoreCase: false };
        finish(matchColumn(finish(loadColumn(fields.name, [{ start: 0, size: 2, source }])), criterion, matches));
        expect([...matches.toSlots()]).toEqual([1]);
      });
    });
  });

  describe('number interval', () => {
    const edges = [0, -0, 5e-324, -5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 1 / 0, -1 / 0, 1, Number.EPSILON];
    const number = fc.oneof(fc.constantFrom(...edges), fc.double(), fc.integer());
    const operator = fc.constantFrom('equals', 'gt', 'gte', 'lt', 'lte');

    describe('toInterval', () => {
      it('means what the operator means', () => {
        const operand = fc.oneof(number, fc.constantFrom('12', 'x', '', true));
        fc.assert(
          fc.property(operator, operand, fc.option(number), (name, bound, other) => {
            const value = other ?? Number(bound);
            fc.pre(!Number.isNaN(value));
            const { low, high } = toInterval({ operator: name, operand: bound }) as { low: number; high: number };
            const holds = createPredicate({ operator: name, operand: bound, ignoreCase: false }, fields.size);
            expect(value >= low && value <= high).toBe(holds(value));
          }),
          { numRuns: runs(2000) },
        );
      });

      it('leaves operators on text to others', () => {
        for (const name of ['in', 'contains', 'startsWith', 'hasKey'] as const) {
          expect(toInterval({ operator: name, operand: '1' })).toBeUndefined();
        }
      });
    });
  });
});

describe('order column', () => {
  const field: Field = { name: 'id', path: ['id'], kind: 'string', schema: {} };

  /** A source that says that its texts ascend. */
  function createSource(texts: readonly string[], ascends = true): RowSource {
    return {
      size: texts.length,
      row: (index) => ({ id: texts[index] as string }),
      column: () => ({ kind: 'values', at: (index) => [texts[index]], find: () => [], ascends }),
    };
  }

  function ascendsOver(...sources: readonly RowSource[]): boolean {
    let start = 0;
    const placed = sources.map((source) => {
      start += source.size;
      return { source, size: source.size, start: start - source.size };
    });
    const column = finish(createOrderColumn(finish(loadColumn(field, placed))));
    return column.kind === 'texts' && column.ascends;
  }

  describe('createOrderColumn', () => {
    it('takes the word of a source for its own rows', () => {
      expect(ascendsOver(createSource(['a', 'b']))).toBe(true);
      expect(ascendsOver(createSource(['a', 'b'], false))).toBe(false);
    });

    it('looks where sources meet', () => {
      expect(ascendsOver(createSource(['a', 'b']), createSource([]), createSource(['c']))).toBe(true);
      expect(ascendsOver(createSource(['a', 'b']), createSource(['b']))).toBe(false);
      expect(ascendsOver(createSource(['c']), createSource(['a']))).toBe(false);
    });
  });
});

describe('slot set', () => {
  const SIZE = 100;
  const someSlots = fc.uniqueArray(fc.nat(SIZE - 1));

  function createSet(slots: readonly number[]): SlotSet {
    const set = new SlotSet(SIZE);
    for (const slot of slots) set.add(slot);
    return set;
  }

  describe('SlotSet', () => {
    it('behaves as a set of numbers', () => {
      fc.assert(
        fc.property(someSlots, someSlots, (left, right) => {
          const set = createSet(left);
          expect(set.count()).toBe(left.length);
          expect([...set.toSlots()]).toEqual([...left].sort((a, b) => a - b));
          const kept = right.filter((slot) => left.includes(slot));
          expect([...set.filter(Uint32Array.from(right), kept.length)]).toEqual(kept);
          set.retain(createSet(right));
          expect([...set.toSlots()].every((slot) => set.has(slot) && kept.includes(slot))).toBe(true);
          expect(set.count()).toBe(kept.length);
        }),
      );
    });
  });
});
