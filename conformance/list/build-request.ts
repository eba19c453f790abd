import type { Contract } from '../../src/contract/contract.ts';
import type { QueryInput, SendOptions } from '../client/target.ts';
import type { PagePosition } from './answer.ts';
import type { AskOptions } from './list-client.ts';
import type { ListQuery } from './list-query.ts';

/** The query string of a question: filters, order, page size, position, and whatever comes on top. */
export function buildQuery(contract: Contract, query: ListQuery, options: AskOptions): QueryInput {
  if (options.rawQuery !== undefined) return options.rawQuery;
  return [
    ...query.conditions.map(({ name, value }) => [name, value] as const),
    ...pair(contract.order.parameter?.name, query.order),
    ...pair(contract.page.limit.parameter, query.limit),
    ...positionPairs(contract, options.position),
    ...(options.parameters ?? []),
  ];
}

/** What is sent beside the query string. */
export function buildSendOptions(contract: Contract, query: ListQuery, options: AskOptions): SendOptions {
  const { method, headers, publicHeaders, role, memo, freshConnection } = options;
  const partition = contract.access.partition?.parameter.name;
  const selected =
    partition === undefined || query.partition === undefined ? {} : { [partition]: String(query.partition) };
  return {
    ...(method === undefined ? {} : { method }),
    headers: { ...selected, ...headers },
    ...(publicHeaders === undefined ? {} : { publicHeaders }),
    ...(role === undefined ? {} : { role }),
    ...(memo === undefined ? {} : { memo }),
    ...(freshConnection === undefined ? {} : { freshConnection }),
  };
}

function positionPairs({ page }: Contract, position: PagePosition = {}): readonly (readonly [string, string])[] {
  const { value, direction } = position;
  const words = page.style === 'keyset' ? page.direction : undefined;
  return [
    ...pair(page.position, value),
    ...(direction === undefined || words === undefined ? [] : [[words.parameter, words[direction]] as const]),
  ];
}

function pair(name: string | undefined, value: string | number | undefined): readonly (readonly [string, string])[] {
  return name === undefined || value === undefined ? [] : [[name, String(value)]];
}
