import type { Contract, Filter } from '../../src/contract/contract.ts';
import type { SendOptions } from '../client/target.ts';
import type { QueryInput } from '../client/url.ts';

/** How a request differs from that of its query alone. */
export interface AskOptions extends SendOptions {
  /** The position of the page; the first page by default. */
  readonly position?: PagePosition;
  /** `page` by default. */
  readonly purpose?: Purpose;
  /** Further parameters at the end of the query string. */
  readonly parameters?: readonly (readonly [name: string, value: string])[];
  /** The exact query string without `?`, in place of that of the query. */
  readonly rawQuery?: string;
  /** In place of the target's. */
  readonly pathParameters?: Readonly<Record<string, string>>;
}

/** The expected outcome of a request. */
export type Purpose =
  /** A page: any other response is a fault of the target. */
  | 'page'
  /** An error: the request is invalid on purpose. */
  | 'rejection'
  /** Either may be right. */
  | 'either'
  /** Only to find something out: nothing is judged by it. */
  | 'probe';

/** The requested position of a page. */
export interface PagePosition {
  /** The value of the position parameter. */
  readonly value?: string | number;
  readonly direction?: 'forward' | 'backward';
  /** The link that was followed in place of a parameter. */
  readonly link?: string;
}

/** A filter as it is sent. */
export interface Condition {
  readonly filter: Filter;
  /** The parameter's name as it is sent: with an index or with the captured key. */
  readonly name: string;
  readonly value: string;
}

/** A request for the list, without the position of the page. */
export interface ListQuery {
  readonly conditions: readonly Condition[];
  /** The page size; absent: not sent. */
  readonly limit?: number;
  /** The value of the order parameter. */
  readonly order?: string;
  /** The value of the header that selects a part of the rows. */
  readonly partition?: boolean;
}

/** All rows, in the default order and the default page size. */
export const EVERYTHING: ListQuery = { conditions: [] };

/** The query string of a request: filters, order, page size, position, and further parameters. */
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

/** What a request has beside the query string. */
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
