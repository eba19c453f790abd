import type { RequestListener } from 'node:http';
import type { Contract, Json } from '../../src/contract/contract.ts';
import { loadContracts } from '../../src/contract/load-contracts.ts';
import type { Area, Check, Inspector } from '../check.ts';
import type { TargetResponse } from '../client/response.ts';
import type { Target } from '../client/target.ts';
import { type Answer, type Item, identify, readPage } from '../list/answer.ts';
import type { ListClient } from '../list/client.ts';
import { matches } from '../list/conditions.ts';
import { type AskOptions, type Condition, EVERYTHING, type ListQuery, type PagePosition } from '../list/query.ts';
import { runWalk } from '../list/walk.ts';
import type { Requirement } from '../requirement.ts';
import { createExchange } from './results.ts';

const loaded = new Map<string, Contract>();

/** The only list of a contract that comes with the package, which is read once, or of a contract file. */
export function loadContract(nameOrFile: string): Contract {
  const known = loaded.get(nameOrFile);
  if (known !== undefined) return known;
  const [contract] = loadContracts(nameOrFile);
  if (contract === undefined) throw new Error(`${nameOrFile} describes no list`);
  if (/^[a-z]+$/.test(nameOrFile)) loaded.set(nameOrFile, contract);
  return contract;
}

/** Answers everything with the page of an empty list, as a contract with skip and take wants it. */
export const emptyList: RequestListener = ({ url = '/' }, response) => {
  const { searchParams } = new URL(url, 'http://any');
  const [skip, take] = [Number(searchParams.get('skip') ?? 0), Number(searchParams.get('take') ?? 10)];
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ data: [], total: 0, skip, take }));
};

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

/** What an answer is to be like; what is left out is as in an answer 200 to the plainest question. */
export interface AnswerParts extends Partial<Omit<Answer, 'response' | 'page'>> {
  readonly status?: number;
  /** Sent as JSON. */
  readonly body?: Json;
  /** In place of the body. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly url?: string;
  readonly memoized?: boolean;
}

/** Makes an answer as the client of a list would have made it. */
export function createAnswer(
  contract: Pick<Contract, 'envelope' | 'identity'>,
  { status = 200, body = null, text, headers, url, memoized = false, ...rest }: AnswerParts = {},
): Answer {
  const json = text === undefined ? body : parse(text);
  const page = status >= 200 && status < 300 && json !== undefined ? readPage(json, contract) : undefined;
  const address = url ?? 'https://staging.example.com/v2/orders';
  const response: TargetResponse = {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    mediaType: 'application/json',
    text: text ?? JSON.stringify(body),
    isGarbled: false,
    json,
    url: address,
    rewritten: false,
    memoized,
    attempts: 1,
    rateLimits: { total: 0, silent: 0 },
    durationMs: 1,
    exchange: createExchange({ status, url: address }),
  };
  return {
    query: EVERYTHING,
    position: {},
    purpose: 'page',
    plain: true,
    ...rest,
    response,
    ...(page === undefined ? {} : { page }),
  };
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A requirement that MUST be met, but for what `parts` says. */
export function createRequirement(id: string, parts: Partial<Requirement> = {}): Requirement {
  return { id, demand: `do ${id}`, level: 'must', area: 'probe', ...parts };
}

/** A check that decides the requirement of its name. */
export function createCheck(id: string, run: Check['run'], parts: Partial<Check> = {}): Check {
  return { id: `probe.${id}`, title: `checks ${id}`, verifies: [id], cost: 1, run, ...parts };
}

/** An area with these requirements, whatever the contract. */
export function createArea(
  requirements: readonly Requirement[],
  checks: readonly Check[] = [],
  inspectors: readonly Inspector[] = [],
): Area {
  return { name: 'probe', derive: () => requirements, checks, inspectors };
}
