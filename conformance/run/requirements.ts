import type { Contract } from '../../src/contract/contract.ts';
import { nearNamesClause } from '../../src/contract/text.ts';
import { AREAS } from '../areas/index.ts';
import type { Area } from '../check.ts';
import { matchIds, type Requirement, reportedId, titleOf } from '../requirement.ts';

/** A requirement with the checks that decide it. */
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

/** Lists the requirements of a contract, each with the checks that can decide it; those without have `unverifiable`. */
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

/**
 * Selects requirements by `only`; all by default.
 *
 * @throws TypeError for a pattern that matches no requirement
 */
export function selectRequirements(
  contract: Contract,
  { only, areas = AREAS }: { readonly only?: readonly string[]; readonly areas?: readonly Area[] } = {},
): readonly Requirement[] {
  const requirements = deriveRequirements(contract, areas);
  if (only === undefined) return requirements;
  const ids = requirements.map((requirement) => reportedId(contract, requirement));
  const unknown = only.find((pattern) => !ids.some(matchIds([pattern])));
  if (unknown !== undefined) {
    throw new TypeError(
      `Unknown requirement ${unknown} of ${contract.id}${nearNamesClause(unknown, ids) || `, for example ${ids[0]}`}`,
    );
  }
  const isWanted = matchIds(only);
  return requirements.filter((_, index) => isWanted(ids[index] ?? ''));
}
