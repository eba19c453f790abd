import type { Contract } from './contract.ts';

/**
 * The only list of a contract file, or the one that is named.
 *
 * @param contracts - of one file
 * @param operation - an operationId, or a whole id
 * @returns `undefined` when there is no such list, or when there are several and none is named
 */
export function chooseList(contracts: readonly Contract[], operation?: string): Contract | undefined {
  if (operation === undefined) return contracts.length === 1 ? contracts[0] : undefined;
  return contracts.find(({ id }) => id === operation || id.endsWith(`.${operation}`));
}
