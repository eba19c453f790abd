import type { FaultBoard } from '../../alter/faults/board.ts';
import { createFaultingList, type FaultingList } from '../../alter/faults/faulting-list.ts';
import type { Contract } from '../../contract/contract.ts';
import { createWorld } from '../../mock/create-world.ts';
import type { ListMock } from '../../mock/list-mock.ts';
import type { World } from '../../mock/world.ts';
import type { Clock } from './clock.ts';
import type { Fixture, FixtureLibrary } from './scenario-library.ts';
import type { SessionList } from './session-list.ts';

/** What the list of a session is made of. */
export interface SessionListOptions {
  readonly contract: Contract;
  readonly library: FixtureLibrary;
  readonly clock: Clock;
  readonly faults: FaultBoard;
  /**
   * Makes the mock of the list, as the session wants it now.
   *
   * @param count - how many there were before: values that are new in every response must not come again
   */
  readonly makeList: (world: World, count: number) => ListMock;
}

interface OpenList {
  readonly world: World;
  readonly list: ListMock;
  readonly faulting: FaultingList;
}

/** Makes the list of a session. Until somebody asks for it, it costs next to nothing. */
export function createSessionList({ contract, library, clock, faults, makeList }: SessionListOptions): SessionList {
  let fixture: Fixture;
  let opened: OpenList | undefined;
  let ownFaults: readonly string[] = [];
  let made = 0;

  function put(next: Fixture): void {
    fixture = next;
    opened = undefined;
    for (const id of ownFaults) faults.remove(id);
    ownFaults = next.faults.map((fault) => faults.add(fault).id);
  }

  function wear(world: World): OpenList {
    const list = makeList(world, made);
    made += 1;
    return { world, list, faulting: createFaultingList(list, faults) };
  }

  function open(): OpenList {
    if (opened !== undefined) return opened;
    const { scenario, openTable } = fixture;
    opened = wear(createWorld({ contract, scenario, openTable, now: () => clock.now(scenario.now) }));
    return opened;
  }

  put(library.open(contract));
  return {
    contract,
    get scenario() {
      return fixture.scenario.name;
    },
    get world() {
      return open().world;
    },
    handle: (request, forced) => open().faulting.handle(request, forced),
    fail: (condition, request) => open().list.fail(condition, request),
    nextFreshValue: () => open().list.nextFreshValue(),
    load: (name) => put(library.open(contract, name)),
    reset() {
      made = 0;
      put(fixture);
    },
    renew() {
      if (opened !== undefined) opened = wear(opened.world);
    },
    save() {
      const saved = fixture;
      const { world } = opened ?? {};
      const restoreRows = world?.save();
      return () => {
        if (saved !== fixture) put(saved);
        opened = undefined;
        restoreRows?.();
        if (world !== undefined) opened = wear(world);
      };
    },
  };
}
