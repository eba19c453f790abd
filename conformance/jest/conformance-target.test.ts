import { describe, expect, it } from '@jest/globals';
import { VALID_CONTRACT, writeContract } from '../../src/contract/testing/write-contract.ts';
import { loadContract } from './conformance-target.ts';

describe('conformance target', () => {
/** A file with the same list at two places. */
function writeTwoLists(): string {
  const start = VALID_CONTRACT.indexOf('  /things:');
  const list = VALID_CONTRACT.slice(start, VALID_CONTRACT.indexOf('components:'));
  const other = list.replace('/things:', '/others:').replace('listThings', 'listOthers');
  return writeContract(VALID_CONTRACT.replace('components:', () => `${other}components:`));
}

describe('loadContract', () => {
  it('takes an id, a file, or a contract', () => {
    const contract = loadContract({ contract: writeContract(VALID_CONTRACT) });
    expect(contract.id).toBe('things');
    expect(loadContract({ contract })).toBe(contract);
    expect(loadContract({ contract: 'devdraft' }).id).toBe('devdraft');
  });

  it('wants to know which list of several is meant', () => {
    const contract = writeTwoLists();
    expect(loadContract({ contract, operation: 'listOthers' }).path).toBe('/others');
    expect(() => loadContract({ contract })).toThrow(
      new TypeError(`${contract} describes things.listThings, things.listOthers; name one of them as \`operation\``),
    );
    expect(() => loadContract({ contract, operation: 'listNothing' })).toThrow(TypeError);
  });

  it('says what is wrong with a file', () => {
    expect(() => loadContract({ contract: 'no-such.yaml' })).toThrow('no such file');
  });
});
});
