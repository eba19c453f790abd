import type { Contract } from '../contract.ts';

/** The names, in lower case, of the headers that hold a contract's credentials. */
export function listCredentialHeaders({ access }: Pick<Contract, 'access'>): readonly string[] {
  return access.credentials.map(({ header }) => header.toLowerCase());
}

/** The names, in lower case, of the headers that say what is asked for, and are no secrets: version, scope, partition. */
export function listPublicHeaders({ access, parameters }: Pick<Contract, 'access' | 'parameters'>): readonly string[] {
  const { scope, partition, version } = access;
  const named = [scope, partition?.parameter, version?.parameter, ...parameters.filter(({ required }) => required)];
  const names = named.flatMap((parameter) => (parameter?.in === 'header' ? [parameter.name.toLowerCase()] : []));
  return [...new Set(names)].filter((name) => !listCredentialHeaders({ access }).includes(name));
}
