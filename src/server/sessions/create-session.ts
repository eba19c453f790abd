import { setMaxListeners } from 'node:events';
import { createFaultBoard } from '../../fault/create-fault-board.ts';
import type { Fault } from '../../fault/fault.ts';
import { createGreasedList } from '../../grease/create-greased-list.ts';
import { createJournal, type JournalRoom } from '../../journal/create-journal.ts';
import type { ListMockOptions } from '../../mock/create-list-mock.ts';
import type { ListMock } from '../../mock/list-mock.ts';
import type { World } from '../../mock/world.ts';
import type { ListMaker } from '../choose-list-maker.ts';
import type { FixtureLibrary } from '../fixtures/fixture.ts';
import type { Routing } from '../site/create-routing.ts';
import { createSite } from '../site/create-site.ts';
import { createClock } from './create-clock.ts';
import { createSessionList } from './create-session-list.ts';
import { requireNoDeviation } from './require-no-deviation.ts';
import type { GreaseSettings, Session } from './session.ts';

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
