import type { Contract } from '../../src/contract/contract.ts';
import type { Area, Need } from '../check.ts';
import { completeRequirements, type RequirementDraft } from '../requirement.ts';
import { checkChanges } from './changing-rows.ts';

/** Whether the positions of a list are rows, so that rows which come and go elsewhere shift none of them. */
function keepsPlace({ page }: Pick<Contract, 'page'>): boolean {
  const isCounted = page.style === 'number' || page.style === 'offset';
  const isWhole = page.style === 'links' && page.isWhole === true;
  return !isCounted && !isWhole && page.stable !== false;
}

const UNLESS_CHANGED = 'rows have to come and go meanwhile: pass --between-pages';

/** Pages of a list whose rows change while it is read. */
export const stabilityArea: Area = {
  name: 'stability',
  derive(contract) {
    if (!keepsPlace(contract)) return [];
    const draft = (change: 'insert' | 'delete', happens: string): RequirementDraft => ({
      id: `stability.${change}`,
      demand: `not drop or repeat a row when others are ${happens} between two pages`,
      entry: ['page', 'stable'],
      reading: ['page', 'style'],
      unverifiable: UNLESS_CHANGED,
    });
    return completeRequirements(contract, 'paging', [draft('insert', 'added'), draft('delete', 'deleted')]);
  },
  inspectors: [],
  checks: [
    {
      ...checkChanges,
      appliesTo: keepsPlace,
      isUseful: ({ hasChanges }) => hasChanges === true,
      needs: (): readonly Need[] => [
        {
          give: "--between-pages 'COMMAND'",
          what: 'a command that adds and deletes rows',
          decides: checkChanges.verifies,
          isGiven: ({ hasChanges }) => hasChanges === true,
        },
      ],
    },
  ],
};
