import type { Contract, Filter } from '../../src/contract/contract.ts';
import { backwardOf, firstPosition } from '../../src/contract/page-parameters.ts';
import type { SendOptions } from '../client/target.ts';
import { type EncodedRequest, encodeRequest, type Pairs } from './request.ts';

/** How a request differs from that of its query alone. */
export interface AskOptions extends SendOptions {
  /** The position of the page; the first page by default. */
  readonly position?: PagePosition;
  /** `page` by default. */
  readonly purpose?: Purpose;
  /** Whether the parameters are sent in the reverse of their usual order. */
  readonly reversed?: boolean;
  /** Further parameters behind the others. */
  readonly parameters?: readonly (readonly [name: string, value: string])[];
  /** The exact query string without `?`, in place of everything that the query would send. */
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
  /** Public names of fields, each with a `-` in front to descend, joined by the contract's separator. */
  readonly order?: string;
  /** The value of the header that selects a part of the rows. */
  readonly partition?: boolean;
}

/** All rows, in the default order and the default page size. */
export const EVERYTHING: ListQuery = { conditions: [] };

/** Everything that a request sends: filters, order, page size, position and further parameters, each in its place. */
export function buildRequest(
  contract: Contract,
  query: ListQuery,
  options: AskOptions,
  given: Readonly<Record<string, unknown>> = {},
): EncodedRequest {
  if (options.rawQuery !== undefined) return { ...encodeRequest(contract, [], given), query: options.rawQuery };
  const pairs: Pairs = [
    ...mergeConditions(query.conditions),
    ...listOrderPairs(contract, query.order),
    ...pair(sizeParameterOf(contract, options.position), query.limit),
    ...listPositionPairs(contract, options.position),
    ...listTotalPairs(contract),
    ...(options.parameters ?? []),
  ];
  return encodeRequest(contract, options.reversed === true ? pairs.toReversed() : pairs, given);
}

/** The values of an operator that takes several are told apart, for parameters that hold a list. */
function mergeConditions(conditions: readonly Condition[]): Pairs {
  return conditions.map(({ name, value, filter }) => [name, filter.operator === 'in' ? value.split(',') : value]);
}

/** An order is a field by its public name, with a `-` in front to descend. */
function listOrderPairs({ order }: Contract, wanted: string | undefined): Pairs {
  if (wanted === undefined) return [];
  const { parameter, direction } = order;
  const name = parameter?.name;
  if (direction === undefined) return pair(name, wanted);
  const words = wanted.split(parameter?.separator ?? '\n').map((key) => {
    const isDescending = key.startsWith('-');
    return {
      field: isDescending ? key.slice(1) : key,
      word: isDescending ? direction.descending : direction.ascending,
    };
  });
  if (direction.parameter !== undefined) {
    return [
      ...pair(name, words.map(({ field }) => field).join(parameter?.separator)),
      ...pair(direction.parameter, words[0]?.word),
    ];
  }
  return pair(name, words.map(({ field, word }) => field + direction.after + word).join(parameter?.separator));
}

/** Where a total comes on request only, it is always requested. */
function listTotalPairs({ envelope: { total } }: Contract): Pairs {
  const when = total?.when;
  return typeof when === 'object' ? pair(when.parameter, when.value) : [];
}

/**
 * The page size that a contract has for a wanted one: the next larger one that there is, or the largest. Where clients choose none,
 * all pages are of the same size.
 */
export function fitSize({ page: { limit } }: Pick<Contract, 'page'>, wanted: number): number {
  if (limit.parameter === undefined) return limit.default;
  const sizes = limit.sizes ?? [Math.max(limit.minimum, wanted)];
  return Math.min(sizes.find((size) => size >= wanted) ?? sizes.at(-1) ?? wanted, limit.maximum);
}

/** What a request has beside the query string. */
export function buildSendOptions(contract: Contract, query: ListQuery, options: AskOptions): SendOptions {
  const { method = contract.method, headers, usualQuery, publicHeaders, role, memo, freshConnection } = options;
  const partition = contract.access.partition?.parameter.name;
  const selected =
    partition === undefined || query.partition === undefined ? {} : { [partition]: String(query.partition) };
  return {
    ...(method === 'GET' ? {} : { method }),
    headers: { ...selected, ...headers },
    ...(usualQuery === undefined ? {} : { usualQuery }),
    ...(publicHeaders === undefined ? {} : { publicHeaders }),
    ...(role === undefined ? {} : { role }),
    ...(memo === undefined ? {} : { memo }),
    ...(freshConnection === undefined ? {} : { freshConnection }),
  };
}

/** Where pages that end before a position have their size in another parameter, that one. */
function sizeParameterOf({ page }: Contract, { direction }: PagePosition = {}): string | undefined {
  const { parameter, backward } = page.limit;
  return direction === 'backward' && backwardOf(page) !== undefined ? (backward ?? parameter) : parameter;
}

function listPositionPairs(contract: Contract, { value, direction }: PagePosition = {}): Pairs {
  const { page } = contract;
  const backward = backwardOf(page);
  if (value === undefined && direction !== 'backward') return pair(page.position, firstPosition(contract));
  if (page.style === 'key') return pair(direction === 'backward' ? backward : page.position, value);
  const words = page.style === 'keyset' ? page.direction : undefined;
  return [
    ...pair(direction === 'backward' ? (backward ?? page.position) : page.position, value),
    ...(direction === undefined || words === undefined ? [] : pair(words.parameter, words[direction])),
  ];
}

function pair(name: string | undefined, value: string | number | undefined): Pairs {
  return name === undefined || value === undefined ? [] : [[name, String(value)]];
}
