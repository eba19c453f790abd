import { setMaxListeners } from 'node:events';
import { createFaultBoard, type FaultBoard } from '../../alter/faults/board.ts';
import type { Fault } from '../../alter/faults/kinds.ts';
import { createGreasedList } from '../../alter/grease/create-greased-list.ts';
import { createJournal, type Journal, type JournalRoom } from '../../journal/create-journal.ts';
import type { ListMockOptions } from '../../mock/create-list-mock.ts';
import type { ListMock } from '../../mock/list-mock.ts';
import type { World } from '../../mock/world.ts';
import type { ListMaker } from '../choose-list-maker.ts';
import type { Routing } from '../routing/paths.ts';
import { createSite, type Site } from '../routing/router.ts';
import { ServerError } from '../server-error.ts';
import { type Clock, createClock } from './clock.ts';

import { createSessionList } from './create-session-list.ts';
import type { FixtureLibrary } from './scenario-library.ts';
import type { SessionList } from './session-list.ts';

/** How answers use what contracts leave open, to find out what a client takes for granted. */
export interface GreaseSettings {
  /** Decides how each answer does. */
  readonly seed: string;
  /** Names of the features that are used; absent: all that apply to a contract. */
  readonly features?: readonly string[];
}

/** A world of one client's own: rows, clock, faults and journal. Nothing that happens in it is seen in another one. */
export interface Session {
  readonly id: string;
  /** What paths begin with that lead into it; empty for the session of clients that name none. */
  readonly prefix: string;
  readonly site: Site;
  /** The lists of the site, in the order of their contracts. */
  readonly lists: readonly SessionList[];
  readonly clock: Clock;
  readonly faults: FaultBoard;
  readonly journal: Journal;
  /** What must not be shown, beside the credentials of tenants. */
  readonly secrets: readonly string[];
  /** When it came to be and was last used by the clock on the wall, in milliseconds since 1970. */
  readonly createdAt: number;
  lastUsedAt: number;
  grease: GreaseSettings | undefined;
  /** Names of snapshots, with what puts each of them back. */
  readonly snapshots: Map<string, () => void>;
  /** Back to how it began: rows, clock, faults, grease and journal. Snapshots stay. */
  reset(): void;
  /** Keeps rows and clock as they are. @returns a function that puts them back */
  save(): () => void;
  /** Aborted when it ends: who names its id then gets another one. */
  readonly ended: AbortSignal;
  end(): void;
}

/** What a session is made of. */
export interface SessionOptions {
  readonly id: string;
  readonly prefix: string;
  readonly library: FixtureLibrary;
  readonly routing: Routing;
  readonly maker: ListMaker;
  readonly list: Pick<ListMockOptions, 'key' | 'seed' | 'pageBytes'>;
  readonly journal?: JournalRoom;
  /** What its journal must not show, beside the credentials of tenants. */
  readonly secrets?: readonly string[];
  /** What its clock shows first. */
  readonly clock: 'scenario' | 'system';
  readonly grease: GreaseSettings | undefined;
  /** Faults that are on from the start, beside those of scenarios. */
  readonly faults: readonly Fault[];
  /** The time of day, in milliseconds since 1970. */
  readonly wall: () => number;
}

/** Makes a session as it begins. */
export function createSession(options: SessionOptions): Session {
  const { id, prefix, library, routing, maker, wall } = options;
  const clock = createClock(options.clock, wall);
  const faults = createFaultBoard(library.contracts);
  const journal = createJournal(options.journal);
  let { grease } = options;
  const makeList = (world: World, count: number): ListMock => {
    const { seed } = options.list;
    const list = { ...options.list, world, seed: count === 0 ? seed : `${seed} ${count}` };
    return grease === undefined ? maker.make(list) : createGreasedList(list, grease);
  };
  const lists = library.contracts.map((contract) => createSessionList({ contract, library, clock, faults, makeList }));
  const beginFaults = (): void => {
    for (const fault of options.faults) faults.add(fault);
  };
  beginFaults();
  const createdAt = wall();
  const ending = new AbortController();
  // As many as there are readers.
  setMaxListeners(0, ending.signal);
  return {
    id,
    prefix,
    secrets: options.secrets ?? [],
    lists,
    site: createSite(lists, routing),
    clock,
    faults,
    journal,
    createdAt,
    lastUsedAt: createdAt,
    snapshots: new Map(),
    get grease() {
      return grease;
    },
    set grease(settings) {
      if (settings !== undefined) requireNoDeviation(maker);
      grease = settings;
      for (const list of lists) list.renew();
    },
    reset() {
      clock.reset();
      faults.clear();
      beginFaults();
      grease = options.grease;
      for (const list of lists) list.reset();
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
    ended: ending.signal,
    end: () => ending.abort(),
  };
}

/** What must not be shown of a session: the values of all credentials that its tenants hold, and the server's own secrets. */
export function listSessionSecrets({ lists, secrets }: Pick<Session, 'lists' | 'secrets'>): readonly string[] {
  const credentials = lists.flatMap(({ world }) => {
    return world.tenants.flatMap(({ credentials }) => credentials.flatMap(({ values }) => Object.values(values)));
  });
  return [...secrets, ...credentials];
}

/**
 * Makes sure that lists are as they should be before they are greased: whoever asked for a bug wants to see it.
 *
 * @throws {ServerError} when a deviation is on
 */
export function requireNoDeviation({ deviation }: ListMaker): void {
  if (deviation === undefined) return;
  throw new ServerError(
    'invalid-option',
    `grease and the deviation ${deviation.name} are asked for; expected one of them`,
  );
}
