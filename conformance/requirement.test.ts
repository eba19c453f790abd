import { describe, expect, it } from '@jest/globals';
import { VALID_CONTRACT, writeContract } from '../src/testing/write-contract.ts';
import { completeRequirements, levelOf } from './requirement.ts';
import { loadContract } from './testing/mock-target.ts';

const contract = loadContract(writeContract(VALID_CONTRACT));

describe('completeRequirements', () => {
  it('takes level and source from the entry that a requirement follows from', () => {
    const entry = ['page', 'limit'];
    expect(completeRequirements(contract, 'limits', [{ id: 'limit.above', demand: 'cut it', entry }])).toEqual([
      { id: 'limit.above', demand: 'cut it', area: 'limits', level: 'may', source: 'Paging' },
    ]);
  });

  it('lets the weaker of two marks count, and a source of its own go first', () => {
    const complete = (draft: object): unknown => {
      const [{ level, source } = {}] = completeRequirements(contract, 'a', [{ id: 'x', demand: 'do', ...draft }]);
      return [level, source];
    };
    expect(complete({})).toEqual(['must', undefined]);
    expect(complete({ mark: 'inferred' })).toEqual(['should', undefined]);
    expect(complete({ mark: 'inferred', entry: ['filters', 'kind'] })).toEqual(['should', undefined]);
    expect(complete({ mark: 'chosen', entry: ['filters', 'since'] })).toEqual(['may', undefined]);
    expect(complete({ entry: ['filters', 'since'] })).toEqual(['should', undefined]);
    expect(complete({ entry: ['page', 'limit'], source: 'Errors' })).toEqual(['may', 'Errors']);
  });

  it('keeps why nobody can check it', () => {
    const [one] = completeRequirements(contract, 'a', [
      { id: 'x', demand: 'do', unverifiable: 'It would take a year.' },
    ]);
    expect(one?.unverifiable).toBe('It would take a year.');
  });
});

describe('levelOf', () => {
  it('binds by where a statement comes from', () => {
    expect((['documented', 'inferred', 'chosen'] as const).map(levelOf)).toEqual(['must', 'should', 'may']);
  });
});
