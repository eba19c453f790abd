import { describe, expect, it } from '@jest/globals';
import type { Criterion } from '../contract/criterion.ts';
import { PagewrightError } from '../contract/error.ts';
import type { Row } from '../dataset/row-source.ts';
import { fc, grapheme } from '../testing/properties.ts';
import { runs } from '../testing/runs.ts';
import { BaseTable } from './base-table.ts';
import { BodyCache, createBodyWriter, toByteString } from './body.ts';
import { createIdentityIndex } from './identity-index.ts';
import { createTable, OverlayTable, TableChanges } from './overlay-table.ts';
import { keyOfSelection } from './selection.ts';
import type { Key, Selection, Table, View } from './table.ts';
import { criterion, namelessRow, selection, sourcesOf } from './testing/arbitraries.ts';
import { createMemorySource } from './testing/memory-source.ts';
import { compareNaively, readKeyNaively, selectNaively } from './testing/naive-table.ts';
import { ascending, contract, createMetaField, descending, fields } from './testing/sample-fields.ts';

describe('overlay table', () => {
  type Step =
    | { readonly do: 'add' | 'replace'; readonly row: Row; readonly pick: number }
    | { readonly do: 'remove'; readonly pick: number }
    | { readonly do: 'look'; readonly pick: number };

  const anyRow = fc
    .record({ id: fc.integer({ min: 0, max: 23 }), row: namelessRow })
    .map(({ id, row }): Row => ({ id: `id${id}`, ...row }));
  const anyStep: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ do: fc.constantFrom('add' as const, 'replace' as const), row: anyRow, pick: fc.nat() }),
    fc.record({ do: fc.constant('remove' as const), pick: fc.nat() }),
    { weight: 3, arbitrary: fc.record({ do: fc.constant('look' as const), pick: fc.nat() }) },
  );

  const anyCase = fc
    .array(namelessRow, { maxLength: 40 })
    .map((rows) => rows.map((row, index): Row => ({ id: `id${index}`, ...row })))
    .chain((rows) =>
      fc.record({
        rows: fc.constant<readonly Row[]>(rows),
        sources: sourcesOf(rows),
        selections: fc.array(selection, { minLength: 1, maxLength: 4 }),
        steps: fc.array(anyStep, { maxLength: 25 }),
        memoryBytes: fc.constantFrom(undefined, 0, 20_000),
      }),
    );

  function textOf(rows: readonly Row[]): readonly string[] {
    return rows.map((row) => JSON.stringify(row));
  }

  function readAll(table: Table, view: View): readonly Row[] {
    return Array.from({ length: view.count }, (_, rank) => table.rowAt(view.slotAt(rank)));
  }

  /** No order tells 0 from -0. */
  function withOneZero(key: Key): Key {
    return key.map((value) => (value === 0 ? 0 : value));
  }

  /** Keys of rows, of which some are in the view, whole and cut short. */
  function keysAround(rows: readonly Row[], { order }: Selection): readonly Key[] {
    const keys = rows.slice(0, 6).map((row) => readKeyNaively(row, order));
    return [...keys, ...keys.map((key) => key.slice(0, -1)), ...keys.map((key) => [...key.slice(0, -1), 'id9+'])];
  }

  interface Seen {
    readonly rows: readonly string[];
    readonly bodies: readonly string[];
    readonly keys: readonly Key[];
    readonly isFound: readonly boolean[];
    readonly counts: readonly (readonly [before: number, through: number])[];
  }

  /** All that a table says of a selection. */
  function look(table: Table, wanted: Selection, probes: readonly Key[]): Seen {
    const view = table.select(wanted);
    const slots = Array.from({ length: view.count }, (_, rank) => view.slotAt(rank));
    return {
      rows: textOf(slots.map((slot) => table.rowAt(slot))),
      bodies: slots.map((slot) => Buffer.from(table.bodyAt(slot), 'latin1').toString()),
      keys: slots.map((slot) => withOneZero(table.keyAt(slot, wanted.order))),
      isFound: slots.map((slot) => table.find(String(table.rowAt(slot)['id'])) === slot),
      counts: probes.map((key) => [view.countBefore(key), view.countThrough(key)]),
    };
  }

  /** The same by filtering and sorting. */
  function lookNaively(rows: readonly Row[], wanted: Selection, probes: readonly Key[]): Seen {
    const selected = selectNaively(rows, wanted);
    const keys = selected.map((row) => readKeyNaively(row, wanted.order));
    const count = (isCounted: (difference: number) => boolean, probe: Key): number =>
      keys.filter((key) => isCounted(compareNaively(key, probe, wanted.order))).length;
    return {
      rows: textOf(selected),
      bodies: textOf(selected.map(({ secret: _secret, ...shown }) => shown as Row)),
      keys: keys.map(withOneZero),
      isFound: selected.map(() => true),
      counts: probes.map((probe) => [count((d) => d < 0, probe), count((d) => d <= 0, probe)]),
    };
  }

  /** Changes the table, and gives the rows as they should be now; a change that identities forbid must fail. */
  function applyStep(table: Table, rows: readonly Row[], step: Exclude<Step, { do: 'look' }>): readonly Row[] {
    const picked = rows[step.pick % rows.length];
    if (step.do === 'add') {
      if (rows.some(({ id }) => id === step.row['id'])) {
        expect(() => table.add(step.row)).toThrow(expect.objectContaining({ code: 'identity-taken' }));
        return rows;
      }
      table.add(step.row);
      return [...rows, step.row];
    }
    if (picked === undefined) return rows;
    const slot = table.find(String(picked['id'])) as number;
    const others = rows.filter((row) => row !== picked);
    if (step.do === 'remove') {
      table.remove(slot);
      expect(table.find(String(picked['id']))).toBeUndefined();
      return others;
    }
    if (others.some(({ id }) => id === step.row['id'])) {
      expect(() => table.replace(slot, step.row)).toThrow(expect.objectContaining({ code: 'identity-taken' }));
      return rows;
    }
    table.replace(slot, step.row);
    return [...others, step.row];
  }

  describe('OverlayTable', () => {
    it('goes its own way from a fork on, as the fork does', () => {
      fc.assert(
        fc.property(
          anyCase,
          fc.array(anyStep, { maxLength: 15 }),
          ({ rows, sources, selections, steps }, laterSteps) => {
            const table = createTable({ contract, sources });
            const whole = selections[0] as Selection;
            const run = (on: Table, before: readonly Row[], taken: readonly Step[]): readonly Row[] =>
              taken.reduce((now, step) => (step.do === 'look' ? now : applyStep(on, now, step)), before);
            const before = run(table, rows, steps);
            table.select(whole);
            const fork = table.fork();
            const [half, rest] = [laterSteps.slice(0, 7), laterSteps.slice(7)];
            const ofFork = run(fork, before, half);
            const ofTable = run(table, before, rest);
            for (const [one, expected] of [
              [fork, ofFork],
              [table, ofTable],
              [fork.fork(), ofFork],
            ] as const) {
              const probes = keysAround(expected, whole);
              expect(look(one, whole, probes)).toEqual(lookNaively(expected, whole, probes));
            }
          },
        ),
        { numRuns: runs(200) },
      );
    });

    it('agrees with filtering and sorting arrays, whatever changes in between, and keeps earlier views as they were', () => {
      fc.assert(
        fc.property(anyCase, ({ rows, sources, selections, steps, memoryBytes }) => {
          const table = createTable({ contract, sources, ...(memoryBytes !== undefined && { memoryBytes }) });
          const earlier: { view: View; texts: readonly string[] }[] = [];
          let current = rows;
          for (const step of [...steps, { do: 'look', pick: 0 } as const, { do: 'look', pick: 1 } as const]) {
            if (step.do !== 'look') {
              current = applyStep(table, current, step);
              expect(table.size).toBe(current.length);
              continue;
            }
            const wanted = selections[step.pick % selections.length] as Selection;
            const probes = keysAround(current, wanted);
            expect(look(table, wanted, probes)).toEqual(lookNaively(current, wanted, probes));
            earlier.push({ view: table.select(wanted), texts: textOf(selectNaively(current, wanted)) });
          }
          for (const { view, texts } of earlier) expect(textOf(readAll(table, view))).toEqual(texts);
        }),
        { numRuns: runs(300) },
      );
    });
  });
});

describe('TableChanges', () => {
  it('tells what came after a version', () => {
    const log = new TableChanges();
    expect([log.version, log.since(0)]).toEqual([0, []]);
    log.record({ added: 7 });
    log.record({ removed: 7, added: 8 });
    expect(log.version).toBe(2);
    expect(log.since(0)).toEqual([{ added: 7 }, { removed: 7, added: 8 }]);
    expect(log.since(1)).toEqual([{ removed: 7, added: 8 }]);
    expect(log.since(2)).toEqual([]);
  });

  it('forgets the oldest, and says so', () => {
    const log = new TableChanges();
    for (let added = 0; added < 5000; added += 1) log.record({ added });
    expect(log.version).toBe(5000);
    expect(log.since(0)).toBeUndefined();
    expect(log.since(4600)?.length).toBe(400);
    for (let version = 0; version <= 5000; version += 1) {
      const changes = log.since(version);
      if (changes !== undefined) expect([changes.length, changes[0]?.added ?? 5000]).toEqual([5000 - version, version]);
    }
  });
});

describe('create table', () => {
  const bySize: Selection = { criteria: [], order: [descending(fields.size), ascending(fields.id)] };

  function createSampleTable(rows: readonly Row[]): Table {
    return createTable({ contract, sources: [createMemorySource(rows, () => 'values')] });
  }

  function listIds(table: Table, selection: Selection = bySize): readonly unknown[] {
    const view = table.select(selection);
    return Array.from({ length: view.count }, (_, rank) => table.rowAt(view.slotAt(rank))['id']);
  }

  function codeOf(act: () => unknown): string | undefined {
    try {
      act();
      return undefined;
    } catch (error) {
      return error instanceof PagewrightError ? error.code : String(error);
    }
  }

  describe('createTable', () => {
    it('joins sources in the order given', () => {
      const source = (...ids: readonly string[]) =>
        createMemorySource(
          ids.map((id) => ({ id })),
          () => 'find',
        );
      const table = createTable({ contract, sources: [source('b', 'a'), source(), source('c')] });
      expect(table.size).toBe(3);
      expect(table.find('c')).toBe(2);
      expect(listIds(table, { criteria: [], order: [ascending(fields.id)] })).toEqual(['a', 'b', 'c']);
    });

    it('works without any rows or sources', () => {
      const table = createTable({ contract, sources: [] });
      expect(listIds(table)).toEqual([]);
      expect(table.find('a')).toBeUndefined();
      table.add({ id: 'a' });
      expect(listIds(table)).toEqual(['a']);
    });

    it('asks a source for nothing before it is needed, and for a column only once', () => {
      const asked: string[] = [];
      const source = createMemorySource([{ id: 'a', size: 1 }], () => 'values');
      const spy = {
        ...source,
        column: (field: typeof fields.id) => {
          asked.push(field.name);
          return source.column(field);
        },
      };
      const table = createTable({ contract, sources: [spy] });
      expect(asked).toEqual([]);
      listIds(table);
      listIds(table);
      listIds(table, { criteria: [], order: [ascending(fields.size), ascending(fields.id)] });
      expect(asked).toEqual(['size', 'id']);
    });

    it('writes bodies in UTF-8 without hidden fields', () => {
      const table = createSampleTable([{ id: 'a', secret: 'x', name: 'Zoë 😀' }]);
      const added = table.add({ id: 'b', name: 'ÿ', secret: 'y' });
      expect(Buffer.from(table.bodyAt(0), 'latin1').toString()).toBe('{"id":"a","name":"Zoë 😀"}');
      expect(Buffer.from(table.bodyAt(added), 'latin1').toString()).toBe('{"id":"b","name":"ÿ"}');
      expect(table.rowAt(added)['secret']).toBe('y');
    });

    it('makes a body once while there is room for it', () => {
      let made = 0;
      const source = createMemorySource([{ id: 'a' }, { id: 'b' }], () => 'values');
      const spy = {
        ...source,
        row: (index: number) => {
          made += 1;
          return source.row(index);
        },
      };
      const roomy = createTable({ contract, sources: [spy] });
      for (const slot of [0, 1, 0, 1]) roomy.bodyAt(slot);
      expect(made).toBe(2);
      const tight = createTable({ contract, sources: [spy], bodyBytes: 0 });
      for (const slot of [0, 1, 0, 1]) tight.bodyAt(slot);
      expect(made).toBe(6);
    });

    it('refuses rows without an identity, or with that of another', () => {
      const table = createSampleTable([{ id: 'a' }, { id: 'b' }]);
      expect(codeOf(() => table.add({ name: 'nobody' }))).toBe('missing-identity');
      expect(codeOf(() => table.add({ id: null }))).toBe('missing-identity');
      expect(codeOf(() => table.add({ id: 'a' }))).toBe('identity-taken');
      expect(codeOf(() => table.replace(0, { id: 'b' }))).toBe('identity-taken');
      expect(codeOf(() => table.replace(0, {}))).toBe('missing-identity');
      expect(listIds(table)).toEqual(['a', 'b']);
    });

    it('gives an identity free when its row goes or changes it', () => {
      const table = createSampleTable([{ id: 'a' }, { id: 'b' }]);
      table.remove(0);
      table.replace(1, { id: 'c' });
      table.replace(table.add({ id: 'a', size: 1 }), { id: 'a', size: 2 });
      table.add({ id: 'b' });
      expect(listIds(table)).toEqual(['b', 'c', 'a']);
    });

    it('says no to slots that have no row', () => {
      const table = createSampleTable([{ id: 'a' }]);
      for (const slot of [-1, 0.5, 1, Number.NaN, Number.POSITIVE_INFINITY]) {
        expect(codeOf(() => table.rowAt(slot))).toBe('unknown-slot');
        expect(codeOf(() => table.bodyAt(slot))).toBe('unknown-slot');
        expect(codeOf(() => table.keyAt(slot, bySize.order))).toBe('unknown-slot');
        expect(codeOf(() => table.remove(slot))).toBe('unknown-slot');
      }
      table.remove(0);
      expect(codeOf(() => table.remove(0))).toBe('removed-slot');
      expect(codeOf(() => table.replace(0, { id: 'b' }))).toBe('removed-slot');
    });

    it('says no to ranks that a view does not have', () => {
      const view = createSampleTable([{ id: 'a' }]).select(bySize);
      for (const rank of [-1, 0.5, 1, Number.NaN]) expect(codeOf(() => view.slotAt(rank))).toBe('unknown-rank');
    });

    it('keeps dead rows readable for a while, those of sources for ever', () => {
      const table = createSampleTable([{ id: 'a', name: 'first' }]);
      const first = table.replace(0, { id: 'a', name: 'second' });
      let latest = first;
      for (let count = 0; count < 1024; count += 1) latest = table.replace(latest, { id: 'a', name: `${count}` });
      expect(table.rowAt(first)['name']).toBe('second');
      table.remove(latest);
      expect(codeOf(() => table.rowAt(first))).toBe('removed-slot');
      expect(table.rowAt(latest)['name']).toBe('1023');
      expect(table.rowAt(0)['name']).toBe('first');
      expect(table.size).toBe(0);
    });

    it('catches up with more changes than it remembers', () => {
      const table = createSampleTable([
        { id: 'a', size: 1 },
        { id: 'b', size: 2 },
      ]);
      expect(listIds(table)).toEqual(['b', 'a']);
      for (let count = 0; count < 3000; count += 1) table.add({ id: `c${count}`, size: count % 7 });
      table.remove(table.find('b') as number);
      table.remove(table.find('c0') as number);
      const ids = listIds(table);
      expect(ids.length).toBe(3000);
      expect(ids.slice(0, 2)).toEqual(['c1000', 'c1007']);
      expect(new Set(ids).has('c0')).toBe(false);
    });

    it('counts rows before and through keys that are cut short', () => {
      const table = createSampleTable([{ id: 'a', size: 1 }, { id: 'b', size: 1 }, { id: 'c', size: 2 }, { id: 'd' }]);
      const view = table.select(bySize);
      expect([view.countBefore([1]), view.countThrough([1])]).toEqual([2, 4]);
      expect([view.countBefore([]), view.countThrough([])]).toEqual([0, 4]);
      expect([view.countBefore([null]), view.countThrough([null])]).toEqual([0, 1]);
    });
  });
});

describe('base table', () => {
  const order = [ascending(fields.id)];

  function listIds(table: Table, selection: Selection): readonly unknown[] {
    const view = table.select(selection);
    return Array.from({ length: view.count }, (_, rank) => table.rowAt(view.slotAt(rank))['id']);
  }

  describe('BaseTable', () => {
    it('is shared by tables that know nothing of each other’s changes', () => {
      const rows: readonly Row[] = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
      const base = new BaseTable({ contract, sources: [createMemorySource(rows, () => 'values')] });
      const [left, right] = [new OverlayTable(base), new OverlayTable(base)];
      left.remove(0);
      right.replace(1, { id: 'b2' });
      left.add({ id: 'b1' });
      expect(listIds(left, { criteria: [], order })).toEqual(['b', 'b1', 'c']);
      expect(listIds(right, { criteria: [], order })).toEqual(['a', 'b2', 'c']);
      expect([left.find('a'), right.find('a'), right.find('b')]).toEqual([undefined, 0, undefined]);
      expect([base.size, left.size, right.size]).toEqual([3, 3, 3]);
    });

    it('keeps what fits into its memory, however many fields are asked for', () => {
      const rows = Array.from({ length: 1000 }, (_, index): Row => ({ id: `${index}`, meta: { color: 'red' } }));
      let built = 0;
      const source = createMemorySource(rows, () => 'values');
      const spy = {
        ...source,
        column: (field: typeof fields.id) => {
          built += 1;
          return source.column(field);
        },
      };
      const table = new OverlayTable(new BaseTable({ contract, sources: [spy], memoryBytes: 200_000 }));
      const count = (key: string): number =>
        table.select({
          criteria: [{ fields: [createMetaField(key)], operator: 'equals', operand: 'red', ignoreCase: false }],
          order,
        }).count;
      for (let key = 0; key < 200; key += 1) count(`key${key}`);
      built = 0;
      expect(count('key199')).toBe(0);
      expect(built).toBe(0);
      expect(count('key0')).toBe(0);
      expect(built).toBe(1);
      expect(count('color')).toBe(1000);
    });
  });
});

describe('body', () => {
  describe('BodyCache', () => {
    it('gives back what it was given, or nothing', () => {
      const cache = new BodyCache(3, 1000);
      cache.keep(1, 'one');
      expect([cache.get(0), cache.get(1), cache.get(2), cache.get(7), cache.get(-1)]).toEqual([
        undefined,
        'one',
        undefined,
        undefined,
        undefined,
      ]);
    });

    it('never holds more than it has room for, and always the latest that fits', () => {
      const room = 2000;
      fc.assert(
        fc.property(fc.array(fc.nat(1500), { maxLength: 60 }), (lengths) => {
          const cache = new BodyCache(lengths.length, room);
          for (const [slot, length] of lengths.entries()) {
            cache.keep(slot, 'x'.repeat(length));
            const held = lengths.slice(0, slot + 1).map((_length, index) => cache.get(index)?.length ?? 0);
            expect(held.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(room);
            if (length <= room / 4) expect(cache.get(slot)).toBe('x'.repeat(length));
          }
        }),
      );
    });

    it('drops the oldest first', () => {
      const cache = new BodyCache(100, 1000);
      for (let slot = 0; slot < 100; slot += 1) cache.keep(slot, 'x'.repeat(76));
      const held = Array.from({ length: 100 }, (_, slot) => cache.get(slot) !== undefined);
      const first = held.indexOf(true);
      expect(first).toBeGreaterThan(80);
      expect(first).toBeLessThan(96);
      expect(held.slice(first).every(Boolean)).toBe(true);
    });
  });

  describe('createBodyWriter', () => {
    it('writes JSON as bytes of UTF-8', () => {
      const write = createBodyWriter([]);
      fc.assert(
        fc.property(fc.dictionary(fc.string({ unit: grapheme }), fc.jsonValue()), (row) => {
          expect(Buffer.from(write(row as Row), 'latin1')).toEqual(Buffer.from(JSON.stringify(row)));
        }),
      );
    });

    it('leaves out hidden fields and nothing else, in the order of the row', () => {
      const write = createBodyWriter(['listed', 'absent', '__proto__']);
      const row = JSON.parse('{"b":1,"listed":true,"__proto__":2,"a":{"listed":1},"toJSON":null}') as Row;
      expect(write(row)).toBe('{"b":1,"a":{"listed":1},"toJSON":null}');
      expect(write({})).toBe('{}');
    });
  });

  describe('toByteString', () => {
    it('has one character for each byte of the UTF-8', () => {
      expect(toByteString('a\n\u007f')).toBe('a\n\u007f');
      expect(toByteString('é€😀')).toBe('\u00c3\u00a9\u00e2\u0082\u00ac\u00f0\u009f\u0098\u0080');
      expect(toByteString('')).toBe('');
    });

    it('can be read back, whatever the text', () => {
      fc.assert(
        fc.property(fc.string({ unit: grapheme }), (text) =>
          expect(Buffer.from(toByteString(text), 'latin1').toString('utf8')).toBe(text),
        ),
      );
    });

    it('joins as bytes join', () => {
      fc.assert(
        fc.property(fc.string({ unit: grapheme }), fc.string({ unit: grapheme }), (one, other) => {
          expect(toByteString(one) + toByteString(other)).toBe(toByteString(one + other));
        }),
      );
    });
  });
});

describe('createIdentityIndex', () => {
  for (const form of ['values', 'find', 'dictionary'] as const) {
    it(`finds rows by exactly their identity in ${form}`, () => {
      const rows = [{ id: 'x' }, { id: 'b' }, { id: 'B' }, { id: 'b' }, {}];
      const source = createMemorySource(rows, () => form);
      const find = createIdentityIndex(fields.id, [{ start: 10, size: rows.length, source }]);
      expect([find('b'), find('B'), find('c'), find('')]).toEqual([11, 12, undefined, undefined]);
    });
  }

  it('finds numbers by their text', () => {
    const source = createMemorySource([{ size: 5 }, { size: 7 }], () => 'numbers');
    const find = createIdentityIndex(fields.size, [{ start: 0, size: 2, source }]);
    expect([find('7'), find('8')]).toEqual([1, undefined]);
  });
});

describe('selection key', () => {
  const order = [ascending(fields.id)];
  const base: Criterion = { fields: [fields.name], operator: 'equals', operand: 'a', ignoreCase: false };

  function keyOf(...criteria: readonly Criterion[]): string {
    return keyOfSelection({ criteria, order }).whole;
  }

  describe('keyOfSelection', () => {
    it('does not depend on the order of criteria, nor on how often one is given', () => {
      fc.assert(
        fc.property(criterion, criterion, (a, b) => {
          expect(keyOf(a, b)).toBe(keyOf(b, a));
          expect(keyOf(a, b, a)).toBe(keyOf(a, b));
          expect(keyOf(structuredClone(a))).toBe(keyOf(a));
        }),
      );
    });

    it('tells apart whatever may match other rows', () => {
      const variants: readonly Criterion[] = [
        base,
        { ...base, ignoreCase: true },
        { ...base, operator: 'contains' },
        { ...base, fields: [fields.name, fields.id] },
        { ...base, fields: [fields.size] },
        { ...base, fields: [{ ...fields.name, kind: 'number' }] },
        ...['1', 1, true, 'true', '', [], ['1'], ['a', 'b'], ['a,b'], '["a","b"]', 'a","b'].map((operand) => ({
          ...base,
          operand,
        })),
        ...[Number.NaN, 'NaN', Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 'null', '\n', '\\n'].map(
          (operand) => ({ ...base, operand }),
        ),
        { ...base, fields: [createMetaField('a/b')] },
        { ...base, fields: [{ ...fields.name, name: 'meta/a/b', path: ['meta', 'a', 'b'] }] },
      ];
      expect(new Set(variants.map((variant) => keyOf(variant))).size).toBe(variants.length);
    });

    it('does not mistake one criterion for two, or one order for another', () => {
      fc.assert(
        fc.property(fc.string(), fc.string(), (left, right) => {
          const two = keyOf({ ...base, operand: left }, { ...base, operand: `${right}!` });
          expect(keyOf({ ...base, operand: `${left}\n${right}!` })).not.toBe(two);
        }),
      );
      const keys = [order, [descending(fields.id)], [ascending(fields.name), ...order], []].map(
        (by) => keyOfSelection({ criteria: [base], order: by }).whole,
      );
      expect(new Set(keys).size).toBe(keys.length);
    });
  });
});
