import { randomUUID } from 'node:crypto';
import { ServerError } from '../server-error.ts';
import { DEFAULT_SESSION, type SessionRegistry } from '../sessions/registry.ts';
import type { FixtureLibrary } from '../sessions/scenario-library.ts';
import type { Session } from '../sessions/session.ts';
import { createSessionControl, type SessionControl } from './session-control.ts';

/** A session, for those who look after several. */
export interface SessionDescription {
  readonly id: string;
  /** The base URL with which a client is in it. */
  readonly url: string;
  /** In ISO 8601, by the clock on the wall. */
  readonly createdAt: string;
  readonly lastUsedAt: string;
  /** How many exchanges its journal has recorded. */
  readonly exchanges: number;
  /** The names of its scenarios, by the id of the contract. */
  readonly scenarios: Readonly<Record<string, string>>;
}

/** What a session begins with. */
export interface SessionStart {
  /** By default one that no other has. */
  readonly id?: string;
  /** The name of a scenario for all contracts that have it, or names by the id of the contract. */
  readonly scenario?: string | Readonly<Record<string, string>>;
}

/** The sessions of a mock. */
export interface SessionsControl {
  /** Every session; the first is that of clients that name none, `default`. */
  list(): readonly SessionDescription[];
  /** Begins a session. Throws a `ServerError` when there is one of the id. */
  create(start?: SessionStart): SessionControl;
  /** A session by its id; it begins when it is first used. */
  get(id: string): SessionControl;
  describe(id: string): SessionDescription;
  /** Ends a session. */
  remove(id: string): void;
}

/** What sessions are controlled with. */
interface SessionsControlOptions {
  readonly registry: SessionRegistry;
  readonly library: () => FixtureLibrary;
  /** Scheme, host and prefix of the mock's address. */
  readonly origin: () => string;
}

/** Makes the control of a mock's sessions. */
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
  });
  const find = (id: string): Session => {
    const session = registry.find(id);
    if (session !== undefined) return session;
    throw new ServerError('unknown-session', `there is no session ${id}; it was ended, became idle or never began`);
  };
  return {
    list: () => registry.list().map(describe),
    get,
    describe: (id) => describe(find(id)),
    create({ id = randomUUID(), scenario } = {}) {
      if (registry.find(id) !== undefined) throw new ServerError('session-taken', `there is a session ${id} already`);
      const control = get(id);
      registry.enter(id);
      try {
        loadScenarios(control, scenario);
      } catch (error) {
        registry.remove(id);
        throw error;
      }
      return control;
    },
    remove(id) {
      if (id === DEFAULT_SESSION) {
        throw new ServerError(
          'invalid-session',
          'the default session cannot be ended; reset puts it back to its start',
        );
      }
      registry.remove(find(id).id);
    },
  };
}

function loadScenarios({ scenarios }: SessionControl, scenario: SessionStart['scenario']): void {
  if (scenario === undefined) return;
  if (typeof scenario === 'string') scenarios.load(scenario);
  else for (const [contract, name] of Object.entries(scenario)) scenarios.load(name, contract);
}
