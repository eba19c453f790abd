import { describe, expect, it } from '@jest/globals';
import { createSampleList } from '../testing/sample.ts';
import { createRowControl, defaultCollection, holdsRow, locateRow, type RowControl } from './rows.ts';

describe('create row control', () => {
  function createControl(): RowControl {
    const list = createSampleList();
    return createRowControl(() => [list]);
  }

  describe('createRowControl', () => {
    it('lists rows of the first collection in the contract’s order', () => {
      const page = createControl().list();
      expect(page).toMatchObject({ collection: 'north', total: 3, limit: 50, offset: 0 });
      expect(page.rows.map(({ id }) => id)).toEqual(['both', 'o1', 'o2']);
    });

    it.each([
      [{ limit: 1, offset: 1 }, ['o1']],
      [{ limit: 2, offset: 2 }, ['o2']],
      [{ offset: 3 }, []],
      [{ offset: 100 }, []],
      [{ collection: 'rivals' }, []],
      [{ collection: 'south pole', contract: 'orders' }, ['both', 's1']],
    ])('lists the window %p', (window, ids) => {
      expect(
        createControl()
          .list(window)
          .rows.map(({ id }) => id),
      ).toEqual(ids);
    });

    it.each([{ limit: 0 }, { limit: 1001 }, { limit: 1.5 }, { offset: -1 }, { limit: Number.NaN }])(
      'refuses the window %p',
      (window) => {
        expect(() => createControl().list(window)).toThrow(/^Invalid (limit|offset) .*: must be a whole number from /);
      },
    );

    it('adds a row, and generates what it lacks', () => {
      const rows = createControl();
      const added = rows.add({ state: 'closed' }, { collection: 'rivals' });
      expect(added).toMatchObject({ state: 'closed', id: expect.any(String) });
      expect(rows.list({ collection: 'rivals' }).rows).toEqual([added]);
    });

    it('changes, finds and removes a row wherever it is', () => {
      const rows = createControl();
      expect(rows.change('s1', { state: 'closed' })).toEqual({ id: 's1', state: 'closed' });
      expect(rows.get('s1')).toEqual({ id: 's1', state: 'closed' });
      rows.remove('s1');
      expect(() => rows.get('s1')).toThrow('no collection has a row with id s1');
    });

    it('moves a row', () => {
      const rows = createControl();
      expect(rows.move('close', 'o1')).toEqual({ id: 'o1', state: 'closed' });
      expect(() => rows.move('close', 'o1')).toThrow(/needs state "open"/);
    });

    it('makes a row by a move that creates one, in the first collection or another', () => {
      const rows = createControl();
      expect(rows.move('place', 'o7')).toMatchObject({ id: 'o7', state: 'open' });
      expect(rows.move('place', undefined, { id: 'o8' }, { collection: 'rivals' })).toMatchObject({
        id: 'o8',
        state: 'open',
      });
      expect([rows.get('o7', { collection: 'north' }), rows.get('o8', { collection: 'rivals' })]).toHaveLength(2);
    });

    it.each([
      ['a move that there is not', (rows: RowControl) => rows.move('fly', 'o1'), 'unknown-move'],
      ['a row that breaks the schema', (rows: RowControl) => rows.change('o1', { state: 'lost' }), 'invalid-row'],
      ['an identity that is taken', (rows: RowControl) => rows.add({ id: 'o1' }), 'identity-taken'],
      ['a collection that there is not', (rows: RowControl) => rows.list({ collection: 'x' }), 'unknown-collection'],
      ['a contract that there is not', (rows: RowControl) => rows.get('o1', { contract: 'x' }), 'unknown-contract'],
      ['a row that could be one of two', (rows: RowControl) => rows.remove('both'), 'ambiguous-row'],
    ])('refuses %s and changes nothing', (_what, act, code) => {
      const rows = createControl();
      expect(() => act(rows)).toThrow(expect.objectContaining({ code }));
      expect(rows.list()).toEqual(createControl().list());
    });
  });
});

describe('locate row', () => {
  describe('locateRow', () => {
    const { state: world } = createSampleList();

    it('looks in every collection', () => {
      expect(locateRow(world, 's1', undefined)).toBe('south pole');
    });

    it('takes the collection that is named', () => {
      expect(locateRow(world, 'both', 'north')).toBe('north');
    });

    it('refuses to choose among several', () => {
      const refusal = 'Ambiguous row: the collections north, south pole all have a row with id both; name one';
      expect(() => locateRow(world, 'both', undefined)).toThrow(refusal);
    });

    it('says that there is none', () => {
      expect(() => locateRow(world, 'nope', undefined)).toThrow('no collection has a row with id nope');
    });
  });

  describe('holdsRow', () => {
    it('tells whether any collection has a row', () => {
      const { state: world } = createSampleList();
      expect(['s1', 'nope'].map((id) => holdsRow(world, id))).toEqual([true, false]);
    });
  });

  describe('defaultCollection', () => {
    it('is the first, unless another is named', () => {
      const { state: world } = createSampleList();
      expect([undefined, 'rivals'].map((name) => defaultCollection(world, name))).toEqual(['north', 'rivals']);
    });
  });
});
