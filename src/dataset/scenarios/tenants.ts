import type { Contract } from '../../contract/contract.ts';
import { listFurtherSchemes, listSchemes, listScopes } from '../../contract/credentials.ts';
import type { Problem } from '../../contract/error.ts';
import { didYouMean } from '../../contract/text.ts';
import { parseInstant } from '../../contract/time.ts';
import type { Credential, Tenant } from './scenario.ts';
import { below, isMap, type Part, problemOf, unknownKeys } from './scenario-files.ts';

/**
 * Reads the tenants of a scenario.
 *
 * @param part - what stands under `tenants`
 * @param problems - gets what is wrong
 */
export function parseTenants(contract: Contract, part: Part, problems: Problem[]): readonly Tenant[] {
  if (!isMap(part.value) || Object.keys(part.value).length === 0) {
    problems.push(problemOf(part, 'must be an object from the name of a tenant to its credentials and scopes'));
    return [];
  }
  const tenants = Object.keys(part.value).map((name) => parseTenant(contract, name, below(part, name), problems));
  checkDistinct(tenants, part, problems);
  return tenants;
}

function parseTenant(contract: Contract, name: string, part: Part, problems: Problem[]): Tenant {
  if (part.value !== null && !isMap(part.value)) {
    problems.push(problemOf(part, 'must be an object with credentials and scopes'));
    return { name, credentials: [], collections: [name] };
  }
  problems.push(...unknownKeys({ ...part, value: part.value ?? {} }, ['credentials', 'scopes']));
  const collections = parseTexts(below(part, 'scopes'), problems) ?? [name];
  return { name, credentials: parseCredentials(contract, name, below(part, 'credentials'), problems), collections };
}

function parseCredentials(contract: Contract, tenant: string, part: Part, problems: Problem[]): readonly Credential[] {
  const { credentials: schemes } = contract.access;
  if (part.value === undefined && schemes.length === 0) {
    const values = listFurtherSchemes(contract).map(({ name }) => [name, usualCredential(tenant, name, '')]);
    return [
      {
        as: 'default',
        values: Object.fromEntries(values) as Record<string, string>,
        scopes: listScopes(contract),
      },
    ];
  }
  if (!Array.isArray(part.value) || part.value.length === 0) {
    problems.push(problemOf(part, `must be a list of credentials, each with ${namesOf(contract)}`));
    return [];
  }
  const credentials = part.value.map((_, index) => parseCredential(contract, tenant, below(part, index), problems));
  for (const [index, { as }] of credentials.entries()) {
    if (credentials.findIndex((other) => other.as === as) < index) {
      problems.push(problemOf(below(part, index), `duplicate credential name ${as}`));
    }
  }
  return credentials;
}

function parseCredential(contract: Contract, tenant: string, part: Part, problems: Problem[]): Credential {
  const schemes = listSchemes(contract).map(({ name }) => name);
  const written = isMap(part.value) ? part.value : {};
  if (!isMap(part.value)) problems.push(problemOf(part, `must be an object with ${namesOf(contract)}`));
  for (const key of Object.keys(written)) {
    if (['as', 'scopes', 'expires', ...schemes, ...listFurtherSchemes(contract).map(({ name }) => name)].includes(key))
      continue;
    const message = `unknown security scheme ${key}${didYouMean(key, schemes)}`;
    problems.push(problemOf(below(part, key), message));
  }
  const values = schemes.map((scheme) => [scheme, parseText(below(part, scheme), problems, `the value of ${scheme}`)]);
  const expires = parseTime(below(part, 'expires'), problems);
  // What only operations on rows ask for need not be written out.
  const optional = listFurtherSchemes(contract).map(({ name }) => {
    const own =
      written[name] === undefined ? undefined : parseText(below(part, name), problems, `the value of ${name}`);
    return [
      name,
      own ??
        usualCredential(
          tenant,
          name,
          [undefined, 'default'].includes(written['as'] as string | undefined) ? '' : `-${String(written['as'])}`,
        ),
    ];
  });
  const further = Object.fromEntries(optional) as Record<string, string>;
  return {
    as:
      written['as'] === undefined
        ? 'default'
        : parseText(below(part, 'as'), problems, 'what the credential stands for'),
    values: { ...further, ...(Object.fromEntries(values) as Record<string, string>) },
    scopes: parseTexts(below(part, 'scopes'), problems) ?? listScopes(contract),
    ...(expires !== undefined && { expires }),
  };
}

/**
 * A credential of a tenant where no file gives it one.
 *
 * @param scheme - the name of the security scheme
 * @param as - what follows it, where the tenant has several
 */
export function usualCredential(tenant: string, scheme: string, as: string): string {
  return `${tenant}-${scheme.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase()}${as}`;
}

/** Two tenants with the same credential could not be told apart. */
function checkDistinct(tenants: readonly Tenant[], part: Part, problems: Problem[]): void {
  const holders = new Map<string, string>();
  for (const { name, credentials } of tenants) {
    for (const [index, { values }] of credentials.entries()) {
      const key = JSON.stringify(Object.values(values));
      const holder = holders.get(key);
      if (holder !== undefined && key !== '[]') {
        const place = below(below(below(part, name), 'credentials'), index);
        problems.push(problemOf(place, `duplicate credential: ${holder} has one with the same values`));
      }
      holders.set(key, name);
    }
  }
}

function parseText(part: Part, problems: Problem[], what: string): string {
  if (typeof part.value === 'string' && part.value !== '') return part.value;
  problems.push(problemOf(part, `must be ${what} as a string`));
  return '';
}

function parseTexts(part: Part, problems: Problem[]): readonly string[] | undefined {
  const { value } = part;
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value as string[];
  problems.push(problemOf(part, 'must be a list of strings'));
  return undefined;
}

/** An instant, as milliseconds since 1970. */
export function parseTime(part: Part, problems: Problem[]): number | undefined {
  if (part.value === undefined) return undefined;
  const time = typeof part.value === 'string' ? parseInstant(part.value) : undefined;
  if (time === undefined) problems.push(problemOf(part, 'must be an instant such as 2026-05-05T00:00:00Z'));
  return time;
}

function namesOf(contract: Contract): string {
  return ['as', ...listSchemes(contract).map(({ name }) => name), 'scopes', 'expires'].join(', ');
}
