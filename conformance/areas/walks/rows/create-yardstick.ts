import type { Contract } from '../../../../src/contract/contract.ts';
import type { Item } from '../../../list/answer.ts';
import { identify } from '../../../list/read-page.ts';
import { describeTie, listTieKeys } from '../../../survey/sort-values.ts';
import type { Window } from '../../../survey/survey.ts';

/** Known rows, and what their order says of any stretch of them. */
export interface Yardstick {
  readonly ids: readonly string[];
  /** Whether these are all rows that there are; else they are the first ones. */
  readonly closed: boolean;
  /** Whether tied rows stand together, so that it can be said which rows a stretch has to hold, whatever the order of ties. */
  readonly orderly: boolean;
  /** For each row the number of its group of tied rows, from 0. */
  readonly ranks: readonly number[];
  /** @returns the number of the group that a row belongs to; `undefined` when it belongs to none */
  rankOf(item: Item): number | undefined;
  /** Whether a row may be among these rows, or behind them where not all are known. */
  admits(item: Item): boolean;
}

/** Makes a yardstick of rows in the order in which the target gave them. */
export function createYardstick(rows: Pick<Window, 'items' | 'ids' | 'closed'>, contract: Contract): Yardstick {
  const { ids, items, closed } = rows;
  const keys = listTieKeys(contract);
  // Without keys beside the identity no two rows are tied.
  const describe = (item: Item): string => (keys.length === 0 ? identify(item, contract) : describeTie(item, keys));
  const ties = items.map(describe);
  const orderly = countRuns(ties) === new Set(ties).size;
  const name = orderly ? describe : (item: Item): string => identify(item, contract);
  const groups = new Map([...new Set(items.map(name))].map((group, rank) => [group, rank]));
  const known = new Set(ids);
  const rankOf = (item: Item): number | undefined => groups.get(name(item));
  return {
    ids,
    closed,
    orderly,
    ranks: items.map((item) => rankOf(item) ?? -1),
    rankOf,
    admits(item) {
      if (known.has(identify(item, contract))) return true;
      const rank = rankOf(item);
      return !closed && (rank === undefined || rank === groups.size - 1);
    },
  };
}

function countRuns(texts: readonly string[]): number {
  return texts.filter((text, index) => index === 0 || text !== texts[index - 1]).length;
}
