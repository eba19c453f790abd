import { describe, expect, it } from '@jest/globals';
import type { Field, JsonSchema } from '../../contract/contract.ts';
import { foldCase } from '../../contract/criterion.ts';
import { readField, toComparable } from '../../contract/field-values.ts';
import { codePoint, fc } from '../../testing/properties.ts';
import { runs } from '../../testing/runs.ts';
import { checkRow } from '../row-check.ts';
import type { ColumnSource, RowSource } from '../row-source.ts';
import { branchOf, buildContract, itemWith } from '../testing/build-contract.ts';
import { rowsOf, sourceFor, sourceOf } from '../testing/make-values.ts';
import { NOW, richContract, richFields } from '../testing/rich-contract.ts';
import { createRowSource, type RowSourceOptions } from './generated-source.ts';
import { writeDateTime } from './instants.ts';
import { parseHint } from './schema-node.ts';

describe('create row source', () => {
  const MILLION = 1_000_000;
  const indexes = fc.integer({ min: 0, max: MILLION - 1 });
  const seeds = fc.oneof(fc.integer(), fc.string());

  function createRich(options: Partial<RowSourceOptions> = {}): RowSource {
    return createRowSource({ contract: richContract, seed: 1, now: NOW, size: MILLION, ...options });
  }

  /** What a column says of a row, brought to one form: for numbers, what the values compare as. */
  function readColumn(column: ColumnSource, index: number): readonly unknown[] {
    if (column.kind === 'numbers') return [column.at(index)];
    return column.kind === 'dictionary' ? (column.values[column.codeAt(index)] ?? []) : column.at(index);
  }

  function readRow(source: RowSource, index: number, field: Field, column: ColumnSource): readonly unknown[] {
    const values = readField(source.row(index), field.path);
    return column.kind === 'numbers' ? [toComparable(values[0], field.kind) ?? Number.NaN] : values;
  }

  describe('createRowSource', () => {
    it('makes rows that satisfy the schema, conditional parts included', () => {
      fc.assert(
        fc.property(seeds, fc.array(indexes, { minLength: 12, maxLength: 12 }), (seed, picked) => {
          const source = createRich({ seed });
          for (const index of picked) expect([index, checkRow(richContract, source.row(index))]).toEqual([index, []]);
        }),
        { numRuns: runs(20) },
      );
    });

    it('makes the same row whatever the size and the order of access', () => {
      fc.assert(
        fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 999 }), { minLength: 2, maxLength: 12 }), (picked) => {
          const large = createRich();
          const small = createRich({ size: 1000 });
          const forwards = picked.map((index) => large.row(index));
          const backwards = picked.toReversed().map((index) => small.row(index));
          expect(backwards.toReversed()).toEqual(forwards);
        }),
        { numRuns: runs(20) },
      );
    });

    it('makes other rows under another seed, and in another stream', () => {
      const texts = [createRich(), createRich({ seed: 2 }), createRich({ stream: 'other' })].map((source) =>
        JSON.stringify(source.row(5)),
      );
      expect(new Set(texts).size).toBe(3);
    });

    it('continues a source by its first index', () => {
      const identities = [createRich({ size: 10 }), createRich({ size: 10, firstIndex: 10 })].flatMap((source) =>
        Array.from({ length: 10 }, (_, index) => source.row(index)['id']),
      );
      const whole = createRich();
      expect(identities).toEqual(Array.from({ length: 20 }, (_, index) => whole.row(index)['id']));
    });

    it('makes a row anew at each call', () => {
      const source = createRich();
      const row = source.row(3) as Record<string, unknown>;
      row['name'] = 'changed';
      expect(source.row(3)['name']).not.toBe('changed');
    });

    it('varies what a schema leaves open', () => {
      const source = createRich({ size: 200 });
      const rows = Array.from({ length: 200 }, (_, index) => source.row(index));
      expect(new Set(rows.map((row) => row['state']))).toEqual(new Set(['invited', 'linked', 'gone']));
      expect(rows.filter((row) => row['website'] === null).length).toBeGreaterThan(5);
      expect(rows.filter((row) => typeof row['website'] === 'string').length).toBeGreaterThan(50);
      expect(rows.filter((row) => row['active'] === true).length).toBeGreaterThan(100);
    });

    it('keeps optional properties that nothing forbids', () => {
      const source = createRich({ size: 200 });
      const rows = Array.from({ length: 200 }, (_, index) => source.row(index));
      for (const row of rows) {
        expect('expiresAt' in row).toBe(row['state'] === 'invited');
        expect('linkedAt' in row).toBe(row['state'] === 'linked');
        expect('website' in row).toBe(row['state'] !== 'gone');
      }
    });

    it.each([-1, 1.5, Number.NaN, 2 ** 32])('refuses the size %p', (size) => {
      expect(() => createRich({ size })).toThrow(/must be an integer/);
    });
  });

  describe('column', () => {
    const source = createRich();

    it.each(richFields.map((field) => [`${field.name} (${field.kind})`, field] as const))(
      'agrees with the rows: %s',
      (_, field) => {
        const column = source.column(field);
        fc.assert(
          fc.property(indexes, (index) => {
            expect(readColumn(column, index)).toEqual(readRow(source, index, field, column));
          }),
          { numRuns: runs(60) },
        );
      },
    );

    it.each(richFields.map((field) => [`${field.name} (${field.kind})`, field] as const))(
      'fills as it reads: %s',
      (_, field) => {
        const some = createRich({ size: 3000, firstIndex: 500 });
        const column = some.column(field);
        if (column.kind === 'values') return;
        const target = column.kind === 'numbers' ? new Float64Array(3000) : new Uint16Array(3000);
        const read = column.kind === 'numbers' ? column.at : column.codeAt;
        column.fill?.(target as never, 0);
        expect(Array.from(target)).toEqual(Array.from({ length: 3000 }, (__, index) => read(index)));
      },
    );

    it('fills codes of any width', () => {
      const column = createRich({ size: 500 }).column(richFields.find(({ name }) => name === 'state') as Field);
      const [bytes, words, longs] = [new Uint8Array(500), new Uint16Array(500), new Uint32Array(500)];
      for (const target of [bytes, words, longs])
        (column as Extract<ColumnSource, { kind: 'dictionary' }>).fill?.(target, 0);
      expect([Array.from(bytes), Array.from(longs)]).toEqual([Array.from(words), Array.from(words)]);
    });

    it.each([
      ['created', 'instant', 'numbers'],
      ['level', 'number', 'numbers'],
      ['expiresAt', 'number', 'numbers'],
      ['name', 'string', 'dictionary'],
      ['country/id', 'string', 'dictionary'],
      ['metadata/tier', 'string', 'dictionary'],
      ['address/city', 'string', 'dictionary'],
      ['plans/*/id', 'string', 'dictionary'],
      ['currency', 'string', 'dictionary'],
      ['listed', 'boolean', 'dictionary'],
      ['id', 'string', 'values'],
    ] as const)('holds %s (%s) as %s', (name, kind, expected) => {
      expect(source.column({ name, path: name.split('/'), kind, schema: {} }).kind).toBe(expected);
    });
  });

  describe('find', () => {
    const source = createRich();
    const names = [
      'id',
      'number',
      'reference',
      'email',
      'emails/*',
      'contacts/*/id',
      'contacts/*/customer',
      'sources',
      'plans/*/ref',
      'subscriptions',
    ];

    it.each(names)('finds the row that holds a value, in any case: %s', (name) => {
      const field: Field = { name, path: name.split('/'), kind: 'string', schema: {} };
      const column = source.column(field) as Extract<ColumnSource, { kind: 'values' }>;
      fc.assert(
        fc.property(indexes, fc.boolean(), (index, isUpper) => {
          for (const value of column.at(index)) {
            if (value === null) continue;
            const text = isUpper ? String(value).toUpperCase() : String(value).toLowerCase();
            expect(column.find?.(text)).toContain(index);
          }
        }),
        { numRuns: runs(60) },
      );
    });

    it('finds the first and the last row by a number that counts them', () => {
      const item = { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } };
      const numbered = sourceFor(buildContract({ item }));
      const field: Field = { name: 'id', path: ['id'], kind: 'string', schema: {} };
      const { at, find } = numbered.column(field) as Extract<ColumnSource, { kind: 'values' }>;
      expect([0, 1, 99].map((index) => find?.(String(at(index)[0])))).toEqual([[0], [1], [99]]);
      expect(find?.(String(Number(at(0)[0]) - 1))).toEqual([]);
    });

    it.each(names)('gives rows that exist and hold the text, whatever it is: %s', (name) => {
      const field: Field = { name, path: name.split('/'), kind: 'string', schema: {} };
      const column = source.column(field) as Extract<ColumnSource, { kind: 'values' }>;
      const near = fc
        .tuple(indexes, fc.integer({ min: -3, max: 40 }), fc.string({ maxLength: 3 }))
        .map(([index, place, part]) => {
          const text = String(column.at(index)[0] ?? '');
          return text.slice(0, place) + part + text.slice(place);
        });
      fc.assert(
        fc.property(fc.oneof(fc.string({ unit: codePoint }), fc.stringMatching(/^[0-9]{0,40}$/), near), (text) => {
          for (const index of column.find?.(text) ?? []) {
            expect(index).toBeGreaterThanOrEqual(0);
            expect(index).toBeLessThan(MILLION);
            expect(column.at(index).map((value) => foldCase(String(value)))).toContain(foldCase(text));
          }
        }),
        { numRuns: runs(60) },
      );
    });

    it('answers a long hostile text in no time', () => {
      const column = source.column({ name: 'email', path: ['email'], kind: 'string', schema: {} });
      const find = (column as Extract<ColumnSource, { kind: 'values' }>).find;
      expect(find?.('9'.repeat(16_000))).toEqual([]);
    });

    it('knows only rows of its own span', () => {
      const later = createRich({ size: 10, firstIndex: 10 });
      const column = later.column({ name: 'id', path: ['id'], kind: 'string', schema: {} }) as Extract<
        ColumnSource,
        { kind: 'values' }
      >;
      expect(column.find?.(String(later.row(4)['id']))).toEqual([4]);
      expect(column.find?.(String(createRich().row(4)['id']))).toEqual([]);
    });
  });
});

describe('conditions', () => {
  const properties = {
    state: { type: 'string', enum: ['a', 'b', 'c'] },
    flag: { type: 'boolean' },
    p: { type: 'integer', minimum: 0, maximum: 9 },
    q: { type: 'string' },
  };

  const isA = { properties: { state: { const: 'a' } } };

  /** Rows under these conditions; all are checked against the schema. */
  function rowsUnder(rest: JsonSchema): readonly Readonly<Record<string, unknown>>[] {
    const contract = buildContract({ item: itemWith(properties, rest) });
    const rows = rowsOf(sourceFor(contract));
    for (const row of rows) expect(checkRow(contract, row)).toEqual([]);
    return rows;
  }

  describe('conditions of an object', () => {
    it('leave out a property where its dependent schema does not hold', () => {
      const rows = rowsUnder({
        dependentSchemas: { p: { properties: { state: { const: 'a' } }, required: ['state'] } },
      });
      for (const row of rows) expect('p' in row).toBe(row['state'] === 'a');
    });

    it('leave out a property where one that it requires ', () => {
      const rows = rowsUnder({
        dependentSchemas: { p: { properties: { state: { const: 'a' } } } },
        dependentRequired: { q: ['p'] },
      });
      for (const row of rows) expect('q' in row).toBe(row['state'] === 'a');
    });

    it('look at several properties together', () => {
      const rows = rowsUnder({
        dependentSchemas: { p: { properties: { state: { enum: ['a', 'b'] }, flag: { const: true } } } },
      });
      for (const row of rows) expect('p' in row).toBe(row['flag'] === true && row['state'] !== 'c');
    });

    it.each([
      [{ properties: { p: false } }],
      [{ not: { required: ['p'] } }],
      [{ not: { anyOf: [{ required: ['p'] }, { required: ['other'] }] } }],
      [{ allOf: [{ properties: { p: false } }] }],
    ])('leave out a property that a then forbids: %j', (then) => {
      const rows = rowsUnder(branchOf(isA, then));
      for (const row of rows) expect('p' in row).toBe(row['state'] !== 'a');
    });

    it('leave out a property that an else forbids', () => {
      const rows = rowsUnder(branchOf(isA, undefined, { properties: { p: false, q: false } }));
      for (const row of rows) expect(['p' in row, 'q' in row]).toEqual([row['state'] === 'a', row['state'] === 'a']);
    });

    it('give a property other values where a then narrows it', () => {
      const narrow = { properties: { p: { minimum: 7 }, q: { const: 'narrow' } }, required: ['p'] };
      const rows = rowsUnder(branchOf(isA, narrow, { properties: { p: { maximum: 2 } } }));
      for (const row of rows) expect(Number(row['p']) >= 7).toBe(row['state'] === 'a');
    });

    it('hold in members of allOf too', () => {
      const rows = rowsUnder({
        allOf: [
          branchOf(isA, { properties: { p: false } }),
          branchOf({ properties: { state: { const: 'b' } } }, { properties: { q: false } }),
        ],
      });
      for (const row of rows) expect(['p' in row, 'q' in row]).toEqual([row['state'] !== 'a', row['state'] !== 'b']);
    });

    it('hold for any seed', () => {
      const contract = buildContract({
        item: itemWith(properties, {
          dependentSchemas: { q: { properties: { p: { minimum: 5 } }, required: ['p'] } },
          ...branchOf({ properties: { flag: { const: true } }, required: ['flag'] }, { not: { required: ['p'] } }),
        }),
      });
      fc.assert(
        fc.property(fc.string(), fc.nat(100_000), (seed, index) => {
          expect(checkRow(contract, sourceFor(contract, { seed, size: 100_001 }).row(index))).toEqual([]);
        }),
      );
    });

    it('say so when they go round in a circle', () => {
      const item = itemWith(properties, {
        dependentSchemas: { p: { properties: { q: { const: 'x' } } }, q: { properties: { p: { const: 1 } } } },
      });
      expect(() => sourceFor(buildContract({ item }))).toThrow('circular fields: p -> q -> p');
    });
  });
});

describe('schema node', () => {
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
});

describe('write date time', () => {
  it('writes any second of the years 1 to 9999 as Date does', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }), (seconds) => {
        expect(`${writeDateTime(seconds)}.000Z`).toBe(new Date(seconds * 1000).toISOString());
      }),
      { numRuns: runs(2000) },
    );
  });

  it.each(['2000-02-29T23:59:59', '1900-03-01T00:00:00', '0001-01-01T00:00:00', '9999-12-31T23:59:59'])(
    'writes %s',
    (text) => {
      expect(writeDateTime(Date.parse(`${text}Z`) / 1000)).toBe(text);
    },
  );
});
