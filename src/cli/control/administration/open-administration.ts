import { CliError, EXIT_CODES } from '../../cli-error.ts';
import type { AdminClient } from './admin-client.ts';
import { type AdminSettings, createAdminClient } from './create-admin-client.ts';

/**
 * Makes sure that a mock is where it is said to be: other servers have an `/__admin` too.
 *
 * @returns what calls its administration
 * @throws {CliError} that says what is there instead
 */
export async function openAdministration(settings: AdminSettings): Promise<AdminClient> {
  // Asking for a session would begin one.
  const { url, call } = createAdminClient({ ...settings, session: undefined });
  const health = await call<Readonly<Record<string, unknown>> | undefined>('GET', '/health');
  if (health?.['status'] === 'ok' && Array.isArray(health['contracts'])) return createAdminClient(settings);
  throw new CliError(
    `${url}/__admin/health does not answer as a mock of pagewright does; does "pagewright serve" listen there?`,
    EXIT_CODES.notAccessible,
  );
}
