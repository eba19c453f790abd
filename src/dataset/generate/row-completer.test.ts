import { describe, expect, it } from '@jest/globals';
import { fc } from '../../testing/properties.ts';
import { runs } from '../../testing/runs.ts';
import { checkRow } from '../row-check.ts';
import type { Row } from '../row-source.ts';
import { NOW, richContract } from '../testing/rich-contract.ts';
import { createRowSource } from './generated-source.ts';
import { createRowCompleter, findFree } from './row-completer.ts';

describe('create row completer', () => {
  const later = NOW + 60_000;
  const nobody = (): boolean => false;
  const complete = createRowCompleter({ contract: richContract, seed: 1, now: NOW, firstIndex: 100 });

  describe('createRowCompleter', () => {
    it('makes a whole row of nothing', () => {
      const row = complete({}, { now: later, isTaken: nobody });
      expect(checkRow(richContract, row)).toEqual([]);
      expect(row).toHaveProperty('listed');
    });

    it('satisfies the schema whatever state it is given', () => {
      fc.assert(
        fc.property(fc.constantFrom('invited', 'linked'), fc.string(), fc.nat(), (state, seed, time) => {
          const row = createRowCompleter({ contract: richContract, seed, now: NOW, firstIndex: 0 })(
            { state },
            { now: time, isTaken: nobody },
          );
          expect(checkRow(richContract, row)).toEqual([]);
          expect(['expiresAt' in row, 'linkedAt' in row]).toEqual([state === 'invited', state === 'linked']);
        }),
        { numRuns: runs(20) },
      );
    });

    it('takes its times from the clock', () => {
      const row = complete({ state: 'invited' }, { now: later, isTaken: nobody });
      expect(row).toMatchObject({
        created: '2026-05-05T09:31:00Z',
        updated: '2026-05-05T09:31:00.000000Z',
        seen: '2026-05-05T09:31:00Z',
      });
      expect(row['expiresAt']).toBe(later + 7 * 24 * 3_600_000);
    });

    it('keeps what it is given, and lets other fields follow from it', () => {
      const given = {
        id: 'mine',
        name: 'Zoë & Co',
        created: '2026-01-01T00:00:00Z',
        state: 'invited',
        contacts: [{ id: 'c', email: 'a@b.example' }],
      };
      const row = complete(given, { now: later, isTaken: nobody });
      expect(row).toMatchObject(given);
      expect(row['expiresAt']).toBe(Date.UTC(2026, 0, 8));
      if (row['email'] !== null) expect(row['email']).toContain('@zoe-co.example');
    });

    it('keeps fields that the contract does not know, and what would otherwise be left out', () => {
      expect(complete({ state: 'linked', expiresAt: 5, extra: true }, { now: later, isTaken: nobody })).toMatchObject({
        expiresAt: 5,
        extra: true,
      });
    });

    it('gives each new row another identity, and none that the source has', () => {
      const source = createRowSource({ contract: richContract, seed: 1, now: NOW, size: 100 });
      const taken = new Set(Array.from({ length: 100 }, (_, index) => String(source.row(index)['id'])));
      for (let count = 0; count < 50; count++) {
        const row: Row = complete({}, { now: later, isTaken: (identity) => taken.has(identity) });
        expect(taken.has(String(row['id']))).toBe(false);
        taken.add(String(row['id']));
      }
    });

    it('tells rows of given identities apart in what else must differ', () => {
      const numbers = ['a', 'b', 'c'].map((id) => complete({ id }, { now: later, isTaken: nobody })['number']);
      expect(new Set(numbers).size).toBe(3);
    });
  });
});

describe('find free', () => {
  it('finds the end of what is taken, in few steps', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1_000_000), (first, count) => {
        let steps = 0;
        const found = findFree(first, (index) => {
          steps += 1;
          return index < first + count;
        });
        expect(found).toBe(first + count);
        expect(steps).toBeLessThan(50);
      }),
    );
  });

  it('finds something free among gaps', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(200)), (taken) => {
        expect(taken).not.toContain(findFree(0, (index) => taken.includes(index)));
      }),
    );
  });
});
