import { describe, expect, it } from '@jest/globals';
import { flattenSchema } from '../generate/flat-schema.ts';
import { buildContract, itemWith } from '../testing/build-contract.ts';
import { complaintOf, sourceFor, valuesOf } from '../testing/make-values.ts';
import { coerceValue, fakerMethods } from './faker.ts';

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
      'things.yaml: field x, x-faker name.firstName: unknown generator; did you mean person.firstName',
    ],
    ['company.nam', 'did you mean company.name'],
    ['company', 'must be module.method, for example company.name'],
    ['constructor.constructor', 'unknown generator'],
    [{ 'helpers.arrayElement': [] }, 'faker rejects these arguments'],
    [{ 'number.int': [{ min: 5, max: 1 }] }, 'faker rejects these arguments: Max 1 should be greater than min 5'],
    [{ 'helpers.arrayElement': [[null]] }, 'generated rows would not match the schema: null must be string'],
    [[1, 2], 'must be the name of a generator'],
    [{ 'row.nuber': {} }, 'unknown generator; did you mean row.number'],
  ])('is refused with a reason: %j', (hint, reason) => {
    expect(complaintOf({ type: 'string', 'x-faker': hint })).toContain(reason);
  });

  it('is no good for an identity, but for a UUID', () => {
    const withIdentity = (hint: unknown) =>
      buildContract({ item: itemWith({ id: { type: 'string', 'x-faker': hint } }) });
    expect(() => sourceFor(withIdentity('company.name'))).toThrow(
      /field id, .*the identity must be unique in every row/,
    );
    expect(sourceFor(withIdentity('string.uuid')).row(0)['id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  });
});

describe('faker methods', () => {
  const now = Date.UTC(2026, 0, 1);

  describe('fakerMethods', () => {
    it('knows methods by module and name', () => {
      expect(fakerMethods().has('company.name')).toBe(true);
      expect(fakerMethods().has('helpers.arrayElement')).toBe(true);
      expect([...fakerMethods().keys()].filter((name) => /constructor|fakerCore|\.faker$/.test(name))).toEqual([]);
    });

    it('gives the same for the same number, whatever was asked before', () => {
      const name = fakerMethods().get('person.fullName');
      const first = name?.(7, now, []);
      const others = Array.from({ length: 50 }, (_, choice) => name?.(choice + 100, now, []));
      expect(name?.(7, now, [])).toBe(first);
      expect(new Set(others).size).toBeGreaterThan(40);
    });

    it('tells time from the given clock', () => {
      const past = fakerMethods().get('date.past')?.(1, now, []) as Date;
      expect(past.getTime()).toBeLessThan(now);
      expect(past.getTime()).toBeGreaterThan(Date.UTC(2024, 11, 1));
    });

    it('leaves the global faker alone', async () => {
      const { faker } = await import('@faker-js/faker');
      faker.seed(5);
      const expected = faker.number.int();
      faker.seed(5);
      fakerMethods().get('company.name')?.(1, now, []);
      expect(faker.number.int()).toBe(expected);
    });
  });
});

describe('coerce value', () => {
  const date = new Date('2026-05-05T09:30:15.250Z');

  it.each([
    ['12.50', { type: 'number' }, 12.5],
    ['abc', { type: 'number' }, 'abc'],
    [12, { type: 'string' }, '12'],
    [12, { type: ['string', 'integer'] }, 12],
    [date, { type: 'string', format: 'date-time' }, '2026-05-05T09:30:15Z'],
    [date, { type: 'string', format: 'date' }, '2026-05-05'],
    [date, { type: 'integer' }, date.getTime()],
    ['a long name', { type: 'string', maxLength: 6 }, 'a long'],
    ['😀😀😀', { type: 'string', maxLength: 2 }, '😀😀'],
    [12n, {}, 12],
    [{ a: undefined, b: date }, {}, { b: date.toISOString() }],
    [undefined, {}, undefined],
    [Number.NaN, {}, undefined],
    [() => 1, {}, undefined],
  ])('brings %p under %j to %p', (value, schema, expected) => {
    expect(coerceValue(value, flattenSchema(schema))).toEqual(expected);
  });
});
