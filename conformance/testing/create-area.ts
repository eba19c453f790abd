import type { Area, Check, Inspector } from '../check.ts';
import type { Requirement } from '../requirement.ts';

/** A requirement that MUST be met, but for what `parts` says. */
export function createRequirement(id: string, parts: Partial<Requirement> = {}): Requirement {
  return { id, demand: `do ${id}`, level: 'must', area: 'probe', ...parts };
}

/** A check that decides the requirement of its name. */
export function createCheck(id: string, run: Check['run'], parts: Partial<Check> = {}): Check {
  return { id: `probe.${id}`, title: `checks ${id}`, verifies: [id], cost: 1, run, ...parts };
}

/** An area with these requirements, whatever the contract. */
export function createArea(
  requirements: readonly Requirement[],
  checks: readonly Check[] = [],
  inspectors: readonly Inspector[] = [],
): Area {
  return { name: 'probe', derive: () => requirements, checks, inspectors };
}
