import type { Contract } from '../../../src/contract/contract.ts';
import { createPredicate } from '../../../src/contract/criterion.ts';
import { readField } from '../../../src/contract/read-field.ts';
import type { Item } from '../answer.ts';
import type { Condition } from '../list-query.ts';
import { fieldsOfCondition } from './fields-of-condition.ts';
import { readOperand } from './read-operand.ts';

/**
 * Whether an item meets a condition.
 *
 * @returns `undefined` when that cannot be seen: the item does not show the field, or the value is none of the field's kind
 */
export function matches(item: Item, condition: Condition, contract: Contract): boolean | undefined {
  const { filter, value } = condition;
  if (filter.fields.some(({ path }) => Object.hasOwn(contract.hidden, path[0] ?? ''))) return undefined;
  const operand = readOperand(value, filter, contract);
  if (operand === undefined) return undefined;
  const { operator, ignoreCase } = filter;
  const fields = fieldsOfCondition(condition);
  // Whether a number among free values is found by its text, only the server knows.
  const isFree = filter.serialization === 'captured';
  if (isFree && fields.some(({ path }) => readField(item, path).some(isNoText))) return undefined;
  return fields.some((field) => {
    const test = createPredicate({ operator, operand, ignoreCase }, field);
    return readField(item, field.path).some(test);
  });
}

function isNoText(value: unknown): boolean {
  return typeof value !== 'string' && value !== null;
}
