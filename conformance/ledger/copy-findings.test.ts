import { describe, expect, it } from '@jest/globals';
import { copyFindings } from './copy-findings.ts';
import { createLedger, type OpenLedger } from './create-ledger.ts';

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
    copyFindings(fill(), to, { believes: () => true, doubt: '' });
    expect(to.read('broken')).toMatchObject({ violationCount: 1, exercised: new Map() });
    expect([...to.read('kept').exercised]).toEqual([['pages', 3]]);
    expect(to.read('open').open).toEqual(['there are no ties']);
  });

  it('leaves open what is not', () => {
    const to = createLedger(requirements);
    copyFindings(fill(), to, { believes: () => false, doubt: 'the rows changed' });
    expect(to.read('broken')).toMatchObject({ violationCount: 0, open: ['the rows changed: a row is lost'] });
  });

  it('passes over what it is told to', () => {
    const to = createLedger(requirements);
    copyFindings(fill(), to, { believes: () => true, doubt: '', passesOver: (id) => id !== 'kept' });
    expect([...to.touched]).toEqual(['kept']);
  });
});
