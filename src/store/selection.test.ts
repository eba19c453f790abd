import { describe, expect, it } from '@jest/globals';
import type { Criterion } from '../contract/criterion.ts';
import { fc } from '../testing/properties.ts';
import { keyOfSelection } from './selection.ts';
import { criterion } from './testing/arbitraries.ts';
import { ascending, createMetaField, descending, fields } from './testing/sample-fields.ts';

describe('selection key', () => {
  const order = [ascending(fields.id)];
  const base: Criterion = { fields: [fields.name], operator: 'equals', operand: 'a', ignoreCase: false };

  function keyOf(...criteria: readonly Criterion[]): string {
    return keyOfSelection({ criteria, order }).whole;
  }

  describe('keyOfSelection', () => {
    it('does not depend on the order of criteria, nor on how often one is given', () => {
      fc.assert(
        fc.property(criterion, criterion, (a, b) => {
          expect(keyOf(a, b)).toBe(keyOf(b, a));
          expect(keyOf(a, b, a)).toBe(keyOf(a, b));
          expect(keyOf(structuredClone(a))).toBe(keyOf(a));
        }),
      );
    });

    it('tells apart whatever may match other rows', () => {
      const variants: readonly Criterion[] = [
        base,
        { ...base, ignoreCase: true },
        { ...base, operator: 'contains' },
        { ...base, fields: [fields.name, fields.id] },
        { ...base, fields: [fields.size] },
        { ...base, fields: [{ ...fields.name, kind: 'number' }] },
        ...['1', 1, true, 'true', '', [], ['1'], ['a', 'b'], ['a,b'], '["a","b"]', 'a","b'].map((operand) => ({
          ...base,
          operand,
        })),
        ...[Number.NaN, 'NaN', Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 'null', '\n', '\\n'].map(
          (operand) => ({ ...base, operand }),
        ),
        { ...base, fields: [createMetaField('a/b')] },
        { ...base, fields: [{ ...fields.name, name: 'meta/a/b', path: ['meta', 'a', 'b'] }] },
      ];
      expect(new Set(variants.map((variant) => keyOf(variant))).size).toBe(variants.length);
    });

    it('does not mistake one criterion for two, or one order for another', () => {
      fc.assert(
        fc.property(fc.string(), fc.string(), (left, right) => {
          const two = keyOf({ ...base, operand: left }, { ...base, operand: `${right}!` });
          expect(keyOf({ ...base, operand: `${left}\n${right}!` })).not.toBe(two);
        }),
      );
      const keys = [order, [descending(fields.id)], [ascending(fields.name), ...order], []].map(
        (by) => keyOfSelection({ criteria: [base], order: by }).whole,
      );
      expect(new Set(keys).size).toBe(keys.length);
    });
  });
});
