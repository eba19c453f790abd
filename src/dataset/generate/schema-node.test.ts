import { describe, expect, it } from '@jest/globals';
import { rowsOf, sourceFor, sourceOf } from '../testing/make-values.ts';
import { richContract } from '../testing/rich-contract.ts';
import { parseHint } from './schema-node.ts';

describe('overrides', () => {
  it('take the place of hints, at any depth', () => {
    const rows = rowsOf(
      sourceFor(richContract, {
        overrides: {
          state: { const: 'invited' },
          'contacts/*/name': { const: 'Ada' },
          listed: { const: true },
          name: 'person.lastName',
        },
      }),
    );
    for (const row of rows) {
      expect([row['state'], row['listed'], 'expiresAt' in row, 'linkedAt' in row]).toEqual([
        'invited',
        true,
        true,
        false,
      ]);
      expect((row['contacts'] as { name: string }[]).map(({ name }) => name)).toEqual(
        (row['contacts'] as unknown[]).map(() => 'Ada'),
      );
    }
  });

  it('leave fields alone that they do not name', () => {
    const plain = sourceFor(richContract).row(7);
    const { name: _name, contacts: _contacts, email: _email, ...others } = plain;
    expect(sourceFor(richContract, { overrides: { name: { const: 'A' } } }).row(7)).toMatchObject(others);
  });

  it.each([
    [{ stat: { const: 'x' } }, 'unknown field stat; did you mean state'],
    [{ 'country/id': { const: 'CL' } }, 'country is generated as a whole; put the hint on that field'],
    [{ state: 'linked' }, 'field state, x-faker linked: must be module.method'],
    [{ state: 7 }, 'must be the name of a generator'],
    [
      { state: { const: 'unknown' } },
      'field state: generated rows would not match the schema: "unknown" must be one of invited, linked, gone',
    ],
    [{ id: { const: 'same' } }, 'the identity must be unique in every row'],
  ])('are refused with a reason: %j', (overrides, reason) => {
    expect(() => sourceFor(richContract, { overrides })).toThrow(reason);
  });

  it('may give a single row any identity', () => {
    expect(sourceOf({}, { size: 1, overrides: { id: { const: 'the-one' } } }).row(0)['id']).toBe('the-one');
  });
});

describe('hint', () => {
  it.each([
    ['company.name', 'company.name', []],
    [{ 'finance.amount': [10, 20] }, 'finance.amount', [10, 20]],
    [{ 'number.int': { max: 3 } }, 'number.int', [{ max: 3 }]],
    [{ 'helpers.arrayElement': [['a', 'b']] }, 'helpers.arrayElement', [['a', 'b']]],
    [{ 'row.uuid': null }, 'row.uuid', []],
    [{ const: null }, 'const', [null]],
    [{ const: [1] }, 'const', [[1]]],
  ])('reads %j', (written, name, parameters) => {
    expect(parseHint(written)).toMatchObject({ name, arguments: parameters });
  });

  it.each([[7], [null], [[]], [{}], [{ 'a.b': 1, 'c.d': 2 }], [undefined]])('refuses %j', (written) => {
    expect(parseHint(written)).toHaveProperty('problem');
  });
});
