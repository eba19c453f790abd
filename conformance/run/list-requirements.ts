import type { Contract } from '../../src/contract/contract.ts';
import { AREAS } from '../areas/index.ts';
import type { Area } from '../check.ts';
import type { Requirement } from '../requirement.ts';
import { reportedId, titleOf } from './conclude-requirement.ts';
import { matchIds } from './match-ids.ts';

/** A requirement with what decides it. */
export interface RequirementRow extends Pick<Requirement, 'level' | 'area' | 'source' | 'unverifiable'> {
  readonly id: string;
  readonly title: string;
  /** Ids of the checks and inspectors that can decide it. */
  readonly checks: readonly string[];
}

/** Derives every requirement of a contract. @throws Error when two share an id */
export function deriveRequirements(contract: Contract, areas: readonly Area[] = AREAS): readonly Requirement[] {
  const requirements = areas.flatMap((area) => area.derive(contract));
  const ids = new Set<string>();
  for (const { id } of requirements) {
    if (ids.has(id)) throw new Error(`two requirements of ${contract.id} have the id ${id}`);
    ids.add(id);
  }
  return requirements;
}

/** The table of a contract's requirements, each with the checks that verify it. */
export function listRequirements(contract: Contract, areas: readonly Area[] = AREAS): readonly RequirementRow[] {
  const judges = areas.flatMap(({ inspectors, checks }) => {
    const applicable = checks.filter((check) => check.appliesTo?.(contract) ?? true);
    return [...inspectors, ...applicable].map(({ id, verifies }) => ({ id, verifies: matchIds(verifies) }));
  });
  return deriveRequirements(contract, areas).map((requirement) => {
    const { level, area, source, unverifiable, id } = requirement;
    return {
      id: reportedId(contract, requirement),
      title: titleOf(requirement),
      level,
      area,
      ...(source === undefined ? {} : { source }),
      ...(unverifiable === undefined ? {} : { unverifiable }),
      checks: judges.filter(({ verifies }) => verifies(id)).map((judge) => judge.id),
    };
  });
}
