import { createExchangeDescriber } from '../../journal/create-exchange-describer.ts';
import type { Exchange } from '../../journal/exchange.ts';
import { createExchangeTest, filterExchanges } from '../../journal/filter-exchanges.ts';
import type { JournalEntry } from '../../journal/journal-entry.ts';
import { toHar } from '../../journal/to-har.ts';
import { readVersion } from '../read-version.ts';
import { listSessionSecrets } from '../sessions/list-session-secrets.ts';
import type { Session } from '../sessions/session.ts';
import type { JournalControl } from './session-control.ts';

/** Makes the control of a session's journal. */
export function createJournalControl(enter: () => Session): JournalControl {
  const list: JournalControl['list'] = (filter = {}) => {
    const session = enter();
    return filterExchanges(session.journal.list(), filter).map(describerOf(session));
  };
  return {
    list,
    get(id) {
      const session = enter();
      const exchange = session.journal.get(id);
      return exchange && describerOf(session)(exchange);
    },
    har: (filter) => toHar(list(filter), { version: readVersion() }),
    clear: () => enter().journal.clear(),
    subscribe(listener, filter = {}) {
      const session = enter();
      const isWanted = createExchangeTest(filter);
      const describe = describerOf(session);
      return session.journal.subscribe((exchange) => {
        if (isWanted(exchange)) listener(describe(exchange));
      });
    },
  };
}

interface KnownDescriber {
  readonly secrets: readonly string[];
  readonly describe: (exchange: Exchange) => JournalEntry;
}

/** What a describer has worked out for one exchange serves the next. */
const describers = new WeakMap<Session, KnownDescriber>();

function describerOf(session: Session): (exchange: Exchange) => JournalEntry {
  const secrets = listSessionSecrets(session);
  const known = describers.get(session);
  // Another scenario has other credentials.
  if (known?.secrets.join('\n') === secrets.join('\n')) return known.describe;
  const contracts = session.lists.map(({ contract }) => contract);
  const describe = createExchangeDescriber({ secrets, contracts });
  describers.set(session, { secrets, describe });
  return describe;
}
