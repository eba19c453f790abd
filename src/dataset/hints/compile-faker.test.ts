import { describe, expect, it } from '@jest/globals';
import { buildContract, itemWith } from '../testing/build-contract.ts';
import { complaintOf, sourceFor, valuesOf } from '../testing/make-values.ts';

describe('a faker hint', () => {
  it('passes its arguments on', () => {
    for (const value of valuesOf({ type: 'integer', 'x-faker': { 'number.int': [{ min: 3, max: 5 }] } })) {
      expect([3, 4, 5]).toContain(value);
    }
    expect(valuesOf({ type: 'string', 'x-faker': { 'helpers.arrayElement': [['only']] } })[0]).toBe('only');
  });

  it('varies from row to row, and from field to field', () => {
    const names = valuesOf({ type: 'string', 'x-faker': 'person.fullName' });
    expect(new Set(names).size).toBeGreaterThan(70);
  });

  it('gives null in some rows where the schema allows it', () => {
    const nulls = valuesOf({ type: ['string', 'null'], 'x-faker': 'company.name' }).filter((value) => value === null);
    expect(nulls.length).toBeGreaterThan(4);
    expect(nulls.length).toBeLessThan(35);
  });

  it('gives numbers where the schema wants them', () => {
    for (const value of valuesOf({ type: 'number', 'x-faker': 'finance.amount' })) expect(typeof value).toBe('number');
  });

  it.each([
    [
      'name.firstName',
      'things.yaml: field x, x-faker name.firstName: there is no such generator; did you mean person.firstName',
    ],
    ['company.nam', 'did you mean company.name'],
    ['company', 'expected module.method, as in company.name'],
    ['constructor.constructor', 'there is no such generator'],
    [{ 'helpers.arrayElement': [] }, 'faker does not accept these arguments'],
    [
      { 'number.int': [{ min: 5, max: 1 }] },
      'faker does not accept these arguments: Max 1 should be greater than min 5',
    ],
    [{ 'helpers.arrayElement': [[null]] }, 'rows would not satisfy the schema: null must be string'],
    [[1, 2], 'expected the name of a generator'],
    [{ 'row.nuber': {} }, 'there is no such generator; did you mean row.number'],
  ])('is refused with a reason: %j', (hint, reason) => {
    expect(complaintOf({ type: 'string', 'x-faker': hint })).toContain(reason);
  });

  it('is no good for an identity, but for a UUID', () => {
    const withIdentity = (hint: unknown) =>
      buildContract({ item: itemWith({ id: { type: 'string', 'x-faker': hint } }) });
    expect(() => sourceFor(withIdentity('company.name'))).toThrow(
      /field id, .*the identity must be different in every row/,
    );
    expect(sourceFor(withIdentity('string.uuid')).row(0)['id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  });
});
