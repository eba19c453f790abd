import { describe, expect, it } from '@jest/globals';
import type { Contract, Filter, Json } from '../../../src/contract/contract.ts';
import { fc } from '../../../src/testing/properties.ts';
import { createLedger, type OpenLedger } from '../../ledger.ts';
import type { Item } from '../../list/answer.ts';
import { matches } from '../../list/conditions.ts';
import type { Condition } from '../../list/query.ts';
import { type AnswerParts, createAnswer, loadContract } from '../../testing/fake-list.ts';
import { classifyMismatch, inspectRows, type MismatchKind } from './mismatches.ts';
import { deriveFilterRequirements } from './requirements.ts';

describe('inspect rows', () => {
  const contract = loadContract('devdraft');

  function condition(parameter: string, value: string, { filters }: Contract = contract): Condition {
    const filter = filters.find((one) => one.parameter === parameter);
    if (filter === undefined) throw new Error(`there is a filter ${parameter}`);
    return { filter, name: parameter, value };
  }

  function inspect(conditions: readonly Condition[], rows: readonly Json[], parts: AnswerParts = {}): OpenLedger {
    const ledger = createLedger(deriveFilterRequirements(contract));
    const answer = createAnswer(contract, { query: { conditions }, body: { data: rows }, ...parts });
    inspectRows.prepare(contract)(answer, ledger);
    return ledger;
  }

  const ann = { id: '1', first_name: 'Ann', last_name: 'Lee', status: 'ACTIVE' };
  const joe = { id: '2', first_name: 'Joe', last_name: 'Roe', status: 'ACTIVE' };
  const active = condition('status', 'ACTIVE');

  describe('inspectRows', () => {
    it('counts the rows that meet each condition', () => {
      const ledger = inspect([active, condition('name', 'e')], [ann, joe]);
      expect([...ledger.touched].sort()).toEqual(['filter.name.only-matching', 'filter.status.only-matching']);
      expect(ledger.read('filter.name.only-matching').exercised).toEqual(new Map([['rows', 2]]));
      expect(ledger.violated.size).toBe(0);
    });

    it('names the first row that should not be there, under what it breaks', () => {
      const ledger = inspect([active, condition('name', 'n L')], [ann, joe]);
      expect([...ledger.violated]).toEqual(['filter.name.within-field']);
      expect(ledger.read('filter.status.only-matching').exercised.size).toBe(1);
      expect(ledger.read('filter.name.only-matching').exercised.size).toBe(0);
      expect(ledger.read('filter.name.within-field').violations).toMatchObject([
        {
          summary: '`name=n L` returns row 1, which does not match',
          expected: 'only rows matching name=n L',
          received: ann,
        },
      ]);
    });

    it('says how the page was reached', () => {
      const ledger = inspect([condition('status', 'BLACKLISTED')], [ann], { via: 'next' });
      expect(ledger.read('filter.status.only-matching').violations[0]?.summary).toBe(
        '`status=BLACKLISTED` returns row 1, which does not match, on a page reached by a next link',
      );
    });

    it('learns nothing from an empty page, or one without conditions', () => {
      expect(inspect([active], []).touched.size).toBe(0);
      expect(inspect([], [ann]).touched.size).toBe(0);
    });

    it('does not count rows that do not show what the filter is about', () => {
      const tokens = loadContract('wingback');
      const ledger = createLedger([{ id: 'filter.payment_status.only-matching' }]);
      const query = { conditions: [condition('payment_status', 'paid', tokens)] };
      inspectRows.prepare(tokens)(createAnswer(tokens, { query, body: { hits: [{ id: 'a' }] } }), ledger);
      expect(ledger.touched.size).toBe(0);
    });

    it.each<[string, boolean, AnswerParts]>([
      ['what may be refused', true, { purpose: 'either' }],
      ['what should have been refused', false, { purpose: 'rejection' }],
      ['what is only to be found out', false, { purpose: 'probe' }],
      ['what was asked with something on top', false, { plain: false }],
      ['what is no page', false, { status: 400 }],
    ])('judges %s: %s', (_, isJudged, parts) => {
      const ledger = inspect([condition('status', 'BLACKLISTED')], [ann], parts);
      expect(ledger.violated.size).toBe(isJudged ? 1 : 0);
      expect(ledger.touched.size).toBe(isJudged ? 1 : 0);
    });
  });
});

describe('classify stranger', () => {
  const pyng = loadContract('pyng');
  const piriod = loadContract('piriod');
  const wingback = loadContract('wingback');
  const devdraft = loadContract('devdraft');

  function filterOf({ filters }: Contract, parameter: string, parts: Partial<Filter> = {}): Filter {
    const filter = filters.find((one) => one.parameter === parameter);
    if (filter === undefined) throw new Error(`there is a filter ${parameter}`);
    return { ...filter, ...parts };
  }

  function classify(
    contract: Contract,
    parameter: string,
    value: string,
    item: Item,
    name: string = parameter,
  ): MismatchKind | undefined {
    return classifyMismatch(item, { filter: filterOf(contract, parameter), name, value }, contract);
  }

  const ann = { first_name: 'Ann', last_name: 'Lee', email: 'ann@x.test', status: 'ACTIVE' };

  describe('classifyStranger', () => {
    it.each<[Contract, string, string, Item, MismatchKind | undefined]>([
      [devdraft, 'status', 'ACTIVE', ann, undefined],
      [devdraft, 'status', 'BLACKLISTED', ann, 'only-matching'],
      [devdraft, 'status', 'active', ann, 'case'],
      [devdraft, 'email', 'ANN@x.test', ann, undefined],
      [devdraft, 'email', 'ann@x.tes', ann, 'exact'],
      [piriod, 'name', 'Ana', { name: 'Ánà ' }, 'case'],
      [piriod, 'name', '\u{c1}na', { name: 'A\u{301}na' }, undefined],
      [piriod, 'name', 'A_a', { name: 'Ana' }, 'exact'],
      [piriod, 'name', 'An_', { name: 'Anna' }, 'only-matching'],
      [piriod, 'name', 'Bob', { name: 'Bobby' }, 'exact'],
      [piriod, 'name', 'Bobby', { name: 'Bob' }, 'only-matching'],
      [piriod, 'name', '', { name: 'Bob' }, 'only-matching'],
      [piriod, 'name', 'Bob', { name: null }, 'only-matching'],
      [piriod, 'name', 'Bob', {}, 'only-matching'],
    ])('of values, %#: %o', (contract, parameter, value, item, expected) => {
      expect(classify(contract, parameter, value, item)).toBe(expected);
    });

    it.each<[string, Item, MismatchKind | undefined]>([
      ['NN', ann, undefined],
      ['xyz', ann, 'only-matching'],
      ['nn L', ann, 'within-field'],
      ['annlee', ann, 'within-field'],
      ['lee ann', ann, 'within-field'],
      ['%', ann, 'literal'],
      ['a_n', ann, 'literal'],
      ['*', ann, 'literal'],
      ['\\', ann, 'literal'],
      ['a_n', { ...ann, first_name: 'a_n' }, undefined],
      ['ANN  ', ann, 'literal'],
      ['zoe', { ...ann, first_name: 'Zoë' }, 'literal'],
      ['zoë', { ...ann, first_name: 'ZOE' }, 'literal'],
      ['zo\u{eb}', { ...ann, first_name: 'Zoe\u{308}' }, undefined],
    ])('of parts of texts, %s: %o', (value, item, expected) => {
      expect(classify(devdraft, 'name', value, item)).toBe(expected);
    });

    it.each<[Contract, string, string, Item, MismatchKind | undefined]>([
      [pyng, 'invitedFrom', '5', { invitedAt: 5 }, undefined],
      [pyng, 'invitedFrom', '5', { invitedAt: 4 }, 'only-matching'],
      [pyng, 'invitedTo', '5', { invitedAt: 6 }, 'only-matching'],
      [pyng, 'invitedTo', '5', { invitedAt: null }, 'only-matching'],
      [piriod, 'created__gte', '2026-01-02T00:00:00', { created: '2026-01-01T00:00:00Z' }, 'zoneless'],
      [piriod, 'created__gte', '2026-01-02T00:00:00Z', { created: '2026-01-01T00:00:00Z' }, 'only-matching'],
      [piriod, 'created__gte', '2026-01-02T00:00:00+0200', { created: '2026-01-01T00:00:00Z' }, 'only-matching'],
      [piriod, 'created__gte', '2026-01-02T00:00:00-02:00', { created: '2026-01-01T00:00:00Z' }, 'only-matching'],
    ])('of bounds, %#: %o', (contract, parameter, value, item, expected) => {
      expect(classify(contract, parameter, value, item)).toBe(expected);
    });

    it.each<['gt' | 'lt', number, MismatchKind | undefined]>([
      ['gt', 6, undefined],
      ['gt', 5, 'inclusive'],
      ['gt', 4, 'only-matching'],
      ['lt', 4, undefined],
      ['lt', 5, 'inclusive'],
      ['lt', 6, 'only-matching'],
    ])('of bounds that are left out: %s 5 with %i is %p', (operator, invitedAt, expected) => {
      const filter = filterOf(pyng, 'invitedFrom', { operator });
      expect(classifyMismatch({ invitedAt }, { filter, name: 'invitedFrom', value: '5' }, pyng)).toBe(expected);
    });

    it('of keys', () => {
      const item = { metadata: { crm: 'Plan' } };
      expect(classify(wingback, 'metadata', 'crm', item, 'metadata[0]')).toBeUndefined();
      expect(classify(wingback, 'metadata', 'CRM', item, 'metadata[0]')).toBe('only-matching');
      expect(classify(piriod, 'metadata__*', 'plan', item, 'metadata__crm')).toBe('case');
    });

    it('takes no letter whose capitals are several for another one, where case does not matter', () => {
      const item = { email: 'straße@x.test', first_name: 'Weiß' };
      expect(classify(devdraft, 'email', 'STRASSE@X.TEST', item)).toBeUndefined();
      expect(classify(devdraft, 'name', 'ISS', item)).toBeUndefined();
      expect(classify(devdraft, 'email', 'STRASSE', item)).toBe('only-matching');
      expect(classify(piriod, 'name', 'WEISS', { name: 'Weiß' })).toBe('only-matching');
    });

    it('is nothing where nothing can be seen', () => {
      // Of what is not shown, of what is shown empty, and of a bound that is none.
      expect(classify(wingback, 'payment_status', 'paid', {})).toBeUndefined();
      expect(classify(wingback, 'plan', 'p1', { contracts: [] })).toBeUndefined();
      expect(classify(wingback, 'plan', 'p1', { contracts: [{ plan_id: 'p2' }] })).toBe('only-matching');
      expect(classify(pyng, 'invitedFrom', 'yesterday', { invitedAt: 1 })).toBeUndefined();
    });

    it('finds something wrong exactly with what does not match', () => {
      const some = fc.oneof(fc.constantFrom('a', 'A', 'ab', 'á', '_', '%'), fc.string({ maxLength: 3 }));
      fc.assert(
        fc.property(some, some, some, fc.constantFrom('name', 'email', 'status'), (first, last, value, parameter) => {
          const item = { first_name: first, last_name: last, email: first, status: last };
          const condition = { filter: filterOf(devdraft, parameter), name: parameter, value };
          const isFine = classifyMismatch(item, condition, devdraft) === undefined;
          expect(isFine).toBe(matches(item, condition, devdraft));
        }),
      );
    });
  });
});
