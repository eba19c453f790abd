import { toComparable } from '../../../src/contract/comparable.ts';
import type { Contract } from '../../../src/contract/contract.ts';
import { foldCase } from '../../../src/contract/criterion.ts';
import { readField } from '../../../src/contract/read-field.ts';
import type { Item } from '../../list/answer.ts';
import type { Condition } from '../../list/list-query.ts';
import { fieldsOfCondition } from '../../list/matching/fields-of-condition.ts';
import { matches } from '../../list/matching/matches.ts';
import { readOperand } from '../../list/matching/read-operand.ts';

/** What an item breaks that a filter should have left out: the least that can be held against the filter. */
export type Strangeness = 'only-matching' | 'inclusive' | 'case' | 'exact';

/**
 * Says what is wrong with an item in an answer to a condition.
 *
 * @returns `undefined` when nothing is, or nothing can be seen
 */
export function classifyStranger(item: Item, condition: Condition, contract: Contract): Strangeness | undefined {
  if (matches(item, condition, contract) !== false) return undefined;
  const { filter, value } = condition;
  const values = fieldsOfCondition(condition).flatMap((field) => readField(item, field.path));
  if (filter.operator === 'gt' || filter.operator === 'lt') {
    const bound = readOperand(value, filter, contract);
    const kind = filter.fields[0]?.kind ?? 'string';
    return values.some((one) => toComparable(one, kind) === bound) ? 'inclusive' : 'only-matching';
  }
  if (filter.operator !== 'equals' && filter.operator !== 'in') return 'only-matching';
  const texts = values.flatMap((one) =>
    typeof one === 'string' || typeof one === 'number' ? [foldCase(String(one))] : [],
  );
  if (texts.includes(foldCase(value))) return 'case';
  // Whoever takes a filter for a search shows rows that at least hold the text.
  return value !== '' && texts.some((text) => text.includes(foldCase(value))) ? 'exact' : 'only-matching';
}
