import { setMaxListeners } from 'node:events';
import { type AlteredList, alterList } from '../../alter/engine.ts';
import { createFaultBoard, type FaultBoard } from '../../alter/faults/board.ts';
import { faultInjection } from '../../alter/faults/injection.ts';
import type { Fault } from '../../alter/faults/kinds.ts';
import type { GreaseSettings } from '../../alter/grease/grease.ts';
import { createGrease } from '../../alter/grease/grease.ts';
import type { Reads } from '../../audit/rules/client-rule.ts';
import type { Contract } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';
import type { Exchange } from '../../journal/exchange.ts';
import { createJournal, type Journal, type JournalLimits } from '../../journal/journal.ts';
import type { ListMockOptions } from '../../mock/list.ts';
import type { MemoryBudget, MemoryPool } from '../../mock/memory-budget.ts';
import type { MockState, RowChange } from '../../mock/state.ts';
import type { Work } from '../../store/work.ts';
import type { ActiveDeviation } from '../deviation.ts';
import type { Routing } from '../routing/paths.ts';
import { createRouter, type Router } from '../routing/router.ts';
import { createClock, type SessionClock } from './clock.ts';
import { createHolds, type Holds } from './holds.ts';
import { createOpenLists } from './open-lists.ts';
import type { ScenarioLibrary } from './scenario-library.ts';
import { createSessionList, type SessionList } from './session-list.ts';

/** One client's own rows, clock, faults and journal. Nothing that happens in it is seen in another session. */
export interface Session {
  readonly id: string;
  /** What paths begin with that lead into it; empty for the session of clients that name none. */
  readonly prefix: string;
  readonly router: Router;
  /** In the order of their contracts. */
  readonly lists: readonly SessionList[];
  readonly clock: SessionClock;
  readonly faults: FaultBoard;
  readonly journal: Journal;
  /** Its breakpoints. */
  readonly holds: Holds;
  /** Is told of each row that comes, goes or changes, whoever does it; `undefined` while nobody asks. */
  onRowChange: ((contract: Contract, change: RowChange) => void) | undefined;
  /** What must not be shown, beside the credentials of tenants. */
  readonly secrets: readonly string[];
  /** When it came to be and was last used by the time of day, in milliseconds since 1970. */
  readonly createdAt: number;
  lastUsedAt: number;
  grease: GreaseSettings | undefined;
  /** What its client is said to read, for the audit. */
  reads: Reads;
  /** The bug that its lists have; `undefined` for none. Grease would hide it: one of both can be on. */
  deviation: ActiveDeviation | undefined;
  /** Names of snapshots, with what puts each of them back. */
  readonly snapshots: Map<string, () => void>;
  /** Goes back to how it began: scenarios, rows, clock, faults, grease and journal. Snapshots stay. */
  reset(): void;
  /** Keeps scenarios, rows and clock as they are. @returns a function that restores them */
  save(): () => void;
  /** Keeps the same, and faults, grease and deviation. @returns a function that puts all of it back */
  keep(): () => void;
  /** Aborted when it ends: who names its id then gets another one. */
  readonly ended: AbortSignal;
  /**
   * Finds requests that came to no named session, but may be meant for this one.
   *
   * @param exchanges - of this session
   */
  findMisroutedRequests(exchanges: readonly Exchange[]): Work<readonly Exchange[]>;
  end(): void;
}

/** What a session begins with. */
export interface SessionSetup {
  readonly id: string;
  readonly prefix: string;
  readonly library: ScenarioLibrary;
  readonly routing: Routing;
  readonly deviation: ActiveDeviation | undefined;
  readonly list: Pick<ListMockOptions, 'key' | 'seed' | 'pageBytes'>;
  readonly journal?: JournalLimits;
  /** From which its journal and its pages take their memory; that of all sessions. */
  readonly memory: MemoryBudget;
  /** What its journal must not show, beside the credentials of tenants. */
  readonly secrets?: readonly string[];
  /** What its clock shows first. */
  readonly clock: 'scenario' | 'system';
  readonly grease: GreaseSettings | undefined;
  /** What clients are said to read; `all` by default. */
  readonly reads?: Reads | undefined;
  /** Faults that are on from the start, beside those of scenarios. */
  readonly faults: readonly Fault[];
  /** Finds nothing by default. */
  readonly findMisroutedRequests?: (session: Session, exchanges: readonly Exchange[]) => Work<readonly Exchange[]>;
  /** The time of day, in milliseconds since 1970. */
  readonly now: () => number;
}

/** Of the lists that can be opened again, so many keep their rows. */
const MAX_OPEN_LISTS = 40;

/** Creates a session. */
export function createSession(options: SessionSetup): Session {
  const { id, prefix, library, routing, now } = options;
  const clock = createClock(options.clock, now);
  const faults = createFaultBoard(library.contracts);
  const journal = createJournal(options.journal, options.memory);
  const holds = createHolds();
  let { grease, deviation } = options;
  let onRowChange: Session['onRowChange'];
  const createList = (state: MockState, generation: number, memory: MemoryPool): AlteredList => {
    const { seed } = options.list;
    const list = { ...options.list, state, memory, seed: generation === 0 ? seed : `${seed} ${generation}` };
    const { contract } = state;
    const alterations = grease === undefined ? deviation?.alterations(contract) : createGrease(contract, grease);
    return alterList(list, [...(alterations ?? []), faultInjection(faults)]);
  };
  const openLists = createOpenLists(MAX_OPEN_LISTS);
  const lists = library.contracts.map((contract) => {
    const onChange = (change: RowChange): void => onRowChange?.(contract, change);
    const common = { contract, library, clock, faults, createList, memory: options.memory, onChange };
    return createSessionList({ ...common, ...(library.isDeferred(contract) && { openLists }) });
  });
  const beginFaults = (): void => {
    for (const fault of options.faults) faults.add(fault);
  };
  beginFaults();
  const createdAt = now();
  const ending = new AbortController();
  // As many as there are readers.
  setMaxListeners(0, ending.signal);
  const session: Session = {
    id,
    prefix,
    secrets: options.secrets ?? [],
    lists,
    router: createRouter(lists, routing),
    clock,
    faults,
    journal,
    holds,
    createdAt,
    lastUsedAt: createdAt,
    reads: options.reads ?? 'all',
    snapshots: new Map(),
    get onRowChange() {
      return onRowChange;
    },
    set onRowChange(listener) {
      onRowChange = listener;
    },
    get grease() {
      return grease;
    },
    set grease(settings) {
      if (settings !== undefined) requireNoDeviation(deviation);
      grease = settings;
      for (const list of lists) list.renew();
    },
    get deviation() {
      return deviation;
    },
    set deviation(next) {
      if (grease !== undefined) requireNoDeviation(next);
      deviation = next;
      for (const list of lists) list.renew();
    },
    reset() {
      clock.reset();
      faults.clear();
      beginFaults();
      ({ grease, deviation } = options);
      for (const list of lists) list.reset();
      holds.clear();
      journal.clear();
    },
    save() {
      const restoreClock = clock.save();
      const restoreLists = lists.map((list) => list.save());
      return () => {
        restoreClock();
        for (const restore of restoreLists) restore();
      };
    },
    keep() {
      const restoreClock = clock.save();
      const restoreFaults = faults.save();
      const restoreLists = lists.map((list) => list.save());
      const saved = { grease, deviation };
      return () => {
        ({ grease, deviation } = saved);
        restoreClock();
        for (const restore of restoreLists) restore({ isWithFaults: true });
        restoreFaults();
      };
    },
    ended: ending.signal,
    *findMisroutedRequests(exchanges) {
      return options.findMisroutedRequests === undefined
        ? []
        : yield* options.findMisroutedRequests(session, exchanges);
    },
    end() {
      ending.abort();
      holds.clear();
      journal.end();
      for (const list of lists) list.end();
    },
  };
  return session;
}

/** What a journal must not show: the values of all credentials of the session's tenants, and the server's own secrets. */
export function listSessionSecrets({ lists, secrets }: Pick<Session, 'lists' | 'secrets'>): readonly string[] {
  const credentials = lists.flatMap(({ state }) => {
    return state.tenants.flatMap(({ credentials }) => credentials.flatMap(({ values }) => Object.values(values)));
  });
  return [...secrets, ...credentials];
}

/**
 * Requires that there is no deviation: grease would hide it.
 *
 * @throws {PagewrightError} `invalid-option`
 */
export function requireNoDeviation(deviation: ActiveDeviation | undefined): void {
  if (deviation === undefined) return;
  throw new PagewrightError('invalid-option', `Grease cannot be combined with deviation ${deviation.name}`);
}
