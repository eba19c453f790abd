import type { Session } from './session.ts';

/** What must not be shown of a session: the values of all credentials that its tenants hold, and the server's own secrets. */
export function listSessionSecrets({ lists, secrets }: Pick<Session, 'lists' | 'secrets'>): readonly string[] {
  const credentials = lists.flatMap(({ world }) => {
    return world.tenants.flatMap(({ credentials }) => credentials.flatMap(({ values }) => Object.values(values)));
  });
  return [...secrets, ...credentials];
}
