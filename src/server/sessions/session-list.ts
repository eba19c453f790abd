import type { AlteredList } from '../../alter/engine.ts';
import type { FaultBoard } from '../../alter/faults/board.ts';
import type { Contract } from '../../contract/contract.ts';
import type { MemoryBudget, MemoryPool } from '../../mock/memory-budget.ts';
import { createMockState, type MockState, type RowChange } from '../../mock/state.ts';
import type { SessionClock } from './clock.ts';
import type { OpenLists, Releasable } from './open-lists.ts';
import type { LoadedScenario, ScenarioLibrary } from './scenario-library.ts';

/** A list as it stands in a session: with its scenario, its rows and the faults that are active. */
export interface SessionList extends AlteredList {
  /** The name of its scenario. */
  readonly scenario: string;
  /**
   * Loads another scenario.
   *
   * @param name - by default the one that the contract is served with
   * @throws {PagewrightError} for mistakes in its file, or when there is none of the name
   */
  load(name?: string): void;
  /** Loads a scenario as the one that the session begins with: `reset` goes back to it. */
  begin(name: string): void;
  /** Goes back to the scenario that the session began with. */
  reset(): void;
  /**
   * Keeps the rows as they are.
   *
   * @returns a function that restores them, with their scenario; with the faults that it had, where the caller puts these back
   */
  save(): (options?: { readonly isWithFaults: boolean }) => void;
  /** Creates the mock anew, because its settings have changed; rows stay. */
  renew(): void;
  /** Gives back the memory that its pages take. */
  end(): void;
}

interface SessionListOptions {
  readonly contract: Contract;
  readonly library: ScenarioLibrary;
  readonly clock: SessionClock;
  readonly faults: FaultBoard;
  /**
   * Creates the list, by the session's settings of the moment: altered by its faults, grease or deviation.
   *
   * @param generation - how many came before it: values that are new in every response must not come again
   */
  readonly createList: (state: MockState, generation: number, memory: MemoryPool) => AlteredList;
  /** From which its pages take their memory. */
  readonly memory: MemoryBudget;
  /** Is told of each row that comes, goes or changes. */
  readonly onChange?: ((change: RowChange) => void) | undefined;
  /** Is told of each use; absent where the list stays open. */
  readonly openLists?: OpenLists | undefined;
}

/** Creates the list of a session. Until somebody requests it, it costs next to nothing. */
export function createSessionList(options: SessionListOptions): SessionList {
  const { contract, library, clock, faults, createList, memory, onChange, openLists } = options;
  let first = library.open(contract);
  let loaded: LoadedScenario;
  /** Whether its rows are others than those that its scenario begins with, or its scenario is another than the usual. */
  let isOwn = false;
  let state: MockState | undefined;
  let opened: AlteredList | undefined;
  let scenarioFaults: readonly string[] = [];
  let generation = 0;
  let pages = memory.divide();

  function install(next: LoadedScenario): void {
    loaded = next;
    isOwn = next !== first || first !== library.open(contract);
    state = undefined;
    opened = undefined;
    pages.end();
    for (const id of scenarioFaults) faults.remove(id);
    scenarioFaults = next.faults.map((fault) => faults.add(fault).id);
  }

  // To describe a list takes its state alone, and there may be hundreds of lists.
  function findState(): MockState {
    const { scenario, openTable } = loaded;
    state ??= createMockState({
      contract,
      scenario,
      openTable,
      onChange: openLists === undefined ? onChange : noteChange,
      now: () => clock.now(scenario.now),
    });
    return state;
  }

  function noteChange(change: RowChange): void {
    isOwn = true;
    onChange?.(change);
  }

  const releasable: Releasable = {
    release() {
      if (isOwn) return false;
      state = undefined;
      opened = undefined;
      pages.end();
      library.forget(contract);
      first = library.open(contract);
      loaded = first;
      return true;
    },
  };

  function attach(): AlteredList {
    pages.end();
    pages = memory.divide();
    const list = createList(findState(), generation, pages);
    generation += 1;
    return list;
  }

  function open(): AlteredList {
    if (openLists !== undefined) openLists.use(releasable);
    opened ??= attach();
    return opened;
  }

  install(first);
  return {
    contract,
    get scenario() {
      return loaded.scenario.name;
    },
    get state() {
      return findState();
    },
    // Read for each request, so that no other function stands on its way.
    get handle() {
      return open().handle;
    },
    fail: (condition, request) => open().fail(condition, request),
    nextFreshValue: () => open().nextFreshValue(),
    findRows: (request) => open().findRows(request),
    get prepare() {
      return open().prepare;
    },
    get operate() {
      return open().operate;
    },
    findMissing: (operation, request, path) => open().findMissing(operation, request, path),
    get ignoresParent() {
      return open().ignoresParent === true;
    },
    load: (name) => install(library.open(contract, name)),
    begin(name) {
      first = library.open(contract, name);
      install(first);
    },
    reset() {
      generation = 0;
      install(first);
    },
    renew() {
      if (opened !== undefined) opened = attach();
    },
    end: () => pages.end(),
    save() {
      const saved = loaded;
      const kept = state;
      const restoreRows = kept?.save();
      const keptFaults = scenarioFaults;
      return ({ isWithFaults } = { isWithFaults: false }) => {
        if (saved !== loaded) install(saved);
        if (isWithFaults) scenarioFaults = keptFaults;
        const wasOpened = opened !== undefined;
        state = kept;
        opened = undefined;
        restoreRows?.();
        if (wasOpened) opened = attach();
      };
    },
  };
}
