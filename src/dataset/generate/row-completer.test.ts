import { describe, expect, it } from '@jest/globals';
import { fc } from '../../testing/properties.ts';
import { runs } from '../../testing/runs.ts';
import { checkRow } from '../row-check.ts';
import { type ColumnSource, createLiteralSource, type Row } from '../row-source.ts';
import { buildContract, buildField, itemWith } from '../testing/build-contract.ts';
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

describe('check row', () => {
  const contract = buildContract({
    item: itemWith(
      {
        state: { type: 'string', enum: ['a', 'b'] },
        count: { type: 'integer' },
        nested: { type: 'object', properties: { list: { type: 'array', items: { type: 'string', format: 'email' } } } },
      },
      { dependentSchemas: { count: { properties: { state: { const: 'a' } } } } },
    ),
    hidden: { secret: { type: 'boolean' } },
  });

  describe('checkRow', () => {
    it('finds nothing wrong with a right row, hidden fields included', () => {
      expect(
        checkRow(contract, { id: '1', state: 'a', count: 3, nested: { list: ['a@b.example'] }, secret: true }),
      ).toEqual([]);
    });

    it.each([
      [{}, [], "must have required property 'id'"],
      [{ id: 1 }, ['id'], 'must be string'],
      [{ id: '1', state: 'c' }, ['state'], 'must be one of a, b'],
      [{ id: '1', state: 'b', count: 3 }, ['state'], 'must be "a", as count is given'],
      [{ id: '1', nested: { list: ['a@b.example', 'no'] } }, ['nested', 'list', 1], 'must match format "email"'],
      [{ id: '1', stat: 'a' }, ['stat'], 'unknown field; did you mean state?'],
      [{ id: '1', secret: 'yes' }, ['secret'], 'must be boolean'],
      ['text', [], 'must be an object with the fields of a row'],
      [null, [], 'must be an object with the fields of a row'],
      [[], [], 'must be an object with the fields of a row'],
    ])('tells what is wrong with %j', (row, path, message) => {
      expect(checkRow(contract, row)).toEqual([{ path, message }]);
    });

    it('lists every fault', () => {
      expect(checkRow(contract, { id: 1, state: 'c', other: 1 })).toHaveLength(3);
    });

    it('takes fields that nobody has named where the schema says so', () => {
      const open = buildContract({ item: itemWith({}, { additionalProperties: { type: 'integer' } }) });
      expect(checkRow(open, { id: '1', any: 1 })).toEqual([]);
      const closed = buildContract({ item: itemWith({}, { additionalProperties: false }) });
      expect(checkRow(closed, { id: '1', any: 1 })).toEqual([{ path: ['any'], message: 'unknown field; known: id' }]);
    });
  });
});

describe('create literal source', () => {
  const rows = [
    { id: 'a', at: '2026-05-05T02:00:00+02:00', tags: ['x', 'y'], count: 3, flags: [1, 2] },
    { id: 'B', at: null, tags: [], count: null, flags: [] },
    { id: 'ß', count: 'three' },
  ];
  const source = createLiteralSource(rows);
  type Values = Extract<ColumnSource, { kind: 'values' }>;
  type Numbers = Extract<ColumnSource, { kind: 'numbers' }>;

  describe('createLiteralSource', () => {
    it('gives the rows as they are, each time anew', () => {
      const row = source.row(0) as Record<string, unknown>;
      expect([source.size, row]).toEqual([3, rows[0]]);
      row['id'] = 'changed';
      expect(source.row(0)).toEqual(rows[0]);
    });

    it('gives all texts of a field', () => {
      const column = source.column(buildField('tags')) as Values;
      expect([0, 1, 2].map((index) => column.at(index))).toEqual([['x', 'y'], [], []]);
    });

    it('gives numbers and instants, NaN where there is none', () => {
      const at = source.column(buildField('at', 'instant')) as Numbers;
      const count = source.column(buildField('count', 'number')) as Numbers;
      expect([0, 1, 2].map(at.at)).toEqual([Date.UTC(2026, 4, 5), Number.NaN, Number.NaN]);
      expect([0, 1, 2].map(count.at)).toEqual([3, Number.NaN, Number.NaN]);
    });

    it('gives several numbers of a row as values', () => {
      expect((source.column(buildField('flags', 'number')) as Values).at(0)).toEqual([1, 2]);
    });

    it('finds texts in any case', () => {
      const ids = source.column(buildField('id')) as Values;
      expect(['A', 'b', 'ß', 'none'].map((text) => ids.find?.(text))).toEqual([[0], [1], [2], []]);
      expect((source.column(buildField('tags')) as Values).find?.('Y')).toEqual([0]);
    });

    it('may be empty', () => {
      expect((createLiteralSource([]).column(buildField('id')) as Values).find?.('a')).toEqual([]);
    });
  });
});
