import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../contract/contract.ts';
import { parseQuery } from '../page/parse-query.ts';
import { createOrderReader } from './create-order-reader.ts';
import { loadContract, loadSample } from './testing/load-contract.ts';

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
