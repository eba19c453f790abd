import { toComparable } from '../../../src/contract/comparable.ts';
import type { Condition } from '../../list/list-query.ts';

/** Whether conditions ask for values from above a bound to below it, which a server may refuse as well as answer with no rows. */
export function areInverted(conditions: readonly Condition[]): boolean {
  return conditions.some((lower) => {
    if (lower.filter.operator !== 'gte' && lower.filter.operator !== 'gt') return false;
    return conditions.some(({ filter, value }) => {
      const isUpper = filter.operator === 'lte' || filter.operator === 'lt';
      if (!isUpper || filter.fields[0]?.name !== lower.filter.fields[0]?.name) return false;
      const kind = filter.fields[0]?.kind ?? 'string';
      const [from, to] = [lower.value, value].map((text) =>
        toComparable(kind === 'number' ? Number(text) : text, kind),
      );
      return from !== null && to !== null && from !== undefined && to !== undefined && from > to;
    });
  });
}
