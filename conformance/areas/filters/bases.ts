import type { Contract, Filter } from '../../../src/contract/contract.ts';
import { familyOf, type OperatorFamily } from '../../../src/contract/criterion.ts';
import { type Item, identify } from '../../list/answer.ts';
import { isRange, matches } from '../../list/conditions.ts';
import type { Condition } from '../../list/query.ts';
import type { Survey } from '../../survey/survey.ts';
import { joinReferences, type Reference } from '../../survey/window.ts';
import { type Base, type FilterCase, listKeyCases, listRangeCases } from './cases.ts';
import { listContainsCases, listEqualityCases } from './text-cases.ts';

/** A case, and the rows that it is tried with. */
export interface KnownCase {
  readonly base: Base & Reference;
  readonly one: FilterCase;
}

/**
 * The known rows that a filter is tested with, and the conditions that they meet already: the rows of the window, or where the
 * filter itself selected the window, all known rows that meet its other conditions.
 *
 * @returns `undefined` when no rows are known
 */
export function chooseBase(contract: Contract, survey: Survey, filter: Filter): (Base & Reference) | undefined {
  const { window, head } = survey;
  const isOwn = window.query.conditions.some((condition) => condition.filter === filter);
  // A tighter bound replaces that of the window.
  const conditions = window.query.conditions.filter((condition) => condition.filter !== filter);
  const query = { ...window.query, conditions };
  if (window.ids.length === 0) return undefined;
  if (window.closed && (!isOwn || isRange(filter)))
    return { query, rows: () => window.items, closed: !isOwn, ...joinReferences(window) };
  return { query, rows: () => listKnown(contract, survey, conditions), closed: false, ...joinReferences(window, head) };
}

/** The start of the list, as it is. */
export function chooseHead({ head }: Survey): Base & Reference {
  return { query: head.query, rows: () => head.items, closed: head.closed, ...joinReferences(head) };
}

function listKnown(contract: Contract, { head, window }: Survey, conditions: readonly Condition[]): readonly Item[] {
  const known = new Map<string, Item>();
  for (const item of [...head.items, ...window.items]) {
    if (conditions.every((one) => matches(item, one, contract) === true)) known.set(identify(item, contract), item);
  }
  return [...known.values()];
}

const LISTERS: Readonly<Record<OperatorFamily, typeof listRangeCases>> = {
  equality: listEqualityCases,
  part: listContainsCases,
  key: listKeyCases,
  range: listRangeCases,
};

/** The cases for a filter, by the values of known rows. */
export function listCases(contract: Contract, filter: Filter, items: readonly Item[]): readonly FilterCase[] {
  return LISTERS[familyOf(filter)](contract, filter, items);
}

/** Whether the target stores what a filter compares with a higher precision than it returns. */
export function isCoarse({ coarse }: Pick<Survey, 'coarse'>, { fields }: Filter): boolean {
  return fields.some(({ name }) => coarse.has(name));
}
