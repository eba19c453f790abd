import type { Contract } from '../../../src/contract/contract.ts';
import type { Need } from '../../check.ts';

/** Whom credentials beside the caller's own may belong to; those of others are not used. */
export const CREDENTIAL_ROLES: readonly string[] = ['expired', 'insufficient-scope', 'other-tenant'];

/** The credentials of another role. */
export function needRole(role: string, what: string, decides: readonly string[]): Need {
  return { give: `--as ${role}='Name: value'`, what, decides, isGiven: ({ roles }) => roles.has(role) };
}

/** Credentials of another tenant. */
export function needOtherTenant(decides: readonly string[]): Need {
  return needRole('other-tenant', 'a credential of another tenant', decides);
}

/** What selects the collection of another tenant; nothing where a contract has one collection. */
export function needForeignScope({ access: { scope } }: Contract, decides: readonly string[]): readonly Need[] {
  if (scope === undefined) return [];
  const { name } = scope;
  const what = `another tenant’s \`${name}\``;
  const isGiven: Need['isGiven'] = ({ foreign }) => findForeign(foreign, name) !== undefined;
  return [{ give: `--foreign-path-param ${name}=value`, what, decides, isGiven }];
}

/** Header names are the same in any case. */
export function findForeign(values: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.entries(values).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/** Why requirements are open for which something was not given. */
export function describeNeed({ what, give }: Pick<Need, 'what' | 'give'>): string {
  return `not tested without ${what}: pass ${give}`;
}
