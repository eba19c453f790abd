import type { Contract, Filter } from '../../../src/contract/contract.ts';
import type { Operand } from '../../../src/contract/criterion.ts';
import { parseInstant } from '../../../src/contract/parse-instant.ts';

/**
 * What the text of a parameter means to its filter.
 *
 * @returns `undefined` for a text that is no value of the field's kind
 */
export function readOperand(value: string, filter: Filter, contract: Pick<Contract, 'query'>): Operand | undefined {
  if (filter.operator === 'in') return value.split(',');
  if (filter.operator === 'hasKey' || filter.operator === 'contains' || filter.operator === 'startsWith') return value;
  switch (filter.fields[0]?.kind) {
    case 'number':
      return /^[+-]?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
    case 'boolean':
      return { true: true, false: false }[value];
    case 'instant':
      return parseInstant(value, contract.query.instants);
    default:
      return value;
  }
}
