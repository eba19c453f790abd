import { describe, expect, it } from '@jest/globals';
import type { Row } from '../dataset/row-source.ts';
import { fc } from '../testing/properties.ts';
import { runs } from '../testing/runs.ts';
import { createTable } from './create-table.ts';
import type { Key, Selection, Table, View } from './table.ts';
import { namelessRow, selection, sourcesOf } from './testing/arbitraries.ts';
import { compareNaively, readKeyNaively, selectNaively } from './testing/naive-table.ts';
import { contract } from './testing/sample-fields.ts';

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
      expect(() => table.add(step.row)).toThrow(expect.objectContaining({ code: 'takenIdentity' }));
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
    expect(() => table.replace(slot, step.row)).toThrow(expect.objectContaining({ code: 'takenIdentity' }));
    return rows;
  }
  table.replace(slot, step.row);
  return [...others, step.row];
}

describe('OverlayTable', () => {
  it('goes its own way from a fork on, as the fork does', () => {
    fc.assert(
      fc.property(anyCase, fc.array(anyStep, { maxLength: 15 }), ({ rows, sources, selections, steps }, laterSteps) => {
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
      }),
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
