import type { Contract } from '../../contract/contract.ts';
import { listCredentialHeaders, listPublicHeaders } from '../../contract/secrets/list-key-headers.ts';
import type { Exchange } from '../../journal/exchange.ts';
import { collectSecrets } from './collect-secrets.ts';

/**
 * Finds the requests for nothing that there is which have a credential in their URL, and whose it is: that of the contract that it
 * was also sent to; of the one whose headers the request has most of; or of the first.
 *
 * @returns those of each contract, by its id
 */
export function assignStrays(
  exchanges: readonly Exchange[],
  contracts: readonly Contract[],
  findSecrets: (text: string) => readonly string[],
): ReadonlyMap<string, readonly Exchange[]> {
  const strays = new Map<string, Exchange[]>();
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
    const known = strays.get(owner.id);
    if (known === undefined) strays.set(owner.id, [exchange]);
    else known.push(exchange);
  }
  return strays;
}

/** How many of a contract's credentials, and of its other headers, a request has; all are more than many. */
function countKeys(contract: Contract, { headers }: Exchange['request']): number {
  const credentials = listCredentialHeaders(contract);
  const present = (names: readonly string[]): number => names.filter((name) => headers[name] !== undefined).length;
  const hasAll = credentials.length > 0 && present(credentials) === credentials.length;
  return present(credentials) + present(listPublicHeaders(contract)) + (hasAll ? 100 : 0);
}
