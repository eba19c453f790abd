import type { Contract } from '../../contract/contract.ts';
import type { Row } from '../../dataset/row-source.ts';
import type { RowChange } from '../../mock/state.ts';
import { readIdentity } from '../../store/order-column.ts';
import type { Session } from '../sessions/session.ts';

/** What has changed in a session since somebody first asked. */
export interface ChangeLog {
  /**
   * The rows of a collection that have changed since an exchange, by identity, as they were before; `undefined` for those that were
   * not there.
   */
  rowsBefore(contract: Contract, collection: string, exchange: number): ReadonlyMap<string, Row | undefined>;
}

/** A row that came, went or changed. */
interface RecordedChange {
  readonly contract: Contract;
  readonly collection: string;
  readonly before?: Row;
  readonly after?: Row;
  /** The exchange after which it was. */
  readonly exchange: number;
}

const MAX_CHANGES = 5000;

const logs = new WeakMap<Session, ChangeLog>();

/** The changes of a session. Recording begins with the first call. */
export function openChangeLog(session: Session): ChangeLog {
  const known = logs.get(session);
  if (known !== undefined) return known;
  const log = createChangeLog(session);
  logs.set(session, log);
  return log;
}

function createChangeLog(session: Session): ChangeLog {
  const changes: RecordedChange[] = [];

  session.onRowChange = (contract, { collection, table, removed, added }: RowChange) => {
    const exchange = session.journal.newest().next().value?.id ?? 0;
    changes.push({
      contract,
      collection,
      ...(removed !== undefined && { before: table.rowAt(removed) }),
      ...(added !== undefined && { after: table.rowAt(added) }),
      exchange,
    });
    if (changes.length > MAX_CHANGES) changes.splice(0, MAX_CHANGES / 10);
  };

  return {
    rowsBefore(contract, collection, exchange) {
      const rows = new Map<string, Row | undefined>();
      const note = (row: Row | undefined, before: Row | undefined): void => {
        const identity = row && readIdentity(row, contract.identity);
        if (identity !== undefined && !rows.has(identity)) rows.set(identity, before);
      };
      for (const one of changes) {
        if (one.exchange < exchange || one.contract !== contract || one.collection !== collection) continue;
        note(one.before, one.before);
        note(one.after, undefined);
      }
      return rows;
    },
  };
}
