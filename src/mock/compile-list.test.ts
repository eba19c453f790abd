import { describe, expect, it } from '@jest/globals';
import { compileList } from './compile-list.ts';
import { loadContract } from './testing/load-contract.ts';

describe('compileList', () => {
  const contract = loadContract('wingback');

  it('compiles a contract once for each key, however the key is given', () => {
    expect(compileList(contract, 'key')).toBe(compileList(contract, 'key'));
    expect(compileList(contract, Buffer.from('key'))).toBe(compileList(contract, 'key'));
    expect(compileList(contract, 'other')).not.toBe(compileList(contract, 'key'));
  });

  it('compiles what has the same parts and is another contract by itself', () => {
    expect(compileList({ ...contract }, 'key')).not.toBe(compileList(contract, 'key'));
  });
});
