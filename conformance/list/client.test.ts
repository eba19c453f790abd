import { describe, expect, it } from '@jest/globals';
import type { Contract, Filter, OperatorName } from '../../src/contract/contract.ts';
import { loadContract } from '../testing/fake-list.ts';
import { openMockTarget } from '../testing/mock-target.ts';
import { type Answer, hasPage, type Item, type PageAnswer } from './answer.ts';
import { createListClient } from './client.ts';
import { fieldsOfCondition, isRange, listConditions, matches, readOperand } from './conditions.ts';
import { EVERYTHING } from './query.ts';
import type { Walk } from './walk.ts';

describe('create list client', () => {
  function lastOf({ pages }: Walk): { readonly from?: PageAnswer } {
    const from = pages.at(-1);
    return from === undefined ? {} : { from };
  }

  const IDS = ['pyng', 'piriod', 'wingback', 'devdraft'];

  describe('createListClient', () => {
    it.each(IDS)('walks %s forward and backward over the same rows', async (id) => {
      await using opened = await openMockTarget(id);
      const list = createListClient(opened.contract, opened.target);
      const whole = await list.walk({ ...EVERYTHING, limit: 100 });
      const forward = await list.walk({ ...EVERYTHING, limit: 11 });
      const backward = await list.walk({ ...EVERYTHING, limit: 11 }, { towards: 'previous', ...lastOf(forward) });
      expect([forward.ended, backward.ended, forward.pages.length > 3]).toEqual(['end', 'end', true]);
      expect(forward.ids).toEqual(whole.ids);
      expect(backward.ids).toEqual(whole.ids);
      expect(backward.items[0]).toEqual(whole.items[0]);
    });

    it('stops a walk where it is told to', async () => {
      await using opened = await openMockTarget('devdraft');
      const list = createListClient(opened.contract, opened.target);
      const walk = await list.walk({ ...EVERYTHING, limit: 2 }, { maxPages: 3 });
      expect([walk.ended, walk.ids.length, walk.pages.map(({ position }) => position.value)]).toEqual([
        'cap',
        6,
        [undefined, 2, 4],
      ]);
      const exact = await list.walk(
        { ...EVERYTHING, limit: 100 },
        { maxPages: Math.ceil((walk.pages[0]?.page.total ?? 0) / 100) },
      );
      expect(exact.ended).toBe('end');
    });

    it('shows every answer, what it was asked, and how it was reached', async () => {
      const answers: Answer[] = [];
      await using opened = await openMockTarget('pyng');
      const list = createListClient(opened.contract, opened.target, { onAnswer: (answer) => answers.push(answer) });
      const first = await list.ask({ ...EVERYTHING, limit: 2 });
      if (!hasPage(first)) throw new Error('the mock gives a page');
      await list.go(first, 'next', { headers: { authorization: undefined }, purpose: 'rejection' });
      expect(await list.go(first, 'previous')).toBeUndefined();
      expect(answers.map(({ via, plain, purpose, response }) => [via, plain, purpose, response.status])).toEqual([
        [undefined, true, 'page', 200],
        ['next', false, 'rejection', 401],
      ]);
      expect(answers[1]?.page).toBeUndefined();
      expect(answers[1]?.query.limit).toBe(2);
    });

    it('sends a raw query and the parameters of other scopes', async () => {
      await using opened = await openMockTarget('pyng');
      const list = createListClient(opened.contract, opened.target);
      const refused = await list.ask(EVERYTHING, { rawQuery: 'limit=%zz', purpose: 'either' });
      expect(refused.response.url).toMatch(/\/customers\?limit=%zz$/);
      const foreign = await list.ask(EVERYTHING, {
        pathParameters: opened.target.foreignPathParameters,
        purpose: 'rejection',
      });
      expect(foreign.response.status).toBe(403);
    });
  });
});

describe('matches', () => {
  function load(id: string): Contract {
    const contract = loadContract(id);
    return contract;
  }

  function filterOf({ filters }: Contract, parameter: string): Filter {
    const filter = filters.find((one) => one.parameter === parameter);
    if (filter === undefined) throw new Error(`there is a filter ${parameter}`);
    return filter;
  }

  const piriod = load('piriod');
  const wingback = load('wingback');
  const devdraft = load('devdraft');

  describe('matches', () => {
    it.each([
      [piriod, 'country', 'country', 'CL', { country: { id: 'CL' } }, true],
      [piriod, 'country', 'country', 'CL', { country: { id: 'cl' } }, false],
      [piriod, 'created__gte', 'created__gte', '2026-01-01T01:00:00+01:00', { created: '2026-01-01T00:00:00Z' }, true],
      [piriod, 'created__lte', 'created__lte', '2026-01-01', { created: '2026-01-01T00:00:00.001Z' }, false],
      [piriod, 'created__lte', 'created__lte', 'yesterday', { created: '2026-01-01T00:00:00Z' }, undefined],
      [piriod, 'subscriptions', 'subscriptions', 'sub_1', {}, undefined],
      [piriod, 'metadata__*', 'metadata__tier', 'gold', { metadata: { tier: 'gold', other: 'x' } }, true],
      [piriod, 'metadata__*', 'metadata__tier', 'gold', { metadata: { tier: 'tin', other: 'gold' } }, false],
      [piriod, 'metadata__*', 'metadata__*', 'gold', { metadata: { tier: 'gold' } }, false],
      [piriod, 'sources', 'sources', 's2', { sources: ['s1', 's2'] }, true],
      [wingback, 'plan', 'plan', 'P2', { contracts: [{ plan_id: 'P1' }, { plan_id: 'P2' }] }, true],
      [wingback, 'metadata', 'metadata[1]', 'crm_id', { metadata: { crm_id: '1' } }, true],
      [wingback, 'metadata', 'metadata[0]', '1', { metadata: { crm_id: '1' } }, false],
      [wingback, 'listed', 'listed', 'true', {}, undefined],
      [devdraft, 'name', 'name', 'OHN', { first_name: 'John', last_name: 'Doe' }, true],
      [devdraft, 'name', 'name', 'n d', { first_name: 'John', last_name: 'Doe' }, false],
      [devdraft, 'email', 'email', 'A@B.c', { email: 'a@b.C' }, true],
      [devdraft, 'email', 'email', 'a@b', { email: null }, false],
      // By which letters case is folded, and whether accents are composed first, is up to the server.
      [devdraft, 'name', 'name', 'éR', { first_name: 'Éric' }, true],
      [devdraft, 'name', 'name', 'er', { first_name: 'Éric' }, false],
      [devdraft, 'name', 'name', 'zo\u{eb}', { first_name: 'Zoe\u{308}' }, undefined],
      [devdraft, 'name', 'name', 'zoe', { first_name: 'Zoe\u{308}' }, undefined],
      [devdraft, 'name', 'name', 'STRASSE', { first_name: 'Straße' }, undefined],
      [devdraft, 'name', 'name', 'i', { first_name: 'İpek' }, undefined],
      [devdraft, 'name', 'name', 'ΎΣ', { first_name: 'Ἀχιλλεύς' }, true],
      [devdraft, 'name', 'name', 'a ', { first_name: 'Ana A ' }, true],
      [piriod, 'name', 'name', 'ána', { name: 'Ána' }, false],
      [piriod, 'name', 'name', '\u{c1}na', { name: 'A\u{301}na' }, undefined],
      [piriod, 'name', 'name', 'STRASSE', { name: 'Straße' }, false],
      // A server may take the blanks away from what it is sent.
      [piriod, 'name', 'name', 'Ana ', { name: 'Ana ' }, undefined],
      [piriod, 'name', 'name', 'Ana ', { name: 'Ana' }, false],
    ] as const)('%#: %o', (contract, parameter, name, value, item, expected) => {
      const condition = { filter: filterOf(contract, parameter), name, value };
      expect(matches(item, condition, contract)).toBe(expected);
    });

    it.each(['pyng', 'piriod', 'wingback', 'devdraft'])('agrees with what items of %s show', async (id) => {
      await using opened = await openMockTarget(id, { scenario: 'awkward' });
      const { contract, target } = opened;
      const { items } = await createListClient(contract, target).walk({ ...EVERYTHING, limit: 100 });
      const conditions = items.flatMap((item) => {
        return contract.filters.flatMap((filter) =>
          listConditions(item, filter).map((condition) => [item, condition] as const),
        );
      });
      expect(conditions.length).toBeGreaterThan(items.length);
      const plain = conditions.filter(([, { value }]) => value === value.trim());
      expect(plain.filter(([item, condition]) => matches(item, condition, contract) !== true)).toEqual([]);
    });
  });
});

describe('list conditions', () => {
  function list(id: string, parameter: string, item: Item): readonly string[] {
    const contract = loadContract(id);
    const filter = contract?.filters.find((one) => one.parameter === parameter);
    if (filter === undefined) throw new Error(`${id} has a filter ${parameter}`);
    return listConditions(item, filter).map(({ name, value }) => `${name}=${value}`);
  }

  describe('listConditions', () => {
    it('gives the values of every field, each once', () => {
      expect(list('devdraft', 'name', { first_name: 'Ann', last_name: 'Lee' })).toEqual(['name=Ann', 'name=Lee']);
      expect(list('devdraft', 'name', { first_name: 'Lee', last_name: 'Lee' })).toEqual(['name=Lee']);
      expect(list('pyng', 'invitedFrom', { invitedAt: 7 })).toEqual(['invitedFrom=7']);
      expect(list('wingback', 'plan', { contracts: [{ plan_id: 'a' }, { plan_id: 'b' }] })).toEqual([
        'plan=a',
        'plan=b',
      ]);
    });

    it('names the key that a filter captures or asks for, of values only those that are texts', () => {
      const item = { metadata: { tier: 'gold', size: 3 } };
      expect(list('piriod', 'metadata__*', item)).toEqual(['metadata__tier=gold']);
      expect(list('wingback', 'metadata', item)).toEqual(['metadata[0]=tier', 'metadata[0]=size']);
    });

    it('gives no value that the parameter is not declared to take', () => {
      expect(list('pyng', 'state', { state: 'linked' })).toEqual(['state=linked']);
      expect(list('pyng', 'state', { state: 'archived' })).toEqual([]);
      const filter = { parameter: 'size', declared: { schema: { enum: [1, 2] } }, fields: [{ path: ['size'] }] };
      const values = [1, 3].flatMap((size) => listConditions({ size }, filter as unknown as Filter));
      expect(values.map(({ value }) => value)).toEqual(['1']);
    });

    it('gives none where an item shows nothing', () => {
      expect(list('devdraft', 'email', { email: null })).toEqual([]);
      expect(list('piriod', 'metadata__*', { metadata: null })).toEqual([]);
      expect(list('piriod', 'country', {})).toEqual([]);
    });
  });
});

describe('fields of condition', () => {
  const piriod = loadContract('piriod');
  const filter = piriod?.filters.find(({ parameter }) => parameter === 'metadata__*');
  if (filter === undefined) throw new Error('the contract filters by metadata');

  describe('fieldsOfCondition', () => {
    it.each([
      ['metadata__tier', 'tier'],
      ['metadata__', ''],
      ['metadata__a__b', 'a__b'],
      ['metadata__*', '~*'],
    ])('puts the key of %s in place of the asterisk', (name, key) => {
      expect(fieldsOfCondition({ filter, name }).map(({ path }) => path)).toEqual([['metadata', key]]);
    });
  });
});

describe('read operand', () => {
  function read(id: string, parameter: string, value: string): unknown {
    const contract = loadContract(id);
    const filter = contract?.filters.find((one) => one.parameter === parameter);
    if (contract === undefined || filter === undefined) throw new Error(`${id} has a filter ${parameter}`);
    return readOperand(value, filter, contract);
  }

  describe('readOperand', () => {
    it('reads a value as the kind of the field', () => {
      expect(read('pyng', 'invitedFrom', '1777852800000')).toBe(1777852800000);
      expect(read('pyng', 'invitedFrom', '-1')).toBe(-1);
      expect(read('piriod', 'created__gte', '1970-01-01T00:00:01Z')).toBe(1000);
      expect(read('piriod', 'country', '17')).toBe('17');
      expect(read('wingback', 'metadata', 'key')).toBe('key');
    });

    it.each(['', 'abc', '1e3', '0x10', ' 1'])('does not guess what %j means as a number', (value) => {
      expect(read('pyng', 'invitedFrom', value)).toBeUndefined();
    });

    it('knows no instant that is none', () => {
      expect(read('piriod', 'created', '2026-02-30')).toBeUndefined();
    });
  });
});

describe('isRange', () => {
  it('knows the operators with a bound', () => {
    const operators: readonly OperatorName[] = [
      'equals',
      'in',
      'gt',
      'gte',
      'lt',
      'lte',
      'contains',
      'startsWith',
      'hasKey',
    ];
    expect(operators.filter((operator) => isRange({ operator }))).toEqual(['gt', 'gte', 'lt', 'lte']);
  });
});
