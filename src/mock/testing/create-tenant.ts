import type { Credential, Tenant } from '../../dataset/scenarios/scenario.ts';

/** A tenant with these credentials, and one collection of its own name. */
export function createTenant(name: string, ...credentials: readonly Partial<Credential>[]): Tenant {
  return {
    name,
    collections: [name],
    credentials: credentials.map((credential, index) => ({ as: String(index), values: {}, scopes: [], ...credential })),
  };
}
