import { describe, expect, it } from '@jest/globals';
import { loadContracts } from '../../../src/contract/load-contracts.ts';
import { readOperand } from './read-operand.ts';

function read(id: string, parameter: string, value: string): unknown {
  const [contract] = loadContracts(id);
  const filter = contract?.filters.find((one) => one.parameter === parameter);
  if (contract === undefined || filter === undefined) throw new Error(`${id} has a filter ${parameter}`);
  return readOperand(value, filter, contract);
}

describe('readOperand', () => {
  it('reads a value as the kind of the field', () => {
    expect(read('pyng', 'invitedFrom', '1777852800000')).toBe(1777852800000);
    expect(read('pyng', 'invitedFrom', '-1')).toBe(-1);
    expect(read('piriod', 'created__gte', '1970-01-01T00:00:01Z')).toBe(1000);
    expect(read('piriod', 'country', '17')).toBe('17');
    expect(read('wingback', 'metadata', 'key')).toBe('key');
  });

  it.each(['', 'abc', '1e3', '0x10', ' 1'])('does not guess what %j means as a number', (value) => {
    expect(read('pyng', 'invitedFrom', value)).toBeUndefined();
  });

  it('knows no instant that is none', () => {
    expect(read('piriod', 'created', '2026-02-30')).toBeUndefined();
  });
});
