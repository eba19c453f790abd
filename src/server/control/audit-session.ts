import { auditClient } from '../../audit/audit-client.ts';
import { toBeClean } from '../../audit/to-be-clean.ts';
import type { Contract } from '../../contract/contract.ts';
import { listSessionSecrets } from '../sessions/list-session-secrets.ts';
import type { Session } from '../sessions/session.ts';
import { findList } from '../site/find-list.ts';
import type { ClientAudit } from './session-control.ts';

/**
 * Judges the client of a session by its journal.
 *
 * @param target - the base URL of the session
 * @param id - of the only contract that is meant; all by default
 */
export function auditSession(session: Session, target: string, id?: string): ClientAudit {
  const { journal, createdAt } = session;
  const contracts = listContracts(session, id);
  const report = auditClient(
    // What belongs to no contract may still hold a credential of this one.
    journal.list().filter(({ contract }) => id === undefined || contract === undefined || contract.id === id),
    { contracts, dropped: journal.dropped, target, startedAt: createdAt, secrets: listSessionSecrets(session) },
  );
  const { pass: isClean, message } = toBeClean(report);
  return {
    ...report,
    isClean,
    toBeClean() {
      if (!isClean) throw new Error(message());
    },
  };
}

function listContracts({ lists }: Session, id: string | undefined): readonly Contract[] {
  return id === undefined ? lists.map(({ contract }) => contract) : [findList(lists, id).contract];
}
