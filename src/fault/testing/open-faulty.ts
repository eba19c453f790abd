import type { Contract } from '../../contract/contract.ts';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { loadScenario } from '../../dataset/load-scenario.ts';
import type { Scenario } from '../../dataset/scenario.ts';
import { createListMock, type ListMockOptions } from '../../mock/create-list-mock.ts';
import { createWorld } from '../../mock/create-world.ts';
import type { ListMock } from '../../mock/list-mock.ts';
import type { MockRequest } from '../../mock/message.ts';
import { createRequest, type RequestParts } from '../../mock/testing/create-request.ts';
import { loadContract } from '../../mock/testing/load-contract.ts';
import { locateNeighbour, type Page, readId, readPage } from '../../page/page-reader.ts';
import { setParameter } from '../../page/query-parameters.ts';
import { createFaultBoard, type FaultBoard } from '../create-fault-board.ts';
import { createFaultingList, type FaultingList } from '../create-faulting-list.ts';
import type { FaultedResponse } from '../delivery.ts';
import type { Fault } from '../fault.ts';
import { parseFault } from '../parse-fault.ts';
import { writeTarget } from './write-target.ts';

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
