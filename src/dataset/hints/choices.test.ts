import { describe, expect, it } from '@jest/globals';
import type { JsonSchema } from '../../contract/contract.ts';
import { codePoint, fc } from '../../testing/properties.ts';
import { flattenSchema } from '../generate/flat-schema.ts';
import type { RowSource } from '../row-source.ts';
import { buildContract, itemWith } from '../testing/build-contract.ts';
import { complaintOf, rowsOf, sourceFor, sourceOf, valuesOf } from '../testing/make-values.ts';
import { coerceValue, fakerMethods } from './faker.ts';
import { slugify } from './text.ts';

describe('row values', () => {
  const text = (name: string, options: unknown): JsonSchema => ({ type: 'string', 'x-faker': { [name]: options } });

  describe('row.pick', () => {
    it('gives each value as often as its weight says', () => {
      const source = sourceOf(
        { x: text('row.pick', { from: ['often', 'seldom', 'never'], weights: [9, 1, 0] }) },
        { size: 2000 },
      );
      const values = rowsOf(source).map((row) => row['x']);
      const often = values.filter((value) => value === 'often').length;
      expect(often).toBeGreaterThan(1700);
      expect(often).toBeLessThan(1900);
      expect(values).not.toContain('never');
    });

    it('gives objects that nobody can change', () => {
      const entry = { id: 'CL', names: ['Chile'] };
      const [row] = rowsOf(sourceOf({ x: { type: 'object', 'x-faker': { 'row.pick': { from: [entry] } } } }));
      expect(row?.['x']).toEqual(entry);
      expect(Object.isFrozen(row?.['x'])).toBe(true);
      expect(Object.isFrozen(entry)).toBe(false);
    });

    it.each([
      [{}, 'from must be a list of values'],
      [{ from: [] }, 'from must be a list of values'],
      [{ from: 'a' }, 'from must be a list, not "a"'],
      [{ from: ['a', 'b'], weights: [1] }, 'weights must be 2 numbers, one for each value, not 1'],
      [{ from: ['a'], weights: [0] }, 'weights must be numbers from 0, not all of them 0'],
      [{ from: ['a'], weights: [-1] }, 'weights must be numbers from 0'],
    ])('is refused with a reason: %j', (options, reason) => {
      expect(complaintOf(text('row.pick', options))).toContain(reason);
    });
  });

  describe('row.match', () => {
    const others = {
      country: { type: 'object', 'x-faker': { 'row.pick': { from: [{ id: 'CL' }, { id: 'PE' }, { id: 'US' }, {}] } } },
    };
    const rowsWith = (options: object, type: unknown = 'string') =>
      rowsOf(sourceOf({ ...others, x: { type, 'x-faker': { 'row.match': { field: 'country/id', ...options } } } }));
    const countryOf = (row: Readonly<Record<string, unknown>>): unknown => (row['country'] as { id?: string }).id;

    it('chooses by the value of another field', () => {
      const rows = rowsWith({ cases: { CL: ['CLP'], PE: ['PEN', 'USD'] }, otherwise: ['EUR'] });
      for (const row of rows) {
        const allowed = countryOf(row) === 'CL' ? ['CLP'] : countryOf(row) === 'PE' ? ['PEN', 'USD'] : ['EUR'];
        expect(allowed).toContain(row['x']);
      }
      expect(new Set(rows.map((row) => row['x']))).toEqual(new Set(['CLP', 'PEN', 'USD', 'EUR']));
    });

    it('is null or absent where no case fits', () => {
      for (const row of rowsWith({ cases: { CL: ['CLP'] } })) expect('x' in row).toBe(countryOf(row) === 'CL');
      for (const row of rowsWith({ cases: { CL: 'CLP' } }, ['string', 'null']))
        expect(row['x'] !== null).toBe(countryOf(row) === 'CL');
    });

    it.each([
      [{ field: 'country/id' }, 'cases must be an object'],
      [{ field: 'country/id', cases: { CL: [] } }, 'cases.CL must not be empty'],
      [{ cases: {} }, 'field must be the path of another field'],
    ])('is refused with a reason: %j', (options, reason) => {
      expect(complaintOf(text('row.match', options), others)).toContain(reason);
    });
  });

  describe('row.maybe', () => {
    const maybe = (options: object, type: unknown): JsonSchema => ({ type, 'x-faker': { 'row.maybe': options } });
    const share = (values: readonly unknown[], missing: unknown): number =>
      values.filter((value) => value === missing).length;

    it('gives null, or nothing, as often as it says', () => {
      const nulls = share(valuesOf(maybe({ chance: 0.8, of: 'company.name' }, ['string', 'null'])), null);
      const absences = share(valuesOf(maybe({ chance: 0.8, of: 'company.name' }, 'string')), undefined);
      for (const count of [nulls, absences]) {
        expect(count).toBeGreaterThan(5);
        expect(count).toBeLessThan(40);
      }
    });

    it('gives always, or never', () => {
      expect(share(valuesOf(maybe({ chance: 1, of: 'company.name' }, ['string', 'null'])), null)).toBe(0);
      expect(
        share(valuesOf(maybe({ chance: 0, of: 'company.name', otherwise: 'absent' }, ['string', 'null'])), undefined),
      ).toBe(100);
    });

    it('goes by the schema where it does not say of what', () => {
      const values = valuesOf(maybe({ chance: 0.5 }, ['integer', 'null'])).filter((value) => typeof value === 'number');
      expect(values.length).toBeGreaterThan(20);
    });

    it.each([
      [{ of: 'company.name' }, 'chance must be a number from 0 to 1'],
      [{ chance: 2, of: 'company.name' }, 'chance must be a number from 0 to 1, not 2'],
      [{ chance: 0.5, of: 7 }, 'of must be the name of a generator'],
      [{ chance: 0.5, of: 'company.nam' }, 'did you mean company.name'],
      [{ chance: 0.5, of: 'company.name', otherwise: 'nothing' }, 'otherwise must be null or absent'],
    ])('is refused with a reason: %j', (options, reason) => {
      expect(complaintOf(maybe(options, 'string'))).toContain(reason);
    });
  });

  describe('row.text', () => {
    it('puts other fields and the number of the row in their places', () => {
      const others = {
        first: { type: 'string', enum: ['Zoë'] },
        list: { type: 'array', minItems: 1, maxItems: 1, items: { const: 'a' } },
      };
      expect(valuesOf(text('row.text', '{first|slug}.{#}@{first}.{list}'), others).slice(0, 2)).toEqual([
        'zoe.1@Zoë.["a"]',
        'zoe.2@Zoë.["a"]',
      ]);
    });

    it('puts something where a text has nothing that an address could have', () => {
      const others = { name: { const: '日本' } };
      expect(valuesOf(text('row.text', 'a@{name|slug}.example'), others)[0]).toBe('a@x.example');
    });

    it('leaves out what is absent or null', () => {
      const others = { gone: { type: ['string', 'null'], 'x-faker': { const: null } } };
      expect(valuesOf(text('row.text', 'a{gone}b'), others)[0]).toBe('ab');
    });

    it.each([
      ['{#}', true],
      ['A1{#}', true],
      ['{n}.{#}', true],
      ['{#}-{n}', true],
      ['{n}.{#}@{n}', false],
      ['{n}{#}', false],
      ['{#}{n}', false],
      ['x{n}', false],
    ])('%s is different in every row: %p', (template, isUnique) => {
      const id = text('row.text', template);
      const n = { type: 'string', 'x-faker': { 'row.pick': { from: ['', '1', '1.2', '11', '1-1'] } } };
      const make = (): RowSource => sourceOf({ id, n }, { size: 500 });
      if (!isUnique) expect(make).toThrow('the identity must be unique in every row');
      else expect(new Set(rowsOf(make()).map((row) => row['id'])).size).toBe(500);
    });

    it('keeps to the length that the schema allows', () => {
      expect(valuesOf({ ...text('row.text', 'abcdef{#}'), maxLength: 4 })[0]).toBe('abcd');
    });

    it.each([
      ['{nowhere}', 'unknown field nowhere'],
      ['{id|upper}', '{id|upper}: must be slug'],
      ['a}b', 'unbalanced brace'],
      [7, 'must be a text'],
      ['{x}', 'circular fields: x -> x'],
    ])('is refused with a reason: %j', (template, reason) => {
      expect(complaintOf(text('row.text', template))).toContain(reason);
    });
  });

  describe('row.copy', () => {
    const list = (field: string): JsonSchema => ({
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: {
          name: { type: 'string', 'x-faker': 'person.fullName' },
          copy: { type: 'string', 'x-faker': { 'row.copy': { field } } },
          parts: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              properties: { owner: { type: 'string', 'x-faker': { 'row.copy': { field: 'x/*/name' } } } },
            },
          },
        },
      },
    });
    type Element = { name: string; copy: string; parts: { owner: string }[] };

    it('reaches the row from within arrays', () => {
      for (const row of rowsOf(sourceOf({ x: list('id') }))) {
        for (const element of row['x'] as unknown as Element[]) expect(element.copy).toBe(row['id']);
      }
    });

    it('takes * for the element that it stands in, however deep', () => {
      for (const row of rowsOf(sourceOf({ x: list('x/*/name') }))) {
        for (const element of row['x'] as unknown as Element[]) {
          expect(element.copy).toBe(element.name);
          for (const part of element.parts) expect(part.owner).toBe(element.name);
        }
      }
    });

    it('is null where it must be there and the other is not', () => {
      const others = { other: { type: 'string', 'x-faker': { 'row.maybe': { chance: 0.5, of: 'company.name' } } } };
      const copy = {
        type: 'object',
        required: ['c'],
        properties: { c: { type: ['string', 'null'], 'x-faker': { 'row.copy': { field: 'other' } } } },
      };
      for (const row of rowsOf(sourceOf({ ...others, x: copy })))
        expect((row['x'] as { c: unknown }).c).toBe(row['other'] ?? null);
    });

    it.each([
      [{ field: 'x/*/nam' }, 'unknown field x/*/nam'],
      [{ field: 'y/*/name' }, '* must be an element that the field itself lies in'],
      [{ field: 'x' }, 'circular fields: x -> x/* -> x/*/copy -> x'],
      [{}, 'field must be the path of another field'],
    ])('is refused with a reason: %j', (options, reason) => {
      const schema = list('id') as { items: { properties: Record<string, JsonSchema> } };
      const items = {
        ...schema.items,
        properties: { ...schema.items.properties, copy: { type: 'string', 'x-faker': { 'row.copy': options } } },
      };
      expect(
        complaintOf(
          { ...schema, items },
          { y: { type: 'array', items: { type: 'object', properties: { name: {} } } } },
        ),
      ).toContain(reason);
    });
  });
});

describe('faker', () => {
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
      for (const value of valuesOf({ type: 'number', 'x-faker': 'finance.amount' }))
        expect(typeof value).toBe('number');
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
});

describe('slugify', () => {
  it.each([
    ["O'Brien & Søn", 'o-brien-son'],
    ['  Café Zoë  ', 'cafe-zoe'],
    ['Straße 1', 'strasse-1'],
    ['日本', ''],
  ])('writes %p as %p', (text, slug) => {
    expect(slugify(text)).toBe(slug);
  });

  it('gives ASCII words and single hyphens only', () => {
    fc.assert(
      fc.property(fc.string({ unit: codePoint }), (text) =>
        expect(slugify(text)).toMatch(/^([a-z0-9]+(-[a-z0-9]+)*)?$/),
      ),
    );
  });
});
