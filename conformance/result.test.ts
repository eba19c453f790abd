import { describe, expect, it } from '@jest/globals';
import { VALID_CONTRACT, writeContract } from '../src/testing/write-contract.ts';
import { createLedger } from './ledger.ts';
import { completeRequirements, levelOf } from './requirement.ts';
import { countVerdicts, nameVerdict, VERDICTS, verdictOfBreach } from './result.ts';
import { loadContract } from './testing/fake-list.ts';

describe('result', () => {
  describe('verdicts', () => {
    describe('VERDICTS', () => {
      it('has each verdict once', () => {
        expect(new Set(VERDICTS).size).toBe(8);
      });
    });

    describe('nameVerdict', () => {
      it('minds the number', () => {
        expect([nameVerdict('warn', 1), nameVerdict('warn', 2), nameVerdict('notApplicable', 1)]).toEqual([
          'warning',
          'warnings',
          'not applicable',
        ]);
      });
    });
  });

  describe('countVerdicts', () => {
    it('counts every verdict, zero included, in a fixed order', () => {
      const counts = countVerdicts([{ verdict: 'fail' }, { verdict: 'pass' }, { verdict: 'fail' }]);
      expect(JSON.stringify(counts)).toBe(
        '{"pass":1,"fail":2,"warn":0,"note":0,"inconclusive":0,"notApplicable":0,"waived":0,"error":0}',
      );
    });
  });

  describe('verdictOfBreach', () => {
    it.each([
      ['must', 'fail'],
      ['should', 'warn'],
      ['may', 'note'],
    ] as const)('of what %s be kept is %s', (level, verdict) => {
      expect(verdictOfBreach(level)).toBe(verdict);
    });
  });
});

describe('requirement', () => {
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
});

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
