import type { Contract } from '../contract/contract.ts';
import { isSuspiciousHeader, listCredentialHeaders, listPublicHeaders, listSecrets } from '../contract/credentials.ts';

import type { Exchange } from '../journal/exchange.ts';
import { readHeader } from '../mock/message.ts';
import type { Work } from '../store/work.ts';
import { appendTo, groupBy } from './groups.ts';

/** Shorter secrets are likely to be ordinary words. */
const MIN_LENGTH = 4;
/** Shorter secrets are found only as whole words. */
const MIN_EMBEDDED_LENGTH = 8;
/** How many times a text may be percent-encoded. */
const MAX_DECODINGS = 5;

/**
 * Prepares the search for secrets in texts. Its cost depends on the length of the text, not on the number of secrets.
 *
 * @param secrets - those of fewer than four characters are ignored
 * @returns a function from a text to the secrets in it, plain or percent-encoded, even several times
 */
export function createSecretFinder(secrets: Iterable<string>): (text: string) => readonly string[] {
  const byStart = groupBy(
    [...new Set(secrets)].filter(({ length }) => length >= MIN_LENGTH),
    (secret) => secret.slice(0, MIN_LENGTH),
  );
  const firstCodes = new Set([...byStart.keys()].map((start) => start.charCodeAt(0)));

  function search(text: string, found: Set<string>): void {
    for (let at = 0; at + MIN_LENGTH <= text.length; at += 1) {
      // At most places, nothing has to be cut out to see that no secret begins there.
      if (!firstCodes.has(text.charCodeAt(at))) continue;
      for (const secret of byStart.get(text.slice(at, at + MIN_LENGTH)) ?? []) {
        if (
          text.startsWith(secret, at) &&
          (secret.length >= MIN_EMBEDDED_LENGTH || standsAlone(text, at, secret.length))
        ) {
          found.add(secret);
        }
      }
    }
  }

  return (text) => {
    const found = new Set<string>();
    if (byStart.size === 0) return [];
    for (const spelling of listSpellings(text)) search(spelling, found);
    return [...found];
  };
}

function standsAlone(text: string, at: number, length: number): boolean {
  const isWord = (character: string): boolean => /[\p{L}\p{N}_]/u.test(character);
  return !isWord(text.charAt(at - 1)) && !isWord(text.charAt(at + length));
}

/** A text as it is, and decoded as often as possible, with plus signs as they are and as spaces. */
function listSpellings(text: string): ReadonlySet<string> {
  const spellings = new Set([text]);
  for (const start of [text, text.replaceAll('+', ' ')]) {
    let spelling = start;
    for (let round = 0; round < MAX_DECODINGS && spelling.includes('%'); round += 1) {
      spelling = decodeEscapes(spelling);
      spellings.add(spelling);
    }
    spellings.add(spelling);
  }
  return spellings;
}

function decodeEscapes(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    return Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8');
  });
}

/**
 * Collects the credentials that a client sent in headers.
 *
 * @param known - further credentials
 * @returns each once, without its scheme
 */
export function collectSecrets(exchanges: readonly Exchange[], known: readonly string[]): ReadonlySet<string> {
  const secrets = new Set(known);
  const seen = new Set<string>();
  const decided = new Map<Contract | undefined, Map<string, boolean>>();
  const isSecretOf = (contract: Contract | undefined, name: string): boolean => {
    const names = decided.get(contract) ?? new Map<string, boolean>();
    decided.set(contract, names);
    const isKnown = names.get(name) ?? isSecret(contract, name);
    names.set(name, isKnown);
    return isKnown;
  };
  for (const { request, contract } of exchanges) {
    for (const name of Object.keys(request.headers)) {
      if (!isSecretOf(contract, name)) continue;
      const value = readHeader(request, name) ?? '';
      const key = `${name}:${value}`;
      if (seen.has(key)) continue;
      seen.add(key);
      for (const secret of listSecrets(name, value)) secrets.add(secret);
    }
  }
  return secrets;
}

function isSecret(contract: Contract | undefined, name: string): boolean {
  if (contract === undefined) return isSuspiciousHeader(name);
  if (listCredentialHeaders(contract).includes(name)) return true;
  return isSuspiciousHeader(name) && !listPublicHeaders(contract).includes(name);
}

/**
 * Finds the requests to paths of no contract that have a credential in their URL, and assigns each to a contract: the one that the
 * credential was also sent to, else the one of whose headers the request has most. In steps.
 *
 * @returns requests by the id of the contract
 */
export function* assignUnroutedRequests(
  exchanges: readonly Exchange[],
  contracts: readonly Contract[],
  findSecrets: (text: string) => readonly string[],
): Work<ReadonlyMap<string, readonly Exchange[]>> {
  const assigned = new Map<string, Exchange[]>();
  const secretsOf = new Map<string, ReadonlySet<string>>();
  const isSecretOf = (contract: Contract, secret: string): boolean => {
    const known =
      secretsOf.get(contract.id) ??
      collectSecrets(
        exchanges.filter((exchange) => exchange.contract?.id === contract.id),
        [],
      );
    secretsOf.set(contract.id, known);
    return known.has(secret);
  };
  for (const exchange of exchanges) {
    yield;
    const { contract, request } = exchange;
    const found = contract === undefined ? findSecrets(`${request.path}?${request.query}`) : [];
    if (found.length === 0) continue;
    const [likely] = [...contracts].sort((one, other) => countKeys(other, request) - countKeys(one, request));
    const owner = contracts.find((one) => found.some((secret) => isSecretOf(one, secret))) ?? likely;
    if (owner === undefined) continue;
    appendTo(assigned, owner.id, exchange);
  }
  return assigned;
}

/** How many of a contract's required headers a request has; all of its credentials outweigh the rest. */
function countKeys(contract: Contract, { headers }: Exchange['request']): number {
  const credentials = listCredentialHeaders(contract);
  const present = (names: readonly string[]): number => names.filter((name) => headers[name] !== undefined).length;
  const hasAll = credentials.length > 0 && present(credentials) === credentials.length;
  return present(credentials) + present(listPublicHeaders(contract)) + (hasAll ? 100 : 0);
}
