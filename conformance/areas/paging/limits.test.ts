import { describe, expect, it } from '@jest/globals';
import { createLedger, type OpenLedger } from '../../ledger.ts';
import { type AnswerParts, createAnswer } from '../../testing/fake-list.ts';
import { loadContract } from '../../testing/mock-target.ts';
import { inspectLimits } from './limits.ts';

describe('inspect limits', () => {
  // 10 rows where nothing is asked, 100 at most.
  const contract = loadContract('devdraft');

  function inspect(count: number, limit: number | undefined, parts: AnswerParts = {}): OpenLedger {
    const ledger = createLedger(inspectLimits.verifies.map((id) => ({ id })));
    const data = Array.from({ length: count }, (_, index) => ({ id: `c-${index}` }));
    const query = { conditions: [], ...(limit === undefined ? {} : { limit }) };
    inspectLimits.prepare(contract)(createAnswer(contract, { body: { data }, query, ...parts }), ledger);
    return ledger;
  }

  describe('inspectLimits', () => {
    it.each<[number, number | undefined, string]>([
      [6, 5, 'limit.at-most'],
      [101, 100, 'limit.at-most'],
      [101, 500, 'limit.at-most'],
      [11, undefined, 'limit.default'],
    ])('%i rows are too many for a page of %p', (count, limit, id) => {
      const ledger = inspect(count, limit);
      expect([...ledger.violated]).toEqual([id]);
      const allowed = Math.min(limit ?? 10, 100);
      expect(ledger.read(id).violations[0]).toMatchObject({
        summary: `a page of at most ${allowed} rows holds ${count}`,
        expected: allowed,
        received: count,
      });
    });

    it('learns something only from a page that is full, and was asked to be so large', () => {
      expect(inspect(5, 5).read('limit.at-most').exercised).toEqual(new Map([['full pages', 1]]));
      expect(inspect(100, 500).read('limit.at-most').exercised.size).toBe(1);
      expect(inspect(4, 5).touched.size).toBe(0);
      expect(inspect(10, undefined).touched.size).toBe(0);
    });

    it('holds a page behind a link against the link, which has the size to itself', () => {
      const parts = { position: { link: 'https://staging.example.com/next' } };
      expect(inspect(5, 5, parts).read('limit.kept').exercised).toEqual(new Map([['full pages', 1]]));
      expect([...inspect(6, 5, parts).violated]).toEqual(['limit.kept']);
      expect([...inspect(11, undefined, parts).violated]).toEqual(['limit.default']);
    });

    it.each<[string, number | undefined, AnswerParts]>([
      ['pages that were not asked for as such', 5, { purpose: 'either' }],
      ['refusals', 5, { status: 400 }],
      ['pages of no rows, which mean something else to every server', 0, {}],
    ])('leaves out %s', (_, limit, parts) => {
      expect(inspect(11, limit, parts).touched.size).toBe(0);
    });
  });
});
