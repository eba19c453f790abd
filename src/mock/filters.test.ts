import { describe, expect, it } from '@jest/globals';
import type { Contract, Filter } from '../contract/contract.ts';
import { createPredicate } from '../contract/criterion.ts';
import { readField } from '../contract/field-values.ts';
import { parseQuery } from '../page/query.ts';
import { fc, grapheme } from '../testing/properties.ts';
import { createFilterReader, createOperandReader, type FilterResult, type OperandResult } from './filters.ts';
import { loadContract, loadSample } from './testing/load-contract.ts';

describe('create filter reader', () => {
  const readers = new Map(
    ['pyng', 'piriod', 'wingback', 'devdraft'].map((id) => [id, createFilterReader(loadContract(id))]),
  );

  function read(id: string, query: string): FilterResult {
    const reader = readers.get(id);
    if (reader === undefined) throw new Error(`no contract ${id}`);
    return reader(parseQuery(query));
  }

  /** Whether an item passes the filters of a query. */
  function passes(id: string, query: string, item: unknown): boolean {
    const { criteria, violations } = read(id, query);
    expect(violations).toEqual([]);
    return criteria.every((criterion) => {
      return criterion.fields.some((field) => readField(item, field.path).some(createPredicate(criterion, field)));
    });
  }

  describe('createFilterReader', () => {
    it('asks for nothing without filters', () => {
      expect(read('pyng', '')).toEqual({ criteria: [], violations: [] });
      expect(read('pyng', 'limit=5&cursor=abc&zz=1&State=invited')).toEqual({ criteria: [], violations: [] });
    });

    it('joins filters by and', () => {
      const query = 'state=invited&invitedFrom=10&invitedTo=20';
      expect(passes('pyng', query, { state: 'invited', invitedAt: 10 })).toBe(true);
      expect(passes('pyng', query, { state: 'invited', invitedAt: 20 })).toBe(true);
      expect(passes('pyng', query, { state: 'invited', invitedAt: 21 })).toBe(false);
      expect(passes('pyng', query, { state: 'linked', invitedAt: 15 })).toBe(false);
    });

    it('reports every filter that is wrong', () => {
      expect(read('pyng', 'state=x&invitedFrom=y&invitedTo=3').violations).toEqual([
        { parameter: 'state', rule: 'enum' },
        { parameter: 'invitedFrom', rule: 'type' },
      ]);
    });

    it('finds the key of a family of parameters in the name', () => {
      const item = { metadata: { order_id: '12345', 'a/b~c': 'x', '': 'nameless', seats: 12, none: null } };
      expect(passes('piriod', 'metadata__order_id=12345', item)).toBe(true);
      expect(passes('piriod', 'metadata__order_id=1234', item)).toBe(false);
      expect(passes('piriod', 'metadata__a%2Fb~c=x', item)).toBe(true);
      expect(passes('piriod', 'metadata__seats=12', item)).toBe(true);
      expect(passes('piriod', 'metadata__gone=1', item)).toBe(false);
      expect(passes('piriod', 'metadata__none=null', item)).toBe(false);
      expect(passes('piriod', 'metadata__=nameless2', item)).toBe(true);
      expect(passes('piriod', 'metadata__order_id=12345&metadata__seats=13', item)).toBe(false);
    });

    it('takes an asterisk in a key for itself', () => {
      expect(passes('piriod', 'metadata__*=red', { metadata: { '*': 'red' } })).toBe(true);
      expect(passes('piriod', 'metadata__*=red', { metadata: { color: 'red' } })).toBe(false);
    });

    it('asks for each of the indexed keys', () => {
      const item = { metadata: { crm_id: '1', segment: null } };
      expect(passes('wingback', 'metadata[0]=crm_id', item)).toBe(true);
      expect(passes('wingback', 'metadata%5B0%5D=crm_id&metadata%5B1%5D=segment', item)).toBe(true);
      expect(passes('wingback', 'metadata[0]=crm_id&metadata[1]=plan', item)).toBe(false);
      expect(passes('wingback', 'metadata[7]=plan', item)).toBe(false);
      expect(passes('wingback', 'metadata[0]=toString', item)).toBe(false);
      expect(passes('wingback', 'metadata[x]=plan&metadata[]=plan&metadata=plan', item)).toBe(true);
    });

    it('looks into any element of a list and any value of a map', () => {
      const item = {
        contracts: [{ plan_id: 'Plan_1' }, { plan_id: 'Plan_2' }],
        emails: { main: 'a@b.c', billing: 'd@e.f' },
      };
      expect(passes('wingback', 'plan=Plan_2&email=d%40e.f', item)).toBe(true);
      expect(passes('wingback', 'plan=Plan_3', item)).toBe(false);
      expect(passes('wingback', 'email=D%40e.f', item)).toBe(false);
      expect(passes('wingback', 'plan=Plan_1', { contracts: [] })).toBe(false);
    });

    it('treats each of several fields on its own', () => {
      const item = { first_name: 'Ann', last_name: 'Able', email: 'Ann@Able.example' };
      expect(passes('devdraft', 'name=nn', item)).toBe(true);
      expect(passes('devdraft', 'name=ABLE', item)).toBe(true);
      expect(passes('devdraft', 'name=annable', item)).toBe(false);
      expect(passes('devdraft', 'name=Ann+Able', item)).toBe(false);
      expect(passes('devdraft', 'email=ann%40able.EXAMPLE', item)).toBe(true);
      expect(passes('devdraft', 'email=ann%40able', item)).toBe(false);
    });

    it('follows the contract in what an empty and a repeated parameter means', () => {
      expect(read('piriod', 'country=').criteria).toEqual([]);
      expect(passes('piriod', 'name=a&name=b', { name: 'b' })).toBe(true);
      expect(passes('piriod', 'metadata__k=a&metadata__k=b', { metadata: { k: 'a' } })).toBe(false);
      expect(read('devdraft', 'name=a&name=b').violations).toEqual([{ parameter: 'name', rule: 'repeated' }]);
      expect(passes('wingback', 'status=', { status: 'active' })).toBe(false);
    });
  });
});

describe('create operand reader', () => {
  function filterOf(contract: Contract, parameter: string): Filter {
    const filter = contract.filters.find((candidate) => candidate.parameter === parameter);
    if (filter === undefined) throw new Error(`no filter ${parameter}`);
    return filter;
  }

  function read(contract: Contract, parameter: string, ...values: string[]): OperandResult {
    return createOperandReader(filterOf(contract, parameter), contract.query)(values);
  }

  describe('createOperandReader', () => {
    const pyng = loadContract('pyng');
    const piriod = loadContract('piriod');
    const devdraft = loadContract('devdraft');

    it('reads integers', () => {
      expect(read(pyng, 'invitedFrom', '1777593600000')).toEqual({ operand: 1_777_593_600_000 });
      expect(read(pyng, 'invitedFrom', '-1')).toEqual({ operand: -1 });
    });

    it.each(['', ' ', 'abc', '1.5', '1e3', '0x10', ' 1', '2026-05-01'])('says that %p is no integer', (text) => {
      expect(read(pyng, 'invitedFrom', text)).toEqual({ rules: ['type'] });
    });

    it('keeps text as it came', () => {
      fc.assert(
        fc.property(fc.string({ unit: grapheme }), (text) => {
          expect(read(piriod, 'name', text)).toEqual({ operand: text });
        }),
      );
    });

    it('holds text against the values that the parameter may have, to the letter', () => {
      expect(read(devdraft, 'status', 'ACTIVE')).toEqual({ operand: 'ACTIVE' });
      for (const text of ['active', 'FOO', '', 'ACTIVE '])
        expect(read(devdraft, 'status', text)).toEqual({ rules: ['enum'] });
    });

    it.each([
      ['2026-01-31T00:00:00Z', '2026-01-31T00:00:00Z'],
      ['2026-01-31', '2026-01-31T00:00:00Z'],
      ['2026-01-31T12:00:00', '2026-01-31T12:00:00Z'],
      ['2026-01-31 12:00:00', '2026-01-31T12:00:00Z'],
      ['2026-01-31T00:00:00-03:00', '2026-01-31T03:00:00Z'],
    ])('reads %p as the time %s', (text, time) => {
      expect(read(piriod, 'created__gte', text)).toEqual({ operand: Date.parse(time) });
    });

    it.each(['notadate', '2026-02-30T00:00:00Z', '2026-01', '2026-01-31T00:00:00 00:00', '1769817600'])(
      'says that %p is no time',
      (text) => {
        expect(read(piriod, 'created__gte', text)).toEqual({ rules: ['format'] });
      },
    );

    it('asks for zone and time of day where the contract does', () => {
      const strict = loadSample([
        'items: /things',
        'items: /things\n        query: { instants: { withoutZone: reject, withoutTime: reject } }',
      ]);
      expect(read(strict, 'since', '2026-01-31T12:00:00Z')).toEqual({ operand: Date.parse('2026-01-31T12:00:00Z') });
      expect(read(strict, 'since', '2026-01-31T12:00:00')).toEqual({ rules: ['format'] });
      expect(read(strict, 'since', '2026-01-31')).toEqual({ rules: ['format'] });
    });

    it('names the rules that a repeated parameter breaks', () => {
      expect(read(devdraft, 'status', 'ACTIVE', 'ACTIVE')).toEqual({ rules: ['enum'] });
      expect(read(devdraft, 'name', 'a', 'b')).toEqual({ rules: ['repeated'] });
      expect(read(pyng, 'invitedFrom', '1', '2')).toEqual({ rules: ['type'] });
    });

    it('reads bounds, booleans and lists', () => {
      const parameters = `- { name: big, in: query, schema: { type: integer, minimum: 2, maximum: 9 } }
        - { name: on, in: query, schema: { type: boolean } }
        - { name: kinds, in: query, schema: { type: string, pattern: '^[ab,]+$' } }
        - { name: kind,`;
      const contract = loadSample(
        ['- { name: kind,', parameters],
        [
          'kind: { field: kind, operator: equals }',
          'kind: { field: kind, operator: equals }\n          big: { field: sizes/*, operator: gte }\n          on: { field: active, operator: equals }\n          kinds: { field: kind, operator: in }',
        ],
      );
      expect(read(contract, 'big', '9')).toEqual({ operand: 9 });
      expect(read(contract, 'big', '10')).toEqual({ rules: ['maximum'] });
      expect(read(contract, 'big', 'x')).toEqual({ rules: ['maximum', 'minimum', 'type'] });
      expect(read(contract, 'on', 'true')).toEqual({ operand: true });
      expect(read(contract, 'on', 'False')).toEqual({ operand: false });
      expect(read(contract, 'on', '1')).toEqual({ rules: ['type'] });
      expect(read(contract, 'kinds', 'a,b')).toEqual({ operand: ['a', 'b'] });
      expect(read(contract, 'kinds', 'a,c')).toEqual({ rules: ['pattern'] });
    });
  });
});
