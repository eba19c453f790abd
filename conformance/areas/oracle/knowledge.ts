import type { Contract } from '../../../src/contract/contract.ts';
import { readField } from '../../../src/contract/field-values.ts';
import type { OracleReading } from '../../hooks/oracle.ts';
import { type Item, identify } from '../../list/answer.ts';
import { matches } from '../../list/conditions.ts';
import type { Walk } from '../../list/walk.ts';
import { isSameValue } from './values.ts';

/** What is known of the rows by one reading of the oracle or two, and by what the target has shown itself. */
export interface Knowledge {
  /** The rows that were there all the while, and that the list has without filters. */
  readonly ids: readonly string[];
  /** Those that were there at any time. */
  readonly possible: ReadonlySet<string>;
  /** Whether nothing came or went. */
  readonly isSteady: boolean;
  /** Those of `ids` whose values are known and have not changed, as the oracle has them. */
  readonly told: ReadonlyMap<string, Item>;
  /** The same with what the target shows of them; without those of which it shows other values. */
  readonly rows: ReadonlyMap<string, Item>;
  /** What the target has shown. */
  readonly shown: ReadonlyMap<string, Item>;
}

/**
 * Puts together what is known.
 *
 * @param readings - of the oracle, the first and if need be one that came after what is to be judged
 * @param walk - over the list without filters
 */
export function createKnowledge(
  contract: Contract,
  [first, ...later]: readonly [OracleReading, ...OracleReading[]],
  walk: Walk,
): Knowledge {
  const shown = new Map(walk.items.map((item) => [identify(item, contract), item]));
  const sets = later.map(({ ids }) => new Set(ids));
  const stays = (id: string): boolean => sets.every((set) => set.has(id));
  const isListed = (id: string): boolean => isInList(contract, first.rows.get(id));
  const ids = first.ids.filter((id) => stays(id) && isListed(id));
  const isSame = (id: string, row: Item): boolean => {
    return later.every(({ rows }) => JSON.stringify(rows.get(id)) === JSON.stringify(row));
  };
  const told = new Map(
    ids.flatMap((id) => {
      const row = first.rows.get(id);
      return row !== undefined && isSame(id, row) ? [[id, row] as const] : [];
    }),
  );
  const rows = [...told].filter(([id, row]) => listOtherValues(row, shown.get(id) ?? {}).length === 0);
  return {
    ids,
    possible: new Set([first, ...later].flatMap((reading) => reading.ids)),
    isSteady: later.every((reading) => reading.ids.length === first.ids.length) && first.ids.every(stays),
    told,
    rows: new Map(rows.map(([id, row]) => [id, { ...row, ...shown.get(id) }])),
    shown,
  };
}

/** Whether the list has a row without filters: some are on unless a request says otherwise. */
function isInList(contract: Contract, row: Item | undefined): boolean {
  if (row === undefined) return true;
  const { partition } = contract.access;
  if (partition !== undefined && readField(row, partition.field.path)[0] === true) return false;
  const open = { ...contract, hidden: {} };
  return contract.filters.every((filter) => {
    const { default: usual, parameter, fields } = filter;
    const isKnown = fields.every(({ path }) => Object.hasOwn(row, path[0] ?? ''));
    if (usual === undefined || !isKnown) return true;
    return usual.some((value) => matches(row, { filter, name: parameter, value }, open) !== false);
  });
}

/** A value that the target shows otherwise. */
export interface OtherValue {
  readonly field: string;
  readonly expected: unknown;
  readonly received: unknown;
}

/** The members that both have, with values that cannot be the same. */
export function listOtherValues(row: Item, shown: Item): readonly OtherValue[] {
  return Object.entries(shown).flatMap(([field, received]) => {
    if (!Object.hasOwn(row, field)) return [];
    const expected = row[field];
    return isSameValue(expected, received) === false ? [{ field, expected, received }] : [];
  });
}
