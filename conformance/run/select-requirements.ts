import type { Contract } from '../../src/contract/contract.ts';
import { AREAS } from '../areas/index.ts';
import type { Requirement } from '../requirement.ts';
import { reportedId } from './conclude-requirement.ts';
import { deriveRequirements } from './list-requirements.ts';
import { matchIds } from './match-ids.ts';
import type { RunOptions } from './run-options.ts';

/**
 * The requirements that a run is about.
 *
 * @param options - `only` names some of them; all by default
 * @throws TypeError for a name that none of them has: a run that decides nothing would pass for a good one
 */
export function selectRequirements(
  contract: Contract,
  { only, areas = AREAS }: Pick<RunOptions, 'only' | 'areas'> = {},
): readonly Requirement[] {
  const requirements = deriveRequirements(contract, areas);
  if (only === undefined) return requirements;
  const ids = requirements.map((requirement) => reportedId(contract, requirement));
  const unknown = only.find((pattern) => !ids.some(matchIds([pattern])));
  if (unknown !== undefined) {
    throw new TypeError(`no requirement of ${contract.id} has the id ${unknown}; such as ${ids[0]} would be right`);
  }
  const isWanted = matchIds(only);
  return requirements.filter((_, index) => isWanted(ids[index] ?? ''));
}
