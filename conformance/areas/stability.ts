import type { Contract } from '../../src/contract/contract.ts';
import { type Area, type Check, type Given, onlyWith } from '../check.ts';
import { completeRequirements, type RequirementDraft } from '../requirement.ts';
import { checkChanges } from './changing-rows.ts';
import { checkExpiry } from './expiry.ts';

/** Whether the positions of a list are rows, so that rows which come and go elsewhere shift none of them. */
function keepsPlace({ page }: Pick<Contract, 'page'>): boolean {
  const isCounted = page.style === 'number' || page.style === 'offset';
  const isWhole = page.style === 'links' && page.isWhole === true;
  return !isCounted && !isWhole && page.stable !== false;
}

function withChanges(check: Check, what: string): Check {
  const isGiven = ({ hasChanges }: Given): boolean => hasChanges === true;
  return onlyWith(check, { give: "--between-pages 'COMMAND'", what, decides: check.verifies, isGiven });
}

/** Pages of a list whose rows change while it is read, or whose links and tokens expire. */
export const stabilityArea: Area = {
  name: 'stability',
  derive: (contract) => [
    ...completeRequirements(contract, 'integrity', listRenewalDrafts(contract)),
    ...completeRequirements(contract, 'paging', keepsPlace(contract) ? CHANGES : []),
  ],
  inspectors: [],
  checks: [
    withChanges({ ...checkChanges, appliesTo: keepsPlace }, 'a command that adds and deletes rows'),
    withChanges(checkExpiry, 'a command that lets links and tokens expire'),
  ],
};

function draftChange(change: 'insert' | 'delete', happens: string): RequirementDraft {
  return {
    id: `stability.${change}`,
    demand: `not drop or repeat a row when others are ${happens} between two pages`,
    entry: ['page', 'stable'],
    reading: ['page', 'style'],
    unverifiable: 'rows have to come and go meanwhile: pass --between-pages',
  };
}

const CHANGES = [draftChange('insert', 'added'), draftChange('delete', 'deleted')];

function listRenewalDrafts({ page }: Contract): readonly RequirementDraft[] {
  if (page.style !== 'keyset' || page.token.renewed === undefined) return [];
  return [
    {
      id: 'token.renewed',
      demand: 'respond to an expired token with a fresh one that leads on from the same place',
      entry: ['page', 'token', 'renewed'],
      unverifiable: 'tokens have to expire meanwhile: pass --between-pages',
    },
  ];
}
