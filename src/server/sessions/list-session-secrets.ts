import type { Session } from './session.ts';

/** The values of all credentials that the tenants of a session hold. */
export function listSessionSecrets({ lists }: Pick<Session, 'lists'>): readonly string[] {
  return lists.flatMap(({ world }) => {
    return world.tenants.flatMap(({ credentials }) => credentials.flatMap(({ values }) => Object.values(values)));
  });
}
