import type { Contract } from '../contract/contract.ts';
import { isSuspiciousHeader, listCredentialHeaders, listPublicHeaders, listSecrets } from '../contract/credentials.ts';

import type { Exchange } from '../journal/exchange.ts';
import { readHeader } from '../mock/message.ts';

/** Shorter ones are likely to be ordinary words. */
const MIN_LENGTH = 4;
/** Shorter ones are looked for only where they stand alone. */
const WORD_LENGTH = 8;
/** How many times over a text may be percent-encoded. */
const MAX_DECODINGS = 5;

/**
 * Prepares the search for secrets in texts. Its cost follows the length of the text, not the number of secrets.
 *
 * @param secrets - those of fewer than four characters are left alone
 * @returns a function from a text to the secrets in it, as they are or percent-encoded, even several times over
 */
export function createSecretFinder(secrets: Iterable<string>): (text: string) => readonly string[] {
  const byStart = new Map<string, string[]>();
  for (const secret of new Set(secrets)) {
    if (secret.length < MIN_LENGTH) continue;
    const start = secret.slice(0, MIN_LENGTH);
    const known = byStart.get(start);
    if (known === undefined) byStart.set(start, [secret]);
    else known.push(secret);
  }

  function search(text: string, found: Set<string>): void {
    for (let at = 0; at + MIN_LENGTH <= text.length; at += 1) {
      for (const secret of byStart.get(text.slice(at, at + MIN_LENGTH)) ?? []) {
        if (text.startsWith(secret, at) && (secret.length >= WORD_LENGTH || standsAlone(text, at, secret.length))) {
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

/** A text as it is, and decoded as often as it can be; a plus may be one or stand for a space. */
function listSpellings(text: string): ReadonlySet<string> {
  const spellings = new Set([text]);
  for (const start of [text, text.replaceAll('+', ' ')]) {
    let spelling = start;
    for (let round = 0; round < MAX_DECODINGS && spelling.includes('%'); round += 1) {
      spelling = decode(spelling);
      spellings.add(spelling);
    }
    spellings.add(spelling);
  }
  return spellings;
}

/** What is no escape stays as it is. */
function decode(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    return Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8');
  });
}

/**
 * The credentials that a client sent in headers.
 *
 * @param known - further ones
 * @returns each once, without its scheme
 */
export function collectSecrets(exchanges: readonly Exchange[], known: readonly string[]): ReadonlySet<string> {
  const secrets = new Set(known);
  const seen = new Set<string>();
  for (const { request, contract } of exchanges) {
    for (const name of Object.keys(request.headers)) {
      if (!isSecret(contract, name)) continue;
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
 * Finds the requests for nothing that there is which have a credential in their URL, and whose it is: that of the contract that it
 * was also sent to; of the one whose headers the request has most of; or of the first.
 *
 * @returns those of each contract, by its id
 */
export function assignUnroutedRequests(
  exchanges: readonly Exchange[],
  contracts: readonly Contract[],
  findSecrets: (text: string) => readonly string[],
): ReadonlyMap<string, readonly Exchange[]> {
  const unroutedRequests = new Map<string, Exchange[]>();
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
    const { contract, request } = exchange;
    const found = contract === undefined ? findSecrets(`${request.path}?${request.query}`) : [];
    if (found.length === 0) continue;
    const [likely] = [...contracts].sort((one, other) => countKeys(other, request) - countKeys(one, request));
    const owner = contracts.find((one) => found.some((secret) => isSecretOf(one, secret))) ?? likely;
    if (owner === undefined) continue;
    const known = unroutedRequests.get(owner.id);
    if (known === undefined) unroutedRequests.set(owner.id, [exchange]);
    else known.push(exchange);
  }
  return unroutedRequests;
}

/** How many of a contract's credentials, and of its other headers, a request has; all are more than many. */
function countKeys(contract: Contract, { headers }: Exchange['request']): number {
  const credentials = listCredentialHeaders(contract);
  const present = (names: readonly string[]): number => names.filter((name) => headers[name] !== undefined).length;
  const hasAll = credentials.length > 0 && present(credentials) === credentials.length;
  return present(credentials) + present(listPublicHeaders(contract)) + (hasAll ? 100 : 0);
}
