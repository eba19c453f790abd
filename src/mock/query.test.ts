import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../contract/contract.ts';
import { parseQuery } from '../page/query.ts';
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
