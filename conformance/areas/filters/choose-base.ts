import type { Filter } from '../../../src/contract/contract.ts';
import type { Reference, Survey } from '../../survey/survey.ts';
import type { Base } from './filter-case.ts';

/**
 * The known rows that a filter's answers are compared with: those of the window, unless the filter itself carved them.
 *
 * @returns `undefined` when no rows are known that the filter could be tried on
 */
export function chooseBase(survey: Survey, filter: Filter): (Base & Reference) | undefined {
  const { window, head } = survey;
  const own = window.query.conditions.filter((condition) => condition.filter === filter);
  const isRange = ['gt', 'gte', 'lt', 'lte'].includes(filter.operator);
  if (window.closed && (own.length === 0 || isRange)) {
    // A bound that is tighter than the window's own takes its place.
    const conditions = window.query.conditions.filter((condition) => condition.filter !== filter);
    const { items, ids } = window;
    return { query: { ...window.query, conditions }, items, ids, reread: () => window.reread() };
  }
  if (!survey.whole || head.items.length === 0) return undefined;
  const { limit: _limit, ...query } = head.query;
  return { query, items: head.items, ids: head.ids, reread: () => window.reread() };
}
