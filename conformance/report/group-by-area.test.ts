import { describe, expect, it } from '@jest/globals';
import { groupByArea } from './group-by-area.ts';
import { createResult } from './testing/create-result.ts';

describe('groupByArea', () => {
  it('keeps the order of areas and of results', () => {
    const results = [
      createResult({ id: '1', area: 'walks' }),
      createResult({ id: '2', area: 'constructor', verdict: 'fail' }),
      createResult({ id: '3', area: 'walks' }),
    ];
    const groups = groupByArea(results);
    expect(groups.map(({ area, results: group }) => [area, group.map(({ id }) => id)])).toEqual([
      ['walks', ['1', '3']],
      ['constructor', ['2']],
    ]);
    expect(groups.map(({ counts }) => [counts.pass, counts.fail])).toEqual([
      [2, 0],
      [0, 1],
    ]);
  });
});
