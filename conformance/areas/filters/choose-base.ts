import type { Contract, Filter } from '../../../src/contract/contract.ts';
import type { Item } from '../../list/answer.ts';
import type { Condition } from '../../list/list-query.ts';
import { isRange } from '../../list/matching/is-range.ts';
import { matches } from '../../list/matching/matches.ts';
import { identify } from '../../list/read-page.ts';
import { joinReferences } from '../../survey/join-references.ts';
import type { Reference, Survey } from '../../survey/survey.ts';
import type { Base } from './filter-case.ts';

/**
 * The known rows that a filter's answers are compared with, and the conditions that they meet already: the window's rows, or
 * where the filter itself carved the window, all rows that are known and meet its other conditions.
 *
 * @returns `undefined` when no rows are known
 */
export function chooseBase(contract: Contract, survey: Survey, filter: Filter): (Base & Reference) | undefined {
  const { window, head } = survey;
  const isOwn = window.query.conditions.some((condition) => condition.filter === filter);
  // A bound that is tighter than the window's own takes its place.
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
