import { describe, expect, it } from '@jest/globals';
import { createLedger } from './ledger.ts';

describe('create ledger', () => {
  const violation = { summary: 'a row is lost', answers: [] };

  describe('createLedger', () => {
    it('counts what was looked at, by unit', () => {
      const ledger = createLedger([{ id: 'a' }, { id: 'b' }]);
      ledger.exercise('a', 'pages');
      ledger.exercise('a', 'items', 20);
      ledger.exercise('a', 'items', 5);
      ledger.exercise('b', 'items', 0);
      expect([...ledger.read('a').exercised]).toEqual([
        ['pages', 1],
        ['items', 25],
      ]);
      expect([...ledger.touched]).toEqual(['a']);
    });

    it('keeps the first violations, and counts all', () => {
      const ledger = createLedger([{ id: 'a' }, { id: 'b' }]);
      for (let count = 0; count < 5; count += 1) ledger.violate('a', { ...violation, received: count });
      const { violations, violationCount } = ledger.read('a');
      expect([violations.map(({ received }) => received), violationCount]).toEqual([[0, 1, 2], 5]);
      expect([...ledger.violated]).toEqual(['a']);
    });

    it('says once what would decide a requirement', () => {
      const ledger = createLedger([{ id: 'a' }]);
      for (const reason of ['no rows', 'no ties', 'no rows']) ledger.leaveOpen('a', reason);
      expect(ledger.read('a').open).toEqual(['no rows', 'no ties']);
    });

    it('passes over what the contract does not demand', () => {
      const ledger = createLedger([{ id: 'a' }]);
      ledger.violate('b', violation);
      ledger.exercise('b', 'items');
      ledger.leaveOpen('b', 'no rows');
      expect([ledger.has('a'), ledger.has('b'), ledger.touched.size, ledger.read('b').violationCount]).toEqual([
        true,
        false,
        0,
        0,
      ]);
    });
  });
});
