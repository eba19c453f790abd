import type { Contract } from '../../contract/contract.ts';
import { admitsMembers } from './admits-members.ts';

/** Whether errors of a status may have members that are not documented: not where names are those of parameters. */
export function admitsErrorMembers({ errors, responseSchemas }: Contract, status: number): boolean {
  const isMap = [...errors.values()].some(({ violations, ...answer }) => {
    return answer.status === status && violations?.as === 'map' && violations.in.length === 0;
  });
  return !isMap && admitsMembers(responseSchemas.get(status) ?? {});
}
