import type { Exchange } from '../../journal/exchange.ts';
import type { Work } from '../../store/work.ts';
import type { SessionRegistry } from './registry.ts';
import type { Session } from './session.ts';

/** How many exchanges are looked at in one step. */
const STEP_EXCHANGES = 256;

/**
 * Finds requests that came to no named session, but may be meant for one: its client may have lost the prefix of the path. Of each
 * path only the first request may be, as what follows may follow from its response.
 *
 * @param session - the one that they may be meant for
 * @param exchanges - of that session
 * @returns in the order in which they came; nothing where they may as well be meant for another session
 */
export function* findMisroutedRequests(
  registry: Pick<SessionRegistry, 'main' | 'list'>,
  session: Session,
  exchanges: readonly Exchange[],
): Work<readonly Exchange[]> {
  if (session === registry.main) return [];
  const others = registry.list().filter((other) => other !== session && other !== registry.main);
  const isAlone = others.every(({ journal }) => journal.recorded === 0);
  const connections = new Set(exchanges.map(({ connection }) => connection));
  const firsts = new Map<string, Exchange>();
  let count = 0;
  for (const exchange of registry.main.journal.newest()) {
    count += 1;
    if (count % STEP_EXCHANGES === 0) yield;
    if (exchange.at + exchange.durationMs < session.createdAt) break;
    firsts.set(exchange.request.path, exchange);
  }
  return [...firsts.values()]
    .filter(({ connection }) => isAlone || (connection !== undefined && connections.has(connection)))
    .reverse();
}
