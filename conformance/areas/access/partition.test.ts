import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../../src/contract/contract.ts';
import { createLedger, type OpenLedger } from '../../ledger.ts';
import { type AnswerParts, createAnswer } from '../../testing/fake-list.ts';
import { loadContract } from '../../testing/mock-target.ts';
import { inspectPartition } from './partition.ts';

describe('inspect partition', () => {
  const contract = loadContract('piriod');

  /** Looks at rows with these values of the field that tells the parts apart. */
  function inspect(values: readonly Json[], partition?: boolean, parts: AnswerParts = {}): OpenLedger {
    const ledger = createLedger(inspectPartition.verifies.map((id) => ({ id })));
    const query = { conditions: [], ...(partition === undefined ? {} : { partition }) };
    const results = values.map((value, index) => ({ id: `c-${index}`, test_mode: value }));
    inspectPartition.prepare(contract)(createAnswer(contract, { query, body: { results }, ...parts }), ledger);
    return ledger;
  }

  describe('inspectPartition', () => {
    it.each([
      [true, 'partition.on'],
      [false, 'partition.off'],
      [undefined, 'partition.off'],
    ])('asked with %p, counts the rows of that part', (partition, id) => {
      const wanted = partition ?? false;
      const ledger = inspect([wanted, wanted], partition);
      expect([...ledger.touched]).toEqual([id]);
      expect(ledger.read(id)).toMatchObject({ exercised: new Map([['rows', 2]]), violationCount: 0 });
    });

    it('names the first row of the other part, and what was asked', () => {
      expect(inspect([true, false, false], true).read('partition.on').violations).toMatchObject([
        {
          summary: 'the row c-1 has test_mode false, though x-piriod-test-mode was true',
          expected: true,
          received: false,
        },
      ]);
      expect(inspect([false, true]).read('partition.off').violations[0]?.summary).toBe(
        'the row c-1 has test_mode true, though x-piriod-test-mode was not sent',
      );
    });

    it('learns nothing from rows that do not say to which part they belong', () => {
      expect(inspect([null, 'true', 1], true).touched.size).toBe(0);
    });

    it('looks at pages only, and only where there are parts', () => {
      expect(inspect([true], false, { status: 404 }).touched.size).toBe(0);
      const whole = loadContract('devdraft');
      const ledger = createLedger(inspectPartition.verifies.map((id) => ({ id })));
      inspectPartition.prepare(whole)(createAnswer(whole, { body: { data: [{ id: 'a', test_mode: true }] } }), ledger);
      expect(ledger.touched.size).toBe(0);
    });
  });
});
