import { describe, expect, it } from '@jest/globals';
import { createReport } from '../testing/results.ts';
import { joinReports, partOfReport } from './joined.ts';

describe('joinReports', () => {
  const base = createReport({ verdicts: ['pass'] });
  const failing = { ...base, contract: 'shop.listOrders', verdict: 'fail' as const };
  const open = {
    ...base,
    contract: 'shop.listItems',
    verdict: 'inconclusive' as const,
    results: [],
    stopped: 'it is gone',
  };
  const passing = { ...base, contract: 'shop.listShops', verdict: 'pass' as const };

  it('fails if any list fails, and is open if any is', () => {
    expect(joinReports('shop', [passing, open, failing]).verdict).toBe('fail');
    expect(joinReports('shop', [passing, open]).verdict).toBe('inconclusive');
    expect(joinReports('shop', [passing, passing]).verdict).toBe('pass');
  });

  it('adds up what was done, and says which list was not judged', () => {
    const joined = joinReports('shop', [failing, open]);
    expect(joined.requests).toBe(2 * base.requests);
    expect(joined.stopped).toBe('listItems: it is gone');
    expect(new Set(joined.results.map(({ area }) => area))).toEqual(new Set(['listOrders']));
  });

  it('gives the part of a list back', () => {
    const [result] = base.results;
    if (result === undefined) throw new Error('No result');
    const own = { ...passing, results: [{ ...result, id: 'shop.listShops.walk.complete' }] };
    const other = { ...failing, results: [{ ...result, id: 'shop.listOrders.walk.complete' }] };
    const part = partOfReport(joinReports('shop', [own, other]), 'shop.listShops');
    expect(part.contract).toBe('shop.listShops');
    expect(part.results.map(({ id }) => id)).toEqual(['shop.listShops.walk.complete']);
  });
});
