import type { Fault } from '../../fault/fault.ts';

/** What a board says of a fault beside what was asked for. */
const STATE: ReadonlySet<string> = new Set(['kind', 'id', 'struck', 'remaining']);

/** A fault as the text that asks for it: `latency:ms=300,times=2`. */
export function formatFault(fault: Fault): string {
  const parameters = Object.entries(fault).flatMap(([name, value]) => (STATE.has(name) ? [] : [`${name}=${value}`]));
  return parameters.length === 0 ? fault.kind : `${fault.kind}:${parameters.join(',')}`;
}
