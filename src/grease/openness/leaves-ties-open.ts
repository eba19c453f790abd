import type { Contract, OrderKey } from '../../contract/contract.ts';
import { listTieKeys } from '../../page/page-reader.ts';
import { isDocumented, readBlock } from './is-documented.ts';

/** Whether an order of a contract leaves some rows tied of which the document does not say in which order they come. */
export function leavesTiesOpen(contract: Contract): boolean {
  return leavesUsualTiesOpen(contract) || leavesChosenTiesOpen(contract);
}

/** Whether the order of a selection does. */
export function leavesOrderOpen(contract: Contract, order: readonly OrderKey[]): boolean {
  const { by } = contract.order;
  const isUsual = order.every(
    ({ field, direction }, index) => field.name === by[index]?.field.name && direction === by[index]?.direction,
  );
  return isUsual ? leavesUsualTiesOpen(contract) : leavesChosenTiesOpen(contract);
}

function leavesUsualTiesOpen(contract: Contract): boolean {
  const { identity } = contract;
  const { by } = (readBlock(contract)['order'] ?? {}) as { readonly by?: readonly string[] };
  const isNamed = by?.some((key) => key.replace(/^-/, '') === identity.name) ?? true;
  const isKept =
    isDocumented(contract, ['order', 'by']) && contract.provenanceOf(['order', identity.name]).mark === 'documented';
  return listTieKeys(contract).length > 0 && !(isNamed && isKept);
}

/** An order that a client chooses may end in the identity because the client wants it so. */
function leavesChosenTiesOpen({ order, identity }: Contract): boolean {
  const fields = [...(order.parameter?.fields.values() ?? [])];
  return fields.length > 0 && !fields.some(({ name }) => name === identity.name);
}
