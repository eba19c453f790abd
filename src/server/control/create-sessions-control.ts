import { randomUUID } from 'node:crypto';
import type { FixtureLibrary } from '../fixtures/fixture.ts';
import { ServerError } from '../server-error.ts';
import type { SessionRegistry } from '../sessions/create-session-registry.ts';
import { DEFAULT_SESSION } from '../sessions/create-session-registry.ts';
import type { Session } from '../sessions/session.ts';
import { createSessionControl } from './create-session-control.ts';
import type { SessionControl } from './session-control.ts';
import type { SessionDescription, SessionStart, SessionsControl } from './sessions-control.ts';

/** What sessions are controlled with. */
export interface SessionsControlOptions {
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
