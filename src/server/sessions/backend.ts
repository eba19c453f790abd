import { parseFault } from '../../alter/faults/parse.ts';
import { type ListMaker, requireEffect } from '../choose-list-maker.ts';
import { readGrease } from '../control/faults.ts';
import { type MockOptions, readClock } from '../options.ts';
import { createRouting, type Routing } from '../routing/paths.ts';
import { ServerError } from '../server-error.ts';
import { readDuration } from '../times.ts';
import { createSessionRegistry, type SessionRegistry } from './registry.ts';
import { createFixtureLibrary, type FixtureLibrary } from './scenario-library.ts';
import { createSession, requireNoDeviation, type SessionOptions } from './session.ts';

/** What is served, and to whom. */
export interface Stage {
  readonly registry: SessionRegistry;
  /** The contracts and scenarios as they were last read. */
  readonly library: () => FixtureLibrary;
  /** Reads all files again and begins with sessions anew. Throws when there are mistakes in them, and then nothing changes. */
  reload(): void;
}

/** Cursors are worth nothing to anyone: without a key of the user's own, a known one makes answers the same everywhere. */
const USUAL_KEY = 'pagewright';

const USUAL_IDLE = '30m';
const MOST_SESSIONS = 2000;

/** A thousand sessions at once are usual, and few of them do much. */
const SMALL_ROOM = { journal: { exchanges: 1000, bytes: 2 ** 20 }, pageBytes: 2 ** 16 };

/**
 * Reads what is to be served, and makes the first session.
 *
 * @throws {PagewrightError} for mistakes in files, {@link PagewrightError} for an unknown scenario, {@link ServerError} and
 *   {@link PagewrightError} for options
 */
export function openStage(options: MockOptions, maker: ListMaker): Stage {
  const { seed = 1, key = USUAL_KEY, sessionIdle = USUAL_IDLE } = options;
  const idleMs = readDuration(sessionIdle, 'session idle time');
  if (idleMs <= 0) throw new ServerError('invalid-option', 'session idle time is not above 0; expected such as 30m');
  const beginning: Pick<SessionOptions, 'maker' | 'clock' | 'grease' | 'faults' | 'wall'> = {
    maker,
    clock: readClock(options.now).runs ? 'system' : 'scenario',
    grease: chooseGrease(options, maker),
    faults: (options.faults ?? []).map(parseFault),
    wall: Date.now,
  };
  let current = read();

  function read(): { readonly library: FixtureLibrary; readonly routing: Routing } {
    const library = createFixtureLibrary(options);
    requireEffect(maker, library.contracts);
    const routing = createRouting(library.contracts);
    for (const contract of library.contracts) library.open(contract);
    return { library, routing };
  }

  const registry = createSessionRegistry({
    create: (id, prefix) => {
      const isMain = prefix === '';
      const room = isMain ? {} : { pageBytes: SMALL_ROOM.pageBytes };
      const journal = { ...(isMain ? {} : SMALL_ROOM.journal), ...options.journal };
      const list = { key, seed: isMain ? String(seed) : `${seed} ${id}`, ...room };
      const secrets = options.adminToken === undefined ? [] : [options.adminToken];
      return createSession({ id, prefix, ...current, ...beginning, list, journal, secrets });
    },
    idleMs,
    most: MOST_SESSIONS,
    wall: Date.now,
  });
  return {
    registry,
    library: () => current.library,
    reload() {
      current = read();
      registry.restart();
    },
  };
}

function chooseGrease({ grease = false }: MockOptions, maker: ListMaker): SessionOptions['grease'] {
  if (grease === false) return undefined;
  requireNoDeviation(maker);
  return readGrease(grease === true ? {} : typeof grease === 'string' ? { seed: grease } : grease);
}
