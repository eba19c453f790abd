import { describe, expect, it } from '@jest/globals';
import type { Field } from '../contract/contract.ts';
import { type Criterion, createPredicate } from '../contract/criterion.ts';
import { readField } from '../contract/field-values.ts';
import type { Row } from '../dataset/row-source.ts';
import { fc } from '../testing/properties.ts';
import { runs } from '../testing/runs.ts';
import { loadColumn } from './column.ts';
import { matchColumn, toInterval } from './match-column.ts';
import { SlotSet } from './slot-set.ts';
import { criterionOn, namelessRow } from './testing/arbitraries.ts';
import { type ColumnForm, createMemorySource } from './testing/memory-source.ts';
import { fields } from './testing/sample-fields.ts';
import { finish } from './work.ts';

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
