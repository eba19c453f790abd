import type { Contract } from '../contract/contract.ts';
import type { GreaseName } from './grease.ts';
import { GREASES } from './greases.ts';

/**
 * The greases of a contract that are switched on.
 *
 * @param names - those that are wanted; all by default
 * @throws {RangeError} when there is none of a name
 */
export function chooseGreases(contract: Contract, names?: readonly string[]): ReadonlySet<GreaseName> {
  const known = GREASES.map(({ name }) => name);
  const unknown = names?.find((name) => !known.some((other) => other === name));
  if (unknown !== undefined) throw new RangeError(`there is no grease ${unknown}; there are ${known.join(', ')}`);
  const chosen = GREASES.filter((grease) => names?.includes(grease.name) ?? true);
  return new Set(chosen.filter((grease) => grease.appliesTo(contract)).map(({ name }) => name));
}
