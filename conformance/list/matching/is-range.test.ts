import { describe, expect, it } from '@jest/globals';
import type { OperatorName } from '../../../src/contract/contract.ts';
import { isRange } from './is-range.ts';

describe('isRange', () => {
  it('knows the operators with a bound', () => {
    const operators: readonly OperatorName[] = [
      'equals',
      'in',
      'gt',
      'gte',
      'lt',
      'lte',
      'contains',
      'startsWith',
      'hasKey',
    ];
    expect(operators.filter((operator) => isRange({ operator }))).toEqual(['gt', 'gte', 'lt', 'lte']);
  });
});
