import { describe, expect, it } from '@jest/globals';
import { createLedger } from '../../ledger/create-ledger.ts';
import { EVERYTHING } from '../../list/list-query.ts';
import type { Walk } from '../../list/walk.ts';
import type { Window } from '../../survey/survey.ts';
import { judgeLength } from './judge-length.ts';

function judge(shown: readonly string[], limit?: number): readonly string[] {
  const ledger = createLedger([{ id: 'walk.complete' }]);
  const query = limit === undefined ? EVERYTHING : { ...EVERYTHING, limit };
  judgeLength(
    ledger,
    { query, ids: shown, pages: [] } as unknown as Walk,
    { ids: ['a', 'b', 'c'] } as unknown as Window,
  );
  return ledger.read('walk.complete').violations.map(({ summary }) => summary);
}

describe('judgeLength', () => {
  it('is about walks that end before they have shown as many rows as are known', () => {
    expect(judge(['a', 'b'], 2)).toEqual(['a walk on in pages of 2 ends after 2 of 3 rows']);
    expect(judge([])).toEqual(['a walk on without a page size ends after 0 of 3 rows']);
  });

  it('says nothing of those that show as many, or more', () => {
    expect(judge(['a', 'b', 'c'])).toEqual([]);
    expect(judge(['a', 'b', 'c', 'd'], 2)).toEqual([]);
  });
});
