import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../contract/contract.ts';
import { type ErrorCode, PagewrightError } from '../contract/error.ts';
import { loadContracts } from '../contract/load-contracts.ts';
import { createLiteralSource, type Row } from '../dataset/row-source.ts';
import { loadScenario } from '../dataset/scenarios/load-scenario.ts';
import { createMockState, createTableOpener, type MockState, warmUp } from './state.ts';
import { createLiteralState } from './testing/create-literal-state.ts';
import { createTenant } from './testing/create-tenant.ts';
import { loadContract } from './testing/load-contract.ts';

describe('create state', () => {
  const NOW = 1_777_852_800_000;
  const WEEK = 604_800_000;
  const ANN = { customerReference: 'ann', state: 'invited', invitedAt: 10, expiresAt: 20 };
  const BOB = { customerReference: 'bob', state: 'linked', invitedAt: 10, linkedAt: 20 };
  const pyng = loadContract('pyng');

  function createPyngState(): MockState {
    return createLiteralState({
      contract: pyng,
      tenants: [createTenant('acme', { values: { bearerAuth: 'x' } })],
      collections: { one: [ANN, BOB], two: [], three: [ANN] },
      now: NOW,
      complete: (fields) => ({
        customerReference: 'made',
        invitedAt: 1,
        ...('state' in fields ? {} : { state: 'linked', linkedAt: 2 }),
        ...fields,
      }),
    }).state;
  }

  /** The rows of a collection, by the contract's own order. */
  function rowsOf(state: MockState, collection: string): readonly Row[] {
    const table = state.table(collection);
    if (table === undefined) throw new Error(`no collection ${collection}`);
    const view = table.select({ criteria: [], order: state.contract.order.by });
    return Array.from({ length: view.count }, (_, rank) => table.rowAt(view.slotAt(rank)));
  }

  function refusal(change: () => unknown): { readonly code: ErrorCode; readonly message: string } {
    try {
      change();
    } catch (error) {
      if (error instanceof PagewrightError) return { code: error.code, message: error.message };
      throw error;
    }
    throw new Error('it was not refused');
  }

  describe('createMockState', () => {
    it('has the rows of its scenario', () => {
      const state = createPyngState();
      expect(state.collections).toEqual(['one', 'two', 'three']);
      expect(state.countRows()).toBe(3);
      expect(rowsOf(state, 'one')).toEqual([ANN, BOB]);
      expect(state.row('one', 'bob')).toEqual(BOB);
      expect(state.table('four')).toBeUndefined();
    });

    it('adds a row, and completes what it lacks', () => {
      const state = createPyngState();
      const added = state.add('two', { customerReference: 'cid' });
      expect(added).toEqual({ customerReference: 'cid', state: 'linked', invitedAt: 1, linkedAt: 2 });
      expect(rowsOf(state, 'two')).toEqual([added]);
      expect(state.row('two', 'cid')).toEqual(added);
      expect(state.countRows()).toBe(4);
    });

    it('changes some fields of a row', () => {
      const state = createPyngState();
      expect(state.change('one', 'bob', { invitedAt: 11 })).toEqual({ ...BOB, invitedAt: 11 });
      expect(rowsOf(state, 'one')).toEqual([{ ...BOB, invitedAt: 11 }, ANN]);
      expect(rowsOf(state, 'three')).toEqual([ANN]);
    });

    it('changes the identity of a row', () => {
      const state = createPyngState();
      state.change('one', 'ann', { customerReference: 'zoe' });
      expect(state.row('one', 'zoe')).toEqual({ ...ANN, customerReference: 'zoe' });
      expect(refusal(() => state.row('one', 'ann')).code).toBe('unknown-row');
      expect(state.add('one', ANN)).toEqual(ANN);
    });

    it('removes a row, whose identity is free then', () => {
      const state = createPyngState();
      state.remove('one', 'ann');
      expect(rowsOf(state, 'one')).toEqual([BOB]);
      expect(refusal(() => state.remove('one', 'ann')).code).toBe('unknown-row');
      state.add('one', { ...BOB, customerReference: 'ann' });
      expect(rowsOf(state, 'one')).toHaveLength(2);
    });

    it('goes back to the rows of its scenario', () => {
      const state = createPyngState();
      state.add('two', { customerReference: 'cid' });
      state.change('one', 'ann', { invitedAt: 99 });
      state.remove('one', 'bob');
      state.reset();
      expect(rowsOf(state, 'one')).toEqual([ANN, BOB]);
      expect(rowsOf(state, 'two')).toEqual([]);
    });

    describe('moves', () => {
      it('a row from state to state', () => {
        const state = createPyngState();
        const linked = { customerReference: 'ann', state: 'linked', invitedAt: 10, linkedAt: NOW };
        expect(state.move('one', 'link', 'ann')).toEqual(linked);
        expect(state.row('one', 'ann')).toEqual(linked);
      });

      it('sets further fields', () => {
        const state = createPyngState();
        expect(state.move('one', 'link', 'ann', { linkedAt: 77 })).toMatchObject({ state: 'linked', linkedAt: 77 });
      });

      it('makes a new row, with a given identity or without', () => {
        const state = createPyngState();
        const invited = { state: 'invited', invitedAt: NOW, expiresAt: NOW + WEEK };
        expect(state.move('two', 'invite', 'dan')).toEqual({ ...invited, customerReference: 'dan' });
        expect(state.move('two', 'invite', undefined)).toEqual({ ...invited, customerReference: 'made' });
        expect(state.table('two')?.size).toBe(2);
      });

      it('sets further fields of a new row as of one that exists', () => {
        const state = createPyngState();
        const fields = { invitedAt: 5 };
        const { invitedAt: ofOld } = state.move('one', 'invite', 'ann', fields);
        const { invitedAt: ofNew } = state.move('two', 'invite', 'new', fields);
        expect([ofOld, ofNew]).toEqual([5, 5]);
      });

      it('makes again what already exists', () => {
        const state = createPyngState();
        const invited = { customerReference: 'bob', state: 'invited', invitedAt: NOW, expiresAt: NOW + WEEK };
        expect(state.move('one', 'invite', 'bob')).toStrictEqual(invited);
        expect(state.countRows()).toBe(3);
      });

      it('writes times as the field has them', () => {
        const { state } = createLiteralState({
          contract: loadContract('piriod'),
          tenants: [],
          collections: {
            acc: [
              {
                id: 'cus_1',
                name: 'A',
                address: 'B',
                country: {},
                state: {},
                status: 'active',
                created: '2026-05-05T00:00:00Z',
              },
            ],
          },
          now: NOW,
        });
        expect(state.move('acc', 'archive', 'cus_1')).toMatchObject({
          status: 'archived',
          updated: '2026-05-04T00:00:00Z',
        });
      });

      it('never carries a row over that it does not name', () => {
        const state = createPyngState();
        expect(refusal(() => state.move('one', 'link', undefined)).code).toBe('unknown-row');
        expect(refusal(() => state.move('one', 'link', 'nobody')).code).toBe('unknown-row');
      });
    });

    it.each<[string, (state: MockState) => unknown, ErrorCode, RegExp]>([
      [
        'a collection that is not there',
        (state) => state.add('four', ANN),
        'unknown-collection',
        /four: must be one of one, two, three/,
      ],
      [
        'a row that is not there',
        (state) => state.change('one', 'zoe', {}),
        'unknown-row',
        /one has none with customerReference zoe/,
      ],
      ['a row of another collection', (state) => state.row('three', 'bob'), 'unknown-row', /bob/],
      ['an identity that is taken', (state) => state.add('one', ANN), 'identity-taken', /ann already exists/],
      [
        'the identity of another row',
        (state) => state.change('one', 'bob', { customerReference: 'ann' }),
        'identity-taken',
        /ann/,
      ],
      [
        'a row that is none',
        (state) => state.add('two', { ...ANN, invitedAt: 'x' }),
        'invalid-row',
        /invitedAt: must be integer/,
      ],
      [
        'a change to a row that would be none',
        (state) => state.change('one', 'ann', { state: 'linked' }),
        'invalid-row',
        /state: must be "invited", as expiresAt is given/,
      ],
      [
        'a move that is not there',
        (state) => state.move('one', 'fly', 'ann'),
        'unknown-move',
        /^Unknown move fly: the contract has invite, link/,
      ],
      [
        'a move from another state',
        (state) => state.move('one', 'link', 'bob'),
        'move-not-allowed',
        /^Move link requires state to be "invited", not "linked"/,
      ],
    ])('refuses %s and changes nothing', (_, change, code, message) => {
      const state = createPyngState();
      const problem = refusal(() => change(state));
      expect(problem.code).toBe(code);
      expect(problem.message).toMatch(message);
      expect(['one', 'two', 'three'].map((name) => rowsOf(state, name))).toEqual([[ANN, BOB], [], [ANN]]);
    });
  });
});

describe('createTableOpener', () => {
  const contract = loadContract('wingback');
  const row = { id: 'a' };

  function open(reads: number[] = []): ReturnType<typeof createTableOpener> {
    const source = createLiteralSource([row]);
    const counting = {
      ...source,
      row(index: number) {
        reads.push(index);
        return source.row(index);
      },
    };
    return createTableOpener(contract, { collections: new Map([['main', [counting]]]) });
  }

  it('gives tables that change by themselves', () => {
    const openTable = open();
    const [one, other] = [openTable('main'), openTable('main')];
    one?.remove(one.find('a') as number);
    expect([one?.size, other?.size, openTable('main')?.size]).toEqual([0, 1, 1]);
  });

  it('makes what a row is sent as once for all of them', () => {
    const reads: number[] = [];
    const openTable = open(reads);
    for (let count = 0; count < 3; count += 1) expect(openTable('main')?.bodyAt(0)).toBe('{"id":"a"}');
    expect(reads).toEqual([0]);
  });

  it('knows the collections of its scenario only', () => {
    expect(open()('other')).toBeUndefined();
  });
});

describe('warmUp', () => {
  it.each(['demo', 'empty', 'large'])('goes through all filters of scenario %s and changes nothing', (name) => {
    const [contract] = loadContracts('piriod') as [Contract];
    const scenario = loadScenario({ contract, name, ...(name === 'large' && { size: 2000 }) });
    const state = createMockState({ contract, scenario, now: () => scenario.now });
    const before = state.countRows();
    const steps = [...warmUp(state)].length;
    const filled = state.collections.filter((collection) => (state.table(collection)?.size ?? 0) > 0);
    expect(steps).toBeGreaterThanOrEqual(filled.length * contract.filters.length);
    expect(state.countRows()).toBe(before);
  });
});
