import type { SessionDescription } from '../../../server/control/sessions-control.ts';
import type { TextStream } from '../../terminal.ts';
import { didYouMean } from '../../text/find-near-names.ts';
import { type AdminSettings, createAdminClient } from './create-admin-client.ts';

/** How many names are a help to who has mistyped one. */
const FEW = 6;

/**
 * Begins the session that calls are about, where there is none, and says so: the id may be mistyped.
 *
 * @throws {CliError} when the mock cannot be asked, or refuses the id
 */
export async function announceNewSession(settings: AdminSettings, stderr: TextStream): Promise<void> {
  const { session } = settings;
  if (!session) return;
  // Asking for the session itself would begin it.
  const { call } = createAdminClient({ ...settings, session: undefined });
  const ids = (await call<readonly SessionDescription[]>('GET', '/sessions')).map(({ id }) => id);
  if (ids.includes(session)) return;
  await createAdminClient(settings).call('GET', '/health');
  stderr.write(`there was no session ${session}; it has just begun${didYouMean(session, ids) || listFew(ids)}\n`);
}

function listFew(ids: readonly string[]): string {
  if (ids.length > FEW) return '';
  return ids.length === 1 ? `; there was ${ids[0]} only` : `; there were ${ids.join(', ')}`;
}
