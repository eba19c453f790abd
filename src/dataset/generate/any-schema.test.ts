import { describe, expect, it } from '@jest/globals';
import type { Contract, JsonSchema } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';
import { createAjv } from '../../contract/json-schema.ts';
import { compileSchema } from '../../contract/openapi/validators.ts';
import { fc } from '../../testing/properties.ts';
import { runs } from '../../testing/runs.ts';
import { checkRow } from '../row-check.ts';
import type { Row } from '../row-source.ts';
import { buildContract, itemWith } from '../testing/build-contract.ts';
import { rowsOf, sourceFor, valuesOf } from '../testing/make-values.ts';
import { NOW } from '../testing/rich-contract.ts';
import { formats, patterns, schemas } from '../testing/schemas.ts';
import { createRowCompleter } from './row-completer.ts';

/** A contract whose items must have `x`. */
function contractOf(x: JsonSchema, others: Readonly<Record<string, JsonSchema>> = {}): Contract {
  return buildContract({ item: itemWith({ ...others, x }, { required: ['id', 'x'] }) });
}

function faultsOf(contract: Contract, rows: readonly Row[]): readonly unknown[] {
  return rows.flatMap((row) => checkRow(contract, row).map((fault) => [row, fault]));
}

function complaintOf(contract: Contract, size: number = 100): string {
  try {
    sourceFor(contract, { size });
  } catch (error) {
    if (error instanceof PagewrightError) return error.message;
    throw error;
  }
  return 'no complaint';
}

describe('rows of any schema', () => {
  it('satisfy it and are the same for the same seed, or it is said why there are none', () => {
    let refused = 0;
    let made = 0;
    fc.assert(
      fc.property(schemas, (schema) => {
        const contract = contractOf(schema);
        try {
          const rows = rowsOf(sourceFor(contract, { size: 40 }));
          expect(faultsOf(contract, rows)).toEqual([]);
          expect(rowsOf(sourceFor(contractOf(schema), { size: 7 }))).toEqual(rows.slice(0, 7));
          made += 1;
        } catch (error) {
          if (!(error instanceof PagewrightError)) throw error;
          expect([error.code, error.message]).toEqual(['invalid-row', expect.stringContaining(' x')]);
          refused += 1;
        }
      }),
      { numRuns: runs(100) },
    );
    // Hardly any of these schemas asks for what cannot be.
    expect(refused).toBeLessThanOrEqual(2 + made / 10);
  });

  it.each(formats.map((format) => [format]))('have the format %s', (format) => {
    const values = valuesOf({ type: 'string', format });
    const validate = compileSchema(createAjv(), { format });
    expect(values.filter((value) => !validate(value))).toEqual([]);
    expect(new Set(values).size).toBeGreaterThan(5);
  });

  it.each(patterns.map((pattern) => [pattern]))('match the pattern %s', (pattern) => {
    const values = valuesOf({ type: 'string', pattern }) as readonly string[];
    expect(values.filter((value) => !new RegExp(pattern).test(value) && !new RegExp(pattern, 'u').test(value))).toEqual(
      [],
    );
    expect(new Set(values).size).toBeGreaterThan(5);
  });

  it('have lengths, patterns and formats together', () => {
    const lengths = (schema: JsonSchema): readonly number[] => {
      const found = valuesOf({ type: 'string', ...schema }).map((value) => String(value).length);
      return [Math.min(...found), Math.max(...found)];
    };
    expect(lengths({ pattern: '^[a-z]+$', minLength: 30, maxLength: 32 })).toEqual([30, 32]);
    expect(lengths({ format: 'email', maxLength: 9 })[1]).toBeLessThanOrEqual(9);
    expect(lengths({ format: 'hostname', minLength: 60 })[0]).toBeGreaterThanOrEqual(60);
    expect(lengths({ minLength: 200, maxLength: 200 })).toEqual([200, 200]);
  });

  it('count in decimals', () => {
    const prices = valuesOf({ type: 'number', multipleOf: 0.01, minimum: 0, maximum: 100 });
    expect(prices.filter((price) => !/^\d+(\.\d{1,2})?$/.test(String(price)))).toEqual([]);
    expect(new Set(valuesOf({ type: 'number', multipleOf: 0.05, minimum: 1, maximum: 1.2 }))).toEqual(
      new Set([1, 1.05, 1.1, 1.15, 1.2]),
    );
    expect(new Set(valuesOf({ type: 'integer', exclusiveMinimum: 3, exclusiveMaximum: 5 }))).toEqual(new Set([4]));
  });

  it('fit exactly one member of oneOf', () => {
    const either = valuesOf({
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'string' } },
      oneOf: [{ required: ['a'] }, { required: ['b'] }],
    });
    expect(new Set(either.map((value) => Object.keys(value as object).join()))).toEqual(new Set(['a', 'b']));
    const twins = { type: 'object', required: ['a'], properties: { a: { type: 'boolean' } } };
    expect(valuesOf({ oneOf: [twins, { ...twins, title: 'The same again' }] })[0]).toEqual({ a: expect.any(Boolean) });
  });

  it('end after one level where a schema contains itself', () => {
    const thing: Record<string, unknown> = { type: 'object', required: ['name'] };
    thing['properties'] = {
      name: { type: 'string' },
      parent: { anyOf: [thing, { type: 'null' }] },
      children: { type: 'array', items: thing },
    };
    const rows = rowsOf(sourceFor(contractOf(thing)));
    expect(Math.max(...rows.map((row) => JSON.stringify(row).length))).toBeLessThan(700);
    expect(rows.some((row) => JSON.stringify(row['x']).includes('"parent":{'))).toBe(true);
    expect(JSON.stringify(rows)).not.toMatch(/"parent":\{[^}]*"parent":\{/);
  });

  it('weigh some kilobytes where all schemas refer to all others', () => {
    const nodes = Array.from({ length: 60 }, (): Record<string, unknown> => ({ type: 'object' }));
    for (const node of nodes) {
      const links = nodes.map((other, index) => [`n${index}`, other] as const);
      node['properties'] = Object.fromEntries([['name', { type: 'string' }], ...links]);
    }
    const rows = rowsOf(sourceFor(contractOf(nodes[0] as JsonSchema)));
    expect(Math.max(...rows.map((row) => JSON.stringify(row).length))).toBeLessThan(8000);
  });

  it('have no property that is only written', () => {
    const contract = contractOf({
      type: 'object',
      properties: { secret: { type: 'string', writeOnly: true }, open: {} },
    });
    expect(Object.keys(rowsOf(sourceFor(contract))[0]?.['x'] as object)).toEqual(['open']);
  });

  it('leave out what may be absent and has no value', () => {
    const contract = contractOf(
      { type: 'string' },
      { impossible: { type: 'integer', minimum: 3, maximum: 2 }, none: { type: 'array', items: { enum: [] } } },
    );
    expect(Object.keys(sourceFor(contract).row(0))).toEqual(['id', 'none', 'x']);
  });

  it.each<readonly [JsonSchema, string]>([
    [{ type: 'string', pattern: '[a-z]{99999999}' }, 'no text is made longer than 10000'],
    [{ type: 'string', minLength: 1e9 }, 'no text is made longer than 10000'],
    [{ type: 'string', pattern: '^[a-z]{5}$', maxLength: 4 }, 'must have 5 characters, but no more than 4'],
    [{ type: 'string', pattern: '^a$', format: 'uuid' }, 'must match'],
    [{ type: 'string', enum: [1, 2] }, 'none of 1, 2 satisfies the rest of it'],
    [{ type: 'integer', minimum: 3, maximum: 2 }, 'no integer has minimum 3 and maximum 2'],
    [{ allOf: [{ type: 'string' }, { type: 'integer' }] }, 'no type is left that all of its parts allow'],
    [{ oneOf: [{ type: 'integer' }, { type: 'integer', minimum: -1e9 }], minimum: 0 }, 'must match exactly one schema'],
    [{ not: {} }, 'must NOT be valid'],
  ])('are refused with a reason: %j', (schema, reason) => {
    expect(complaintOf(contractOf(schema))).toContain(reason);
  });

  it('are refused where each requires another of its kind', () => {
    const thing: Record<string, unknown> = { type: 'object', required: ['child'] };
    thing['properties'] = { child: thing };
    expect(complaintOf(contractOf(thing))).toContain(
      'x/child: each value requires another of its kind within, without end',
    );
  });
});

describe('identities without a hint', () => {
  const identities = (id: JsonSchema, size: number = 40): readonly unknown[] => {
    const contract = buildContract({ item: { type: 'object', required: ['id'], properties: { id } } });
    return rowsOf(sourceFor(contract, { size })).map((row) => row['id']);
  };

  it.each<readonly [string, JsonSchema]>([
    ['integer', { type: 'integer' }],
    ['integer within bounds', { type: 'integer', minimum: 1000, maximum: 1100, multipleOf: 2 }],
    ['number', { type: 'number', exclusiveMinimum: 0 }],
    ['uuid', { type: 'string', format: 'uuid' }],
    ['uuid in a pattern', { type: 'string', pattern: '^cus_[0-9a-f]{8}-[0-9a-f]{4}$' }],
    ['pattern with few values', { type: 'string', pattern: '^[A-F][0-9]$' }],
    ['email', { type: 'string', format: 'email' }],
    ['long', { type: 'string', minLength: 40 }],
    ['long enough', { type: 'string', minLength: 20 }],
    ['short', { type: 'string', maxLength: 3 }],
    ['date', { type: 'string', format: 'date' }],
    ['either type', { type: ['string', 'integer'], maxLength: 12 }],
    ['nullable', { type: ['string', 'null'] }],
  ])('are unique and satisfy their schema: %s', (_, schema) => {
    const values = identities(schema);
    const validate = compileSchema(createAjv(), schema);
    expect(new Set(values).size).toBe(40);
    expect(values.filter((value) => value === null || !validate(value))).toEqual([]);
    expect(identities(schema, 12)).toEqual(values.slice(0, 12));
  });

  it.each<readonly [string, JsonSchema]>([
    ['uuid', { type: 'string', format: 'uuid' }],
    ['pattern', { type: 'string', pattern: '^[A-F][0-9]$' }],
    ['text of at most three characters', { type: 'string', maxLength: 3 }],
    ['text', { type: 'string' }],
  ])('lead back to their row, from the first to the last: %s', (_, id) => {
    const contract = buildContract({ item: { type: 'object', required: ['id'], properties: { id } } });
    const source = sourceFor(contract, { size: 40 });
    const column = source.column(contract.identity);
    const find = 'find' in column ? column.find : undefined;
    const texts = rowsOf(source).map((row) => String(row['id']));
    if (find !== undefined) expect(texts.map((text) => find(text))).toEqual(texts.map((_text, row) => [row]));
  });

  it('are as many as their schema allows, and no more rows are made', () => {
    const contract = (id: JsonSchema): Contract =>
      buildContract({ item: { type: 'object', required: ['id'], properties: { id } } });
    expect(identities({ enum: ['a', 'b', 'c'] }, 3)).toEqual(['a', 'b', 'c']);
    for (const [schema, count] of [
      [{ enum: ['a', 'b', 'c'] }, 3],
      [{ type: 'integer', minimum: 1, maximum: 9 }, 9],
      [{ type: 'string', pattern: '^[a-d][12]$' }, 8],
      [{ type: 'boolean' }, 2],
    ] as const) {
      expect(complaintOf(contract(schema), 50)).toContain(
        `its schema allows ${count}, so ${count} rows are possible, not 50`,
      );
    }
  });

  it('are told apart within members of oneOf, at any path', () => {
    const member = (kind: string, more: JsonSchema): JsonSchema => ({
      type: 'object',
      required: ['kind', 'node'],
      properties: {
        kind: { const: kind },
        node: { type: 'object', required: ['id'], properties: { id: { type: 'string' }, more } },
      },
    });
    const contract = buildContract({
      item: { oneOf: [member('cat', { type: 'integer' }), member('dog', { type: 'boolean' })] },
      identity: 'node/id',
    });
    const rows = rowsOf(sourceFor(contract));
    expect(faultsOf(contract, rows)).toEqual([]);
    expect(new Set(rows.map((row) => (row['node'] as Row)['id'])).size).toBe(100);
    expect(new Set(rows.map((row) => row['kind']))).toEqual(new Set(['cat', 'dog']));
    const complete = createRowCompleter({ contract, seed: 1, now: NOW, firstIndex: 100 });
    const added = complete({ kind: 'cat' }, { now: NOW, isTaken: () => false });
    expect(rows.map((row) => (row['node'] as Row)['id'])).not.toContain((added['node'] as Row)['id']);
    expect(added['kind']).toBe('cat');
  });
});

describe('values by the name of the field', () => {
  const rowWith = (properties: Readonly<Record<string, JsonSchema>>): readonly Row[] =>
    rowsOf(sourceFor(buildContract({ item: itemWith(properties) })));
  const text: JsonSchema = { type: 'string' };

  it.each([
    ['email', /^[^@ ]+@example\.(com|net|org)$/],
    ['billing_email', /^[^@ ]+@example\.(com|net|org)$/],
    ['html_url', /^https:\/\/[a-z]+\.example\.com\//],
    ['avatarUrl', /^https:\/\/[a-z]+\.example\.com\//],
    ['hostname', /^[a-z]+\.example\.com$/],
    ['currency', /^[A-Z]{3}$/],
    ['country_code', /^[A-Z]{2}$/],
    ['phoneNumber', /^\+1\d{10}$/],
    ['description', /^[A-Z].* .*\.$/],
    ['last4', /^\d{4}$/],
  ])('%s', (name, expected) => {
    const values = rowWith({ [name]: text }).map((row) => String(row[name]));
    expect(values.filter((value) => !expected.test(value))).toEqual([]);
    expect(new Set(values).size).toBeGreaterThan(20);
  });

  it('take an example for the shape of others, not for all there is', () => {
    const [ids, names] = [
      valuesOf({ type: 'string', example: 'cus_Nff7a2' }),
      valuesOf({ type: 'string', example: 'Gold' }),
    ];
    expect(ids.filter((value) => !/^cus_[A-Za-z0-9]{6}$/.test(String(value)))).toEqual([]);
    expect(new Set(ids).size).toBeGreaterThan(50);
    expect(names).toContain('Gold');
    expect(new Set(names).size).toBeGreaterThan(20);
  });

  it('have hosts that are nobody’s, whatever an example says', () => {
    const example = 'https://dl.vendor.io/files/8a61f3';
    const urls = [valuesOf({ type: 'string', example }), valuesOf({ type: 'string', format: 'uri', example })].flat();
    expect(urls.filter((url) => !/(^|\.)example\.com$/.test(new URL(String(url)).host))).toEqual([]);
    expect(urls).toContainEqual(expect.stringMatching(/^https:\/\/example\.com\/files\//));
  });

  it('are in the order of a life: created, updated, closed, and all that before it expires', () => {
    const time: JsonSchema = { type: 'string', format: 'date-time' };
    const rows = rowWith({ updated_at: time, createdAt: time, closed_at: time, expires_at: time });
    for (const row of rows) {
      const [created, updated, closed, expires] = ['createdAt', 'updated_at', 'closed_at', 'expires_at'].map((name) =>
        Date.parse(String(row[name])),
      ) as [number, number, number, number];
      expect(created <= updated && updated <= closed && closed <= expires).toBe(true);
    }
  });

  it('are seconds or milliseconds where an integer is a time', () => {
    const integer: JsonSchema = { type: 'integer' };
    const year = (units: unknown, scale: number): number => new Date((Number(units) / scale) * 1000).getUTCFullYear();
    for (const row of rowWith({
      created: integer,
      updated_at: { ...integer, format: 'int64' },
      created_ms: integer,
      timestamp: { ...integer, example: 1_700_000_000_000 },
      count: integer,
    })) {
      expect(
        [year(row['created'], 1), year(row['updated_at'], 1)].every((found) => found === 2025 || found === 2026),
      ).toBe(true);
      expect([year(row['created_ms'], 1000), year(row['timestamp'], 1000)].every((found) => found >= 2025)).toBe(true);
      expect(Number(row['count'])).toBeLessThanOrEqual(1000);
      expect(Number(row['created'])).toBeLessThanOrEqual(Number(row['updated_at']));
    }
  });
});
