import type { Contract, TokenPolicy } from '../../contract/contract.ts';

/** The contract with tokens that are good for other filters, too. */
export function unbindFilters(contract: Contract): Contract {
  return unbind(contract, 'filters');
}

/** The contract with tokens that are bound to less. */
export function unbind(
  contract: Contract,
  ...names: readonly (TokenPolicy['boundTo'] extends ReadonlySet<infer N> ? N : never)[]
): Contract {
  const { page } = contract;
  if (page.style !== 'links' && page.style !== 'keyset') return contract;
  const boundTo = new Set([...page.token.boundTo].filter((name) => !names.includes(name)));
  return { ...contract, page: { ...page, token: { ...page.token, boundTo } } };
}
