import { describe, expect, it } from '@jest/globals';
import { createLedger, type Findings, type Ledger, type OpenLedger } from '../ledger.ts';
import type { Requirement } from '../requirement.ts';
import { copyFindings, createConfirm } from './confirmation.ts';

describe('create confirm', () => {
  const requirements: readonly Requirement[] = ['a', 'b'].map((id) => ({
    id,
    demand: '',
    level: 'must',
    area: 'pages',
  }));

  interface Confirmed {
    readonly attempts: number;
    readonly rereads: number;
    readonly a: Findings;
    readonly b: Findings;
  }

  /**
   * @param findings - ids that each attempt finds violated; `b` is exercised by every attempt that does not violate it
   * @param rereads - whether the rows are found unchanged, each time they are read again
   */
  async function confirmWith(
    findings: readonly (readonly string[])[],
    rereads: readonly boolean[],
  ): Promise<Confirmed> {
    const ledger = createLedger(requirements);
    let attempts = 0;
    let reads = 0;
    const reference = { reread: async (): Promise<boolean> => rereads[reads++] ?? true };
    const attempt = async (scratch: Ledger): Promise<void> => {
      const violated = findings[attempts++] ?? [];
      for (const id of violated) scratch.violate(id, { summary: `${id} at ${attempts}`, answers: [] });
      if (!violated.includes('b')) scratch.exercise('b', 'pages');
    };
    await createConfirm(requirements, ledger, reference)(attempt);
    return { attempts, rereads: reads, a: ledger.read('a'), b: ledger.read('b') };
  }

  describe('createConfirm', () => {
    it('believes a clean attempt at once', async () => {
      const { attempts, rereads, b } = await confirmWith([[]], []);
      expect([attempts, rereads, b.exercised.get('pages')]).toEqual([1, 0, 1]);
    });

    it('believes what is wrong twice over the same rows', async () => {
      const { attempts, a, b } = await confirmWith([['a'], ['a']], []);
      expect([attempts, a.violations.map(({ summary }) => summary)]).toEqual([2, ['a at 2']]);
      expect(b.exercised.get('pages')).toBe(1);
    });

    it('leaves open what is wrong only once', async () => {
      const { attempts, a, b } = await confirmWith([['a', 'b'], ['a']], []);
      expect([attempts, a.violationCount, b.violationCount]).toEqual([3, 1, 0]);
      expect([b.open, b.exercised.size]).toEqual([['seen once, but not when repeated: b at 1'], 0]);
      const later = await confirmWith([['a'], ['b']], []);
      expect([later.a.violationCount, later.b.violationCount]).toEqual([0, 0]);
      expect(later.b.open).toEqual(['seen once, but not when repeated: b at 2']);
    });

    it('believes what is wrong two times out of three', async () => {
      const { attempts, a } = await confirmWith([['a'], [], ['a']], []);
      expect([attempts, a.violationCount]).toEqual([3, 1]);
    });

    it('makes only those attempts again that found something', async () => {
      const ledger = createLedger(requirements);
      const runs: string[] = [];
      const attempt =
        (name: string) =>
        async (scratch: Ledger): Promise<void> => {
          runs.push(name);
          if (name === 'bad') scratch.violate('a', { summary: name, answers: [] });
          else scratch.exercise('a', 'pages');
        };
      await createConfirm(requirements, ledger, { reread: async () => true })([attempt('good'), attempt('bad')]);
      expect(runs).toEqual(['good', 'bad', 'bad']);
      expect(ledger.read('a').violationCount).toBe(1);
    });

    it('tries again while the rows change, and gives up in the end', async () => {
      const settled = await confirmWith([['a'], ['a'], ['a']], [false, true, true]);
      expect([settled.attempts, settled.a.violationCount]).toEqual([3, 1]);
      const restless = await confirmWith([['a'], ['a'], ['a'], ['a']], [false, false, false, false, false, false]);
      expect([restless.a.violationCount, restless.a.open]).toEqual([0, ['the rows changed during the check: a at 3']]);
      expect(restless.attempts).toBe(3);
    });

    it('forgets what a change of the rows explains', async () => {
      const { a, b } = await confirmWith([['a'], []], [false]);
      expect([a.violationCount, b.exercised.get('pages')]).toEqual([0, 1]);
    });
  });
});

describe('copy findings', () => {
  const requirements = [{ id: 'broken' }, { id: 'kept' }, { id: 'open' }];

  function fill(): OpenLedger {
    const ledger = createLedger(requirements);
    ledger.exercise('broken', 'pages', 2);
    ledger.violate('broken', { summary: 'a row is lost', answers: [] });
    ledger.exercise('kept', 'pages', 3);
    ledger.leaveOpen('open', 'there are no ties');
    return ledger;
  }

  describe('copyFindings', () => {
    it('copies what is believed', () => {
      const to = createLedger(requirements);
      copyFindings(fill(), to, { confirms: () => true, doubt: '' });
      expect(to.read('broken')).toMatchObject({ violationCount: 1, exercised: new Map() });
      expect([...to.read('kept').exercised]).toEqual([['pages', 3]]);
      expect(to.read('open').open).toEqual(['there are no ties']);
    });

    it('leaves open what is not', () => {
      const to = createLedger(requirements);
      copyFindings(fill(), to, { confirms: () => false, doubt: 'the rows changed' });
      expect(to.read('broken')).toMatchObject({ violationCount: 0, open: ['the rows changed: a row is lost'] });
    });

    it('passes over what it is told to', () => {
      const to = createLedger(requirements);
      copyFindings(fill(), to, { confirms: () => true, doubt: '', skips: (id) => id !== 'kept' });
      expect([...to.touched]).toEqual(['kept']);
    });
  });
});
