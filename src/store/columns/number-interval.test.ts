import { describe, expect, it } from '@jest/globals';
import { createPredicate } from '../../contract/criterion.ts';
import { fc } from '../../testing/properties.ts';
import { runs } from '../../testing/runs.ts';
import { fields } from '../testing/sample-fields.ts';
import { toInterval } from './number-interval.ts';

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
