import { randomUUID } from 'node:crypto';
import type { Reads } from '../../audit/rules/client-rule.ts';
import { PagewrightError } from '../../contract/error.ts';
import { DEFAULT_SESSION, type SessionRegistry } from '../sessions/registry.ts';
import type { ScenarioLibrary } from '../sessions/scenario-library.ts';
import type { Session } from '../sessions/session.ts';
import { readReads } from './journal.ts';
import { beginScenarios } from './scenarios.ts';
import { createSessionControl, type SessionControl } from './session-control.ts';

/** One of a mock's sessions. */
export interface SessionDescription {
  readonly id: string;
  /** The base URL that puts a client into it. */
  readonly url: string;
  /** In ISO 8601, by the time of day. */
  readonly createdAt: string;
  readonly lastUsedAt: string;
  /** How many exchanges its journal has recorded. */
  readonly exchanges: number;
  /** The names of its scenarios, by the id of the contract. */
  readonly scenarios: Readonly<Record<string, string>>;
  /** What its client is said to read, for the audit: every list to its end, or some of it. */
  readonly reads: Reads;
}

/** What a session begins with. */
export interface SessionOptions {
  /** A new one by default. */
  readonly id?: string;
  /** The name of a scenario for all contracts that have it, or names by the id of the contract. */
  readonly scenario?: string | Readonly<Record<string, string>>;
  /** What its client is said to read, for the audit: `some` for a widget, a poller, a search box; as the mock says by default. */
  readonly reads?: Reads;
}

/** The sessions of a mock. */
export interface SessionsControl {
  /** Every session; the first is `default`, that of clients that name none. */
  list(): readonly SessionDescription[];
  /**
   * Begins a session.
   *
   * @throws {PagewrightError} `session-taken`, `invalid-session`, `invalid-option`, `too-many-sessions` or `unknown-scenario`
   */
  create(options?: SessionOptions): SessionControl;
  /** A session by its id; it begins when it is first used. */
  get(id: string): SessionControl;
  /** @throws {PagewrightError} `unknown-session` */
  describe(id: string): SessionDescription;
  /**
   * Ends a session.
   *
   * @throws {PagewrightError} `unknown-session`; `invalid-session` for the default one
   */
  remove(id: string): void;
}

interface SessionsControlOptions {
  readonly registry: SessionRegistry;
  readonly library: () => ScenarioLibrary;
  /** Scheme, host and prefix of the mock's address. */
  readonly origin: () => string;
}

/** Creates the control of a mock's sessions. */
export function createSessionsControl({ registry, library, origin }: SessionsControlOptions): SessionsControl {
  const get = (id: string): SessionControl =>
    createSessionControl({ enter: () => registry.enter(id), library, origin });
  const describe = (session: Session): SessionDescription => ({
    id: session.id,
    url: origin() + session.prefix,
    createdAt: new Date(session.createdAt).toISOString(),
    lastUsedAt: new Date(session.lastUsedAt).toISOString(),
    exchanges: session.journal.recorded,
    scenarios: Object.fromEntries(session.lists.map(({ contract, scenario }) => [contract.id, scenario])),
    reads: session.reads,
  });
  return {
    list: () => registry.list().map(describe),
    get,
    describe: (id) => describe(registry.require(id)),
    create({ id = randomUUID(), scenario, reads } = {}) {
      const intent = reads === undefined ? undefined : readReads(reads);
      if (registry.find(id) !== undefined) {
        throw new PagewrightError('session-taken', `Session ${id} already exists`);
      }
      const session = registry.enter(id);
      try {
        if (scenario !== undefined) beginScenarios(library(), session, scenario);
        session.reads = intent ?? session.reads;
      } catch (error) {
        registry.remove(id);
        throw error;
      }
      return get(id);
    },
    remove(id) {
      if (id === DEFAULT_SESSION) {
        throw new PagewrightError('invalid-session', 'The default session cannot be ended; reset it instead');
      }
      registry.remove(registry.require(id).id);
    },
  };
}
