import type { FaultKind } from '../fault.ts';
import { FAULT_KINDS } from './fault-kinds.ts';

/** What every fault may say of when it strikes. */
const COMMON = ['contract', 'page', 'times', 'probability', 'seed'];

/** The names of the parameters that a fault may have. */
export function listParameters(kind: FaultKind): readonly string[] {
  return [...FAULT_KINDS[kind].parameters, ...COMMON];
}
