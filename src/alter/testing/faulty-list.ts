import type { Contract } from '../../contract/contract.ts';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { loadScenario } from '../../dataset/scenarios/load-scenario.ts';
import type { Scenario } from '../../dataset/scenarios/scenario.ts';
import { createListMock, type ListMock, type ListMockOptions } from '../../mock/list.ts';
import type { MockRequest } from '../../mock/message.ts';
import { createWorld, type World } from '../../mock/state.ts';
import { createRequest, type RequestParts } from '../../mock/testing/create-request.ts';
import { loadContract } from '../../mock/testing/load-contract.ts';

import { locateNeighbour, type Page, readId, readPage } from '../../page/page-reader.ts';
import { setParameter } from '../../page/query.ts';
import type { FaultedResponse } from '../delivery.ts';
import { createFaultBoard, type FaultBoard } from '../faults/board.ts';
import { createFaultingList, type FaultingList } from '../faults/faulting-list.ts';
import type { Fault } from '../faults/kinds.ts';
import { parseFault } from '../faults/parse.ts';

/** A list with a board of its own, and a client that keeps to the contract. */
export interface Faulty extends FaultingList {
  readonly contract: Contract;
  readonly list: ListMock;
  readonly board: FaultBoard;
  setTime(now: number): void;
  /** The first page, of 7 rows unless the query says otherwise. */
  start(query?: string, parts?: RequestParts): MockRequest;
  ask(request: MockRequest, forced?: readonly Fault[]): FaultedResponse;
  /** Follows next links or counts on, as the style has it, until there is no next page or an answer is no page. */
  walk(query?: string, most?: number): readonly Step[];
}

/** One page of a walk. */
export interface Step {
  readonly request: MockRequest;
  readonly response: FaultedResponse;
  readonly page?: Page;
  /** Identities of the rows on the page. */
  readonly ids: readonly string[];
}

const loaded = new Map<string, { readonly contract: Contract; readonly scenario: Scenario }>();

function load(id: string, name: string): { readonly contract: Contract; readonly scenario: Scenario } {
  const key = `${id} ${name}`;
  const known = loaded.get(key);
  if (known !== undefined) return known;
  const contract = loadContract(id);
  const parts = { contract, scenario: loadScenario({ contract, ...(builtInContracts().includes(id) && { name }) }) };
  loaded.set(key, parts);
  return parts;
}

/**
 * Opens the list of a contract in a scenario, or that of a file with rows of its own, with faults in their text form.
 *
 * @param make - makes the list that is struck; the mock by default
 */
export function openFaulty(
  id: string,
  faults: readonly string[] = [],
  scenario = 'demo',
  make: (options: ListMockOptions) => ListMock = createListMock,
): Faulty {
  const { contract, scenario: situation } = load(id, scenario);
  let time = situation.now;
  const world = createWorld({ contract, scenario: situation, now: () => time });
  const list = make({ world, key: 'key', seed: '1' });
  const board = createFaultBoard([contract]);
  for (const fault of faults) board.add(parseFault(fault));
  const { handle } = createFaultingList(list, board);
  const { path, headers } = writeTarget(world);
  const start: Faulty['start'] = (query = '', parts = {}) => {
    const request = createRequest(`${path}?${query}`, { ...parts, headers: { ...headers, ...parts.headers } });
    return query.includes(`${contract.page.limit.parameter}=`)
      ? request
      : setParameter(request, contract.page.limit.parameter, '7');
  };
  const ask: Faulty['ask'] = (request, forced) => {
    const response = handle(request, forced);
    if (response === undefined) throw new Error(`${request.path} was not answered`);
    return response;
  };
  return {
    contract,
    list,
    board,
    setTime(now) {
      time = now;
    },
    handle,
    start,
    ask,
    walk(query, most = 30) {
      const steps: Step[] = [];
      let next: MockRequest | undefined = start(query);
      while (next !== undefined && steps.length < most) {
        const request: MockRequest = next;
        const response = ask(request);
        const page = readPage(contract, response);
        const ids = page?.items.map((item) => readId(contract, item)) ?? [];
        steps.push({ request, response, ...(page && { page }), ids });
        next = page && locateNeighbour(contract, request, page, 'next');
      }
      return steps;
    },
  };
}

/** All identities of a walk, in order. */
export function idsOf(steps: readonly Step[]): readonly string[] {
  return steps.flatMap(({ ids }) => ids);
}

/** The path of a list that has rows, and headers that open it. */
function writeTarget({ contract: { access, path }, tenants }: World): {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
} {
  const [tenant] = tenants;
  const [credential] = tenant?.credentials ?? [];
  const [collection = ''] = tenant?.collections ?? [];
  const headers = access.credentials.map(({ name, header, word }) => {
    const value = credential?.values[name] ?? '';
    return [header, word === undefined ? value : `${word} ${value}`] as const;
  });
  return {
    path: access.scope?.in === 'path' ? path.replace(`{${access.scope.name}}`, encodeURIComponent(collection)) : path,
    headers: {
      ...Object.fromEntries(headers),
      ...(access.version && { [access.version.parameter.name]: access.version.known[0] ?? '' }),
      ...(access.scope?.in === 'header' && { [access.scope.name]: collection }),
    },
  };
}
