import { parseFault } from '../../alter/faults/parse.ts';
import { PagewrightError } from '../../contract/error.ts';
import { MemoryBudget } from '../../mock/memory-budget.ts';
import { type ActiveDeviation, requireEffect } from '../deviation.ts';
import { type MockOptions, readGrease } from '../options.ts';
import { createRouting, type Routing } from '../routing/paths.ts';
import { readDuration } from '../times.ts';
import { findMisroutedRequests } from './misrouted-requests.ts';
import { createSessionRegistry, type SessionRegistry } from './registry.ts';
import { createScenarioLibrary, type ScenarioLibrary } from './scenario-library.ts';
import { createSession, requireNoDeviation, type SessionSetup } from './session.ts';

/** What is served, and to whom. */
export interface Backend {
  readonly registry: SessionRegistry;
  /** The contracts and scenarios as they were last read. */
  readonly library: () => ScenarioLibrary;
  /** Reads all files again and ends all sessions. Throws when there are mistakes in the files, and then nothing changes. */
  reload(): void;
}

/** Cursors protect nothing here: a known key makes responses the same everywhere. */
const DEFAULT_KEY = 'pagewright';

const DEFAULT_SESSION_IDLE = '30m';
const MAX_SESSIONS = 2000;

/** For the journals and pages of all sessions together. */
const MAX_SESSION_BYTES = 64 * 2 ** 20;

/** Who asks for a larger journal gets it, up to what a process can hold. */
const MAX_JOURNAL_BYTES = 2 ** 30;

/** What a named session may keep: a thousand at once are usual, and few of them do much. */
const NAMED_JOURNAL_LIMITS = { exchanges: 1000, bytes: 2 ** 20 };
const NAMED_PAGE_BYTES = 2 ** 16;

/**
 * Reads the contracts and scenarios, and begins the main session.
 *
 * @throws {PagewrightError} for mistakes in files and options
 */
export function loadBackend(options: MockOptions, deviation: ActiveDeviation | undefined): Backend {
  const { seed = 1, key = DEFAULT_KEY, sessionIdle = DEFAULT_SESSION_IDLE } = options;
  const idleMs = readDuration(sessionIdle, 'sessionIdle');
  if (idleMs <= 0) {
    throw new PagewrightError('invalid-option', 'Invalid sessionIdle: must be greater than 0, for example 30m');
  }
  const common: Pick<SessionSetup, 'deviation' | 'clock' | 'grease' | 'faults' | 'secrets' | 'memory' | 'now'> = {
    deviation,
    clock: options.now === 'system' ? 'system' : 'scenario',
    grease: chooseGrease(options, deviation),
    faults: (options.faults ?? []).map(parseFault),
    secrets: options.adminToken === undefined ? [] : [options.adminToken],
    memory: new MemoryBudget(MAX_SESSION_BYTES + Math.min(options.journal?.bytes ?? 0, MAX_JOURNAL_BYTES)),
    now: Date.now,
  };
  let current = read();

  function read(): { readonly library: ScenarioLibrary; readonly routing: Routing } {
    const library = createScenarioLibrary(options);
    if (deviation !== undefined) requireEffect(deviation, library.contracts);
    const routing = createRouting(library.contracts);
    for (const contract of library.contracts) library.open(contract);
    return { library, routing };
  }

  const registry: SessionRegistry = createSessionRegistry({
    create: (id, prefix) => {
      const isMain = prefix === '';
      return createSession({
        id,
        prefix,
        ...current,
        ...common,
        reads: options.reads,
        findMisroutedRequests: (session, exchanges) => findMisroutedRequests(registry, session, exchanges),
        list: {
          key,
          seed: isMain ? String(seed) : `${seed} ${id}`,
          ...(!isMain && { pageBytes: NAMED_PAGE_BYTES }),
        },
        journal: { ...(!isMain && NAMED_JOURNAL_LIMITS), ...options.journal },
      });
    },
    idleMs,
    maxSessions: MAX_SESSIONS,
    now: Date.now,
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

function chooseGrease({ grease = false }: MockOptions, deviation: ActiveDeviation | undefined): SessionSetup['grease'] {
  if (grease === false) return undefined;
  requireNoDeviation(deviation);
  return readGrease(grease === true ? {} : typeof grease === 'string' ? { seed: grease } : grease);
}
