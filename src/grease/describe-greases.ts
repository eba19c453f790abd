import type { Contract } from '../contract/contract.ts';
import type { ContractId } from '../contract/provenance.ts';
import type { Grease, GreaseName } from './grease.ts';
import { GREASES } from './greases.ts';

/** Whether something is greased for a contract, and why. */
export interface GreaseDescription {
  readonly contract: ContractId;
  readonly name: GreaseName;
  readonly summary: string;
  readonly applies: boolean;
  /** What the document leaves open, or why it does not. */
  readonly reason: string;
}

/** Says of each contract what of it is greased and why: an entry for each grease, in the order of contracts and greases. */
export function describeGreases(contracts: readonly Contract[]): readonly GreaseDescription[] {
  return contracts.flatMap((contract) => GREASES.map((grease) => describe(contract, grease)));
}

function describe(contract: Contract, { name, summary, open, closed, appliesTo }: Grease): GreaseDescription {
  const applies = appliesTo(contract);
  return { contract: contract.id, name, summary, applies, reason: applies ? open : closed };
}
