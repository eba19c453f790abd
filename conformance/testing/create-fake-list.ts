import type { Contract } from '../../src/contract/contract.ts';
import type { Target } from '../client/target.ts';
import type { Answer, Item, PagePosition } from '../list/answer.ts';
import type { AskOptions, ListClient } from '../list/list-client.ts';
import type { Condition, ListQuery } from '../list/list-query.ts';
import { matches } from '../list/matching/matches.ts';
import { identify } from '../list/read-page.ts';
import { runWalk } from '../list/run-walk.ts';
import { createAnswer } from './create-answer.ts';

/** A list that answers from memory. */
export interface FakeList extends ListClient {
  /** What it was asked, in order. */
  readonly queries: readonly ListQuery[];
  /** The rows, which may be changed. */
  items: readonly Item[];
}

export interface FakeListOptions {
  /** Whether a row meets a condition; as the contract says by default. */
  readonly matches?: (item: Item, condition: Condition) => boolean;
  /** Gives another status to what it is asked; 200 by default. */
  readonly statusOf?: (query: ListQuery) => number;
  /** Leaves the total out. */
  readonly hasNoTotal?: boolean;
}

/** Makes a client of a list of these rows, in their order. */
export function createFakeList(contract: Contract, items: readonly Item[], options: FakeListOptions = {}): FakeList {
  const { matches: meets = (item, condition) => matches(item, condition, contract) === true } = options;
  const queries: ListQuery[] = [];
  const answer = (query: ListQuery, { position = {}, purpose = 'page' }: AskOptions): Answer => {
    queries.push(query);
    const status = options.statusOf?.(query) ?? 200;
    const base = createAnswer(contract, {
      status,
      query,
      position,
      purpose,
      url: `https://staging.example.com/v2/orders?${queries.length}`,
    });
    if (status !== 200) return base;
    const found = list.items.filter((item) => query.conditions.every((condition) => meets(item, condition)));
    const start = Number(position.value ?? 0);
    const shown = found.slice(start, start + (query.limit ?? contract.page.limit.default));
    const page = {
      items: shown,
      ids: shown.map((item) => identify(item, contract)),
      ...(options.hasNoTotal === true ? {} : { total: found.length }),
      echo: {},
      links: start + shown.length < found.length ? { next: 'on' } : {},
    };
    return { ...base, page };
  };
  const list: FakeList = {
    contract,
    target: {} as Target,
    queries,
    items,
    ask: async (query, asked = {}) => answer(query, asked),
    async go(from, role) {
      if (role !== 'next' || from.page.links.next === undefined) return undefined;
      const position: PagePosition = { value: Number(from.position.value ?? 0) + from.page.items.length };
      return answer(from.query, { position });
    },
    walk: (query, walked) => runWalk(list, query, walked),
  };
  return list;
}
