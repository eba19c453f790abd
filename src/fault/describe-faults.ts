import type { Contract } from '../contract/contract.ts';
import type { FaultKind } from './fault.ts';
import { FAULT_SCHEMA } from './fault-schema.ts';
import { FAULT_KINDS } from './kinds/fault-kinds.ts';
import { type Judgement, judgeFault } from './kinds/judge-fault.ts';
import { listParameters } from './kinds/list-parameters.ts';

/** One kind of fault, for those who choose one. */
export interface FaultDescription {
  readonly kind: FaultKind;
  /** In a sentence, without a full stop. */
  readonly summary: string;
  /** What each of its parameters means, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Whether a server that has it keeps the contract, by contract id. */
  readonly contracts: Readonly<Record<string, Judgement>>;
}

/** Describes every kind of fault, and what each of some contracts makes of it. */
export function describeFaults(contracts: readonly Contract[]): readonly FaultDescription[] {
  const schemas = FAULT_SCHEMA['properties'] as Readonly<Record<string, { readonly description: string }>>;
  return (Object.keys(FAULT_KINDS) as FaultKind[]).map((kind) => ({
    kind,
    summary: FAULT_KINDS[kind].summary,
    parameters: Object.fromEntries(listParameters(kind).map((name) => [name, schemas[name]?.description ?? ''])),
    contracts: Object.fromEntries(contracts.map((contract) => [contract.id, judgeFault(kind, contract)])),
  }));
}
