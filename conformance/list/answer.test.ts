import { describe, expect, it } from '@jest/globals';
import { loadContracts } from '../../src/contract/load-contracts.ts';
import { createAnswer } from '../testing/fake-list.ts';
import { loadContract } from '../testing/mock-target.ts';
import { type Answer, hasPage, haveSameRows, identify, readPage } from './answer.ts';

describe('answer', () => {
  const contract = loadContract('devdraft');

  describe('hasPage', () => {
    it('is so for a success with a list of items, and for nothing else', () => {
      expect(hasPage(createAnswer(contract, { body: { data: [] } }))).toBe(true);
      expect(hasPage(createAnswer(contract, { body: {} }))).toBe(false);
      expect(hasPage(createAnswer(contract, { status: 404, body: { data: [] } }))).toBe(false);
      expect(hasPage(undefined)).toBe(false);
    });
  });
});

describe('read page', () => {
  const [wingback] = loadContracts('wingback');
  const [devdraft] = loadContracts('devdraft');
  if (wingback === undefined || devdraft === undefined) throw new Error('two contracts come with the package');

  describe('readPage', () => {
    it('reads items, totals, numbers and tokens from where the contract has them', () => {
      const hits = [{ id: 'Cust_1' }, { id: 'Cust_2' }];
      const body = {
        hits,
        total: 5,
        total_pages: 3,
        current_page: 1,
        first: 'f',
        forward: 'n',
        backward: '',
        last: null,
      };
      expect(readPage(body, wingback)).toEqual({
        items: hits,
        ids: ['Cust_1', 'Cust_2'],
        total: 5,
        pageCount: 3,
        pageNumber: 1,
        echo: {},
        links: { first: 'f', next: 'n' },
      });
    });

    it('reads echoes as they stand, and numbers only if they are', () => {
      const page = readPage({ data: [], total: '7', skip: '0', take: 10 }, devdraft);
      expect(page).toEqual({ items: [], ids: [], echo: { position: '0', limit: 10 }, links: {} });
    });

    it.each([[{}], [{ data: null }], [{ data: {} }], [{ data: ['a'] }], [null], [[]], ['text']])(
      'finds no page in %j',
      (body) => {
        expect(readPage(body, devdraft)).toBeUndefined();
      },
    );
  });

  describe('identify', () => {
    it('gives numbers as text, and an item without identity as itself', () => {
      expect(identify({ id: 7 }, devdraft)).toBe('7');
      expect(identify({ name: 'x' }, devdraft)).toBe('{"name":"x"}');
    });
  });
});

describe('have same rows', () => {
  const skipping = loadContract('devdraft');

  function page(...ids: readonly string[]): Answer {
    return createAnswer(skipping, { body: { data: ids.map((id) => ({ id })) } });
  }

  describe('haveSameRows', () => {
    it.each<[readonly string[], readonly string[], boolean, boolean]>([
      [['a', 'b'], ['a', 'b'], true, true],
      [[], [], true, true],
      [['a', 'b'], ['b', 'a'], false, false],
      [['a', 'b', 'c'], ['a', 'b'], false, true],
      [['a', 'b'], ['a', 'c', 'b'], false, false],
      [['a'], [], false, false],
    ])('%j, %j: %s where a client counts, %s where the target says how to go on', (one, other, counting, told) => {
      for (const [id, expected] of [
        ['devdraft', counting],
        ['piriod', counting],
        ['pyng', told],
        ['wingback', told],
      ] as const) {
        const contract = loadContract(id);
        expect([id, haveSameRows(contract, page(...one), page(...other))]).toEqual([id, expected]);
        expect([id, haveSameRows(contract, page(...other), page(...one))]).toEqual([id, expected]);
      }
    });

    it('is not so of what is no page', () => {
      const refusal = createAnswer(skipping, { status: 400 });
      expect(haveSameRows(skipping, refusal, refusal)).toBe(false);
      expect(haveSameRows(skipping, page(), undefined)).toBe(false);
    });
  });
});
