import type { Filter } from '../../../src/contract/contract.ts';
import type { Item } from '../../list/answer.ts';
import { listConditions } from '../../list/matching/list-conditions.ts';

/** The first value of a filter that has accents, without them; none where no row shows one, or values belong to keys. */
export function stripAccents(filter: Filter, items: readonly Item[]): readonly string[] {
  if (filter.serialization !== 'plain') return [];
  const values = items.flatMap((item) => listConditions(item, filter)).map(({ value }) => value);
  const accented = values.find((value) => /[à-öø-ÿ]/i.test(value.normalize('NFC')));
  const plain = accented?.normalize('NFD').replace(/\p{M}/gu, '');
  return plain === undefined || plain === accented ? [] : [plain];
}
