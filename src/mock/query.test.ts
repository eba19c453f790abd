import { describe, expect, it } from '@jest/globals';
import type { Contract, Filter } from '../contract/contract.ts';
import { createPredicate } from '../contract/criterion.ts';
import { readField } from '../contract/field-values.ts';
import { parseQuery } from '../page/query.ts';
import { fc, grapheme } from '../testing/properties.ts';
import { createFilterReader, createOperandReader, type FilterResult, type OperandResult } from './filters.ts';
import { createOrderReader, createQueryReader, type ParsedQuery } from './query.ts';
import { createRequest } from './testing/create-request.ts';
import { loadContract, loadSample } from './testing/load-contract.ts';

describe('create query reader', () => {
  const piriod = createQueryReader(loadContract('piriod'));
  const devdraft = createQueryReader(loadContract('devdraft'));
  const pyng = createQueryReader(loadContract('pyng'));

  function read(reader: typeof piriod, query: string, headers: Record<string, string> = {}): ParsedQuery {
    return reader(createRequest(`/?${query}`, { headers }), 'acme', 'one');
  }

  /** What tokens of a query are bound to. */
  function bindingOf(query: string): string {
    const { filters, order } = read(pyng, query).binding;
    return `${filters} by ${order}`;
  }

  describe('createQueryReader', () => {
    it('reads filters, order and page size', () => {
      const reading = read(piriod, 'country=CL&ordering=name&page_size=7&page=3&zz=1');
      expect(reading.violations).toEqual([]);
      expect(reading.limit).toBe(7);
      expect(reading.selection.order.map(({ field, direction }) => [field.name, direction])).toEqual([
        ['name', 1],
        ['id', 1],
      ]);
      expect(
        reading.selection.criteria.map(({ fields, operator, operand }) => [fields[0]?.name, operator, operand]),
      ).toEqual([
        ['test_mode', 'equals', false],
        ['country/id', 'equals', 'CL'],
      ]);
      expect(reading.query).toEqual([
        ['country', 'CL'],
        ['ordering', 'name'],
        ['page_size', '7'],
        ['page', '3'],
        ['zz', '1'],
      ]);
    });

    it('gathers all that is wrong', () => {
      expect(read(devdraft, 'take=0&status=x&name=a&name=b').violations).toEqual([
        { parameter: 'status', rule: 'enum' },
        { parameter: 'name', rule: 'repeated' },
        { parameter: 'take', rule: 'minimum' },
      ]);
    });

    it.each([
      ['true', true],
      ['TRUE', true],
      [' true ', true],
      ['false', false],
      ['1', false],
      ['', false],
    ])('reads the header that selects rows: %p', (value, operand) => {
      const [criterion] = read(piriod, '', { 'X-Piriod-Test-Mode': value }).selection.criteria;
      expect([criterion?.fields[0]?.name, criterion?.operand]).toEqual(['test_mode', operand]);
    });

    it('selects the rows where the field is false without the header', () => {
      expect(read(piriod, '').selection.criteria.map(({ operand }) => operand)).toEqual([false]);
    });

    it('binds tokens to what the filters mean, however they are written', () => {
      expect(bindingOf('state=invited&invitedFrom=1')).toBe(bindingOf('invitedFrom=01&limit=3&state=%69nvited&zz=2'));
      const others = [
        '',
        'state=invited',
        'state=linked&invitedFrom=1',
        'state=invited&invitedFrom=2',
        'state=invited&invitedTo=1',
      ];
      expect(new Set([...others, 'state=invited&invitedFrom=1'].map(bindingOf)).size).toBe(6);
    });

    it('binds tokens to tenant, collection and order', () => {
      const request = createRequest('/?ordering=name');
      expect(piriod(request, 'acme', 'one').binding).toMatchObject({ tenant: 'acme', scope: 'one', order: 'name,id' });
      expect(piriod(request, 'globex', 'two').binding).toMatchObject({ tenant: 'globex', scope: 'two' });
    });

    it('never takes one request for another that looks like it', () => {
      const test = { 'x-piriod-test-mode': 'true' };
      expect(read(piriod, 'name=a').selection).not.toEqual(read(piriod, 'name=a', test).selection);
      expect(read(piriod, 'name=a', test).selection).toEqual(read(piriod, 'name=a', test).selection);
      expect(read(piriod, 'name=a').selection).not.toEqual(read(piriod, 'name=A').selection);
    });

    it('reads a query that is too long to be kept', () => {
      const name = 'x'.repeat(5000);
      expect([1, 2].map(() => read(devdraft, `name=${name}`).selection.criteria[0]?.operand)).toEqual([name, name]);
    });

    it('reports parameters that nobody declared where the contract rejects them', () => {
      const strict = createQueryReader(
        loadSample(['items: /things', 'items: /things\n        query: { unknown: reject }']),
      );
      expect(read(strict, 'size=2&page=1&kind=a&zz=1&zz=2&Kind=b').violations).toEqual([
        { parameter: 'zz', rule: 'unknown' },
        { parameter: 'Kind', rule: 'unknown' },
      ]);
    });
  });
});

describe('create order reader', () => {
  /** The order that a query gets, as a contract file writes it. */
  function order(contract: Contract, query: string): readonly string[] | string {
    const reading = createOrderReader(contract)(parseQuery(query));
    if ('violation' in reading) return `${reading.violation.parameter}: ${reading.violation.rule}`;
    return reading.keys.map(({ field, direction }) => (direction === 1 ? field.name : `-${field.name}`));
  }

  describe('createOrderReader', () => {
    const piriod = loadContract('piriod');

    it.each([
      ['kind=newest', ['-at', 'id']],
      ['kind=a', ['kind', 'id']],
      ['kind=-newest', ['-at', 'id']],
      ['kind=at%3Adown', ['-at', 'id']],
      ['kind=at', ['at', 'id']],
      ['kind=at%3Asideways', ['-at', 'id']],
    ])('reads %p by words as %p', (query, keys) => {
      const words = 'parameter: kind, fields: { a: kind, newest: -at, at: at }';
      const direction = "direction: { ascending: up, descending: down, after: ':' }";
      expect(order(loadSample(['by: [-at] }', `by: [-at], ${words}, ${direction} }`]), query)).toEqual(keys);
    });

    it.each([
      ['', ['-created', 'id']],
      ['page=2', ['-created', 'id']],
      ['ordering=', ['-created', 'id']],
      ['ordering=bogus', ['-created', 'id']],
      ['ordering=id', ['-created', 'id']],
      ['ordering=--name', ['-created', 'id']],
      ['ordering=name', ['name', 'id']],
      ['ordering=-name', ['-name', 'id']],
      ['ordering=-email,created', ['-email', 'created', 'id']],
      ['ordering=name%2C-created', ['name', '-created', 'id']],
      ['ordering=+name,+-created', ['name', '-created', 'id']],
      ['ordering=bogus,name,,', ['name', 'id']],
      ['ordering=name,-name', ['name', 'id']],
      ['ordering=created&ordering=name', ['name', 'id']],
      ['ordering=constructor', ['-created', 'id']],
    ])('reads %p as %p', (query, keys) => {
      expect(order(piriod, query)).toEqual(keys);
    });

    it('leaves the order alone where a client may not choose it', () => {
      expect(order(loadContract('pyng'), 'ordering=state&order=state&sort=state')).toEqual([
        '-invitedAt',
        'customerReference',
      ]);
    });

    describe('of one field, where an unknown one is an error', () => {
      const contract = loadSample(
        ['- { name: page,', '- { name: sort, in: query, schema: { type: string } }\n        - { name: page,'],
        ['order: { by: [-at] }', 'order: { by: [-at], parameter: sort, fields: [kind, id], unknown: reject }'],
      );

      it('takes the whole text for one name', () => {
        expect(order(contract, 'sort=-kind')).toEqual(['-kind', 'id']);
        expect(order(contract, 'sort=kind,id')).toBe('sort: order');
      });

      it('does not add the identity to an order that has it', () => {
        expect(order(contract, 'sort=-id')).toEqual(['-id']);
      });

      it('reports an unknown field', () => {
        expect(order(contract, 'sort=bogus')).toBe('sort: order');
      });
    });
  });
});

describe('filters', () => {
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
});
