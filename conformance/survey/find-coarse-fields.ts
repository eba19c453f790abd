import type { Field } from '../../src/contract/contract.ts';
import { readField } from '../../src/contract/read-field.ts';
import { hasPage, type Item } from '../list/answer.ts';
import type { ListClient } from '../list/list-client.ts';
import { identify } from '../list/read-page.ts';
import { listRangePairs, type RangePair } from './range.ts';

/**
 * Finds the times that a target keeps finer than it shows: a row then lies after a bound that is a little later than what it
 * shows, and not before what it shows. Of such a field nobody can say from outside what a bound has to bring.
 *
 * @param items - rows of the list
 * @returns the names of the fields
 */
export async function findCoarseFields(
  list: ListClient,
  items: readonly Item[],
  limit: number,
): Promise<ReadonlySet<string>> {
  const coarse = new Set<string>();
  for (const pair of listRangePairs(list.contract).filter(({ field }) => field.kind === 'instant')) {
    if (await isCoarse(list, pair, { items, limit })) coarse.add(pair.field.name);
  }
  return coarse;
}

async function isCoarse(
  list: ListClient,
  { field, lower, upper }: RangePair,
  { items, limit }: { readonly items: readonly Item[]; readonly limit: number },
): Promise<boolean> {
  const item = items[Math.floor(items.length / 2)];
  const text = item === undefined ? undefined : readText(item, field);
  const later = text === undefined ? undefined : addMicrosecond(text);
  if (item === undefined || text === undefined || later === undefined) return false;
  const shows = async (from: string, to: string): Promise<boolean> => {
    const bounds = [
      { filter: lower, name: lower.parameter, value: from },
      { filter: upper, name: upper.parameter, value: to },
    ];
    const answer = await list.ask({ conditions: bounds, limit }, { purpose: 'probe' });
    return hasPage(answer) && answer.page.ids.includes(identify(item, list.contract));
  };
  return (await shows(later, addMinute(text))) && !(await shows(text, text));
}

function readText(item: Item, { path }: Field): string | undefined {
  const [value] = readField(item, path);
  return typeof value === 'string' ? value : undefined;
}

/** A hair later, where what is shown leaves room for it. */
function addMicrosecond(text: string): string | undefined {
  const match = /^(.*T\d{2}:\d{2}:\d{2})(?:\.(\d*))?(Z|[+-].*)$/i.exec(text);
  if (match === null) return undefined;
  const [, whole = '', fraction = '', zone = ''] = match;
  return fraction.length >= 6 ? undefined : `${whole}.${fraction.padEnd(5, '0')}1${zone}`;
}

function addMinute(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : new Date(time + 60_000).toISOString();
}
