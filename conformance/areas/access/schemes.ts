import type { Contract, CredentialScheme } from '../../../src/contract/contract.ts';
import { listCredentialHeaders, listCredentialParameters, usualSchemes } from '../../../src/contract/credentials.ts';
import type { Target } from '../../client/target.ts';
import type { AskOptions } from '../../list/query.ts';

/** What a target sends with every request. */
export type Sender = Pick<Target, 'readHeader' | 'readQuery'>;

/** Other credentials than those of the target. */
export type OtherCredentials = Pick<AskOptions, 'headers' | 'usualQuery'>;

type HasAccess = Pick<Contract, 'access'>;

/** Whether a list asks for credentials: one that lets in who sends none asks for nothing. */
export function needsCredentials({ access }: HasAccess): boolean {
  return access.credentials.length > 0 && access.credentials.every((schemes) => schemes.length > 0);
}

/** The alternative that a target uses: the first one of which it sends every credential, or else the usual one. */
export function listSchemesInUse(contract: HasAccess, sender: Sender): readonly CredentialScheme[] {
  const used = contract.access.credentials.find((schemes) => {
    return schemes.length > 0 && schemes.every((scheme) => readCredential(scheme, sender) !== undefined);
  });
  return used ?? usualSchemes(contract);
}

/** What a target sends for a scheme, its word included. */
export function readCredential({ in: place, parameter }: CredentialScheme, sender: Sender): string | undefined {
  if (place === 'header') return sender.readHeader(parameter);
  if (place === 'query') return sender.readQuery(parameter);
  const cookie = readCookies(sender).find(([name]) => name === parameter);
  return cookie?.[1];
}

/** Sends other values for some schemes. @param values - by scheme; `undefined` for none at all */
export function replaceCredentials(
  values: readonly (readonly [scheme: CredentialScheme, value: string | undefined])[],
  sender: Sender,
): OtherCredentials {
  const at = (place: CredentialScheme['in']): readonly (readonly [string, string | undefined])[] => {
    return values.flatMap(([scheme, value]) => (scheme.in === place ? [[scheme.parameter, value] as const] : []));
  };
  const [headers, cookies, query] = [at('header'), at('cookie'), at('query')];
  const all = cookies.length === 0 ? headers : [...headers, ['cookie', writeCookies(cookies, sender)] as const];
  return {
    ...(all.length === 0 ? {} : { headers: Object.fromEntries(all) }),
    ...(query.length === 0 ? {} : { usualQuery: Object.fromEntries(query) }),
  };
}

/** Sends no credential of any kind. */
export function withoutCredentials(contract: HasAccess): OtherCredentials {
  const none = (names: readonly string[]): Readonly<Record<string, undefined>> => {
    return Object.fromEntries(names.map((name) => [name, undefined]));
  };
  const parameters = listCredentialParameters(contract);
  return {
    headers: none(listCredentialHeaders(contract)),
    ...(parameters.length === 0 ? {} : { usualQuery: none(parameters) }),
  };
}

function readCookies(sender: Sender): readonly (readonly [name: string, value: string])[] {
  const text = sender.readHeader('cookie') ?? '';
  return text
    .split(';')
    .filter((pair) => pair.includes('='))
    .map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1).trim()] as const);
}

function writeCookies(
  values: readonly (readonly [name: string, value: string | undefined])[],
  sender: Sender,
): string | undefined {
  const others = readCookies(sender).filter(([name]) => values.every(([replaced]) => replaced !== name));
  const given = values.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const all = [...others, ...given];
  return all.length === 0 ? undefined : all.map(([name, value]) => `${name}=${value}`).join('; ');
}
