import type { Contract, Json, Parameter } from '../../contract/contract.ts';
import type { Credential, Tenant } from '../scenario.ts';

/** The name of the scenario of a contract that has none of its own. */
export const DEFAULT_SCENARIO = 'default';

/** Where its clock stands. */
export const DEFAULT_NOW: number = Date.UTC(2026, 0, 1);

/** How many rows each collection gets. */
export const DEFAULT_ROWS = 50;

const NAMES = ['alpha', 'beta'];

/** Two tenants with a collection each, and credentials made from the names of the contract's security schemes. */
export function createDefaultTenants(contract: Contract): readonly Tenant[] {
  return NAMES.map((name, index) => ({
    name,
    credentials: createCredentials(contract, name),
    collections: [contract.access.scope === undefined ? name : scopeName(contract.access.scope, name, index)],
  }));
}

function createCredentials({ access }: Contract, tenant: string): readonly Credential[] {
  const valuesFor = (as: string): Record<string, string> =>
    Object.fromEntries(access.credentials.map(({ name }) => [name, `${tenant}-${slug(name)}${as}`]));
  const whole = { as: 'default', values: valuesFor(''), scopes: access.requiredScopes };
  if (access.credentials.length === 0) return [whole];
  const expired = { as: 'expired', values: valuesFor('-expired'), scopes: access.requiredScopes, expires: 0 };
  const lacking = { as: 'insufficient-scope', values: valuesFor('-insufficient-scope'), scopes: [] };
  return access.requiredScopes.length === 0 ? [whole, expired] : [whole, lacking, expired];
}

function slug(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
}

/** A name that the scope's parameter accepts. */
function scopeName({ schema }: Parameter, tenant: string, index: number): string {
  const allowed = schema['enum'] as readonly Json[] | undefined;
  if (allowed?.[index] !== undefined) return String(allowed[index]);
  if (schema['type'] === 'integer' || schema['type'] === 'number') return String(index + 1);
  return schema['format'] === 'uuid' ? `00000000-0000-4000-8000-00000000000${index + 1}` : tenant;
}
