import { describe, expect, it } from '@jest/globals';
import { fc } from '../../src/testing/properties.ts';
import { matches } from '../list/matching/matches.ts';
import { invitations } from '../testing/arbitrary-rows.ts';
import { loadContract } from '../testing/load-contract.ts';
import { listSingleCandidates, listValueCandidates } from './list-value-candidates.ts';
import type { Candidate } from './range.ts';

const contract = loadContract('pyng');

function write({ conditions, items }: Candidate): string {
  return `${conditions.map(({ name, value }) => `${name}=${value}`).join('&')}: ${items.length}`;
}

describe('listValueCandidates', () => {
  it('knows exactly which of the rows meet each combination', () => {
    fc.assert(
      fc.property(invitations, (items) => {
        const sample = items.slice(0, 100);
        for (const { conditions, items: found } of listValueCandidates(contract, items)) {
          const expected = sample.filter((item) => conditions.every((one) => matches(item, one, contract) === true));
          expect(new Set(found)).toEqual(new Set(expected));
          expect(found.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('combines filters with others, never with themselves', () => {
    const customers = loadContract('devdraft');
    const items = [
      { status: 'ACTIVE', first_name: 'Al', email: 'al@x.test' },
      { status: 'ACTIVE', first_name: 'Bo', email: null },
      { status: 'BLACKLISTED', first_name: 'Al', email: null },
    ];
    const pairs = listValueCandidates(customers, items).filter(({ conditions }) => conditions.length === 2);
    expect(pairs.map(write).sort()).toEqual(
      [
        'name=Al&email=al@x.test: 1',
        'status=ACTIVE&email=al@x.test: 1',
        'status=ACTIVE&name=Al: 1',
        'status=ACTIVE&name=Bo: 1',
        'name=Al&status=BLACKLISTED: 1',
      ].sort(),
    );
  });
});

describe('listSingleCandidates', () => {
  it('offers each value, of a text that is searched for its parts the start of it, too', () => {
    const customers = loadContract('devdraft');
    const items = [
      { status: 'ACTIVE', first_name: 'Johanna' },
      { status: 'ACTIVE', first_name: 'John' },
    ];
    expect(listSingleCandidates(customers, items).map(write)).toEqual([
      'status=ACTIVE: 2',
      'name=Johanna: 1',
      'name=Joh: 2',
      'name=Jo: 2',
      'name=John: 1',
    ]);
  });

  it('offers each value of a field with both bounds as both of them', () => {
    const invitedAt = 1_767_225_600_000;
    expect(listSingleCandidates(contract, [{ invitedAt }]).map(write)).toEqual([
      `invitedFrom=${invitedAt}&invitedTo=${invitedAt}: 1`,
    ]);
  });

  it('looks at so many rows and no more', () => {
    const items = Array.from({ length: 300 }, (_, index) => ({ state: index < 100 ? 'linked' : 'invited' }));
    expect(listSingleCandidates(contract, items).map(write)).toEqual(['state=linked: 100']);
  });
});
