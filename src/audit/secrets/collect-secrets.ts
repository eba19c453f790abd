import type { Contract } from '../../contract/contract.ts';
import { isSuspiciousHeader } from '../../contract/secrets/is-credential-header.ts';
import { listCredentialHeaders, listPublicHeaders } from '../../contract/secrets/list-key-headers.ts';
import { listSecrets } from '../../contract/secrets/list-secrets.ts';
import type { Exchange } from '../../journal/exchange.ts';
import { readHeader } from '../../mock/message.ts';

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
