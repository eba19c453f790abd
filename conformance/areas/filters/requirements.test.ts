import { describe, expect, it } from '@jest/globals';
import type { Survey } from '../../survey/survey.ts';
import { loadContract } from '../../testing/mock-target.ts';
import { listCertainFilters } from './requirements.ts';

describe('list certain filters', () => {
  function list(id: string, ...coarse: readonly string[]): readonly string[] {
    const survey = { coarse: new Set(coarse) } as unknown as Survey;
    return listCertainFilters({ contract: loadContract(id), survey }).map(({ parameter }) => parameter);
  }

  describe('listCertainFilters', () => {
    it('leaves out filters by what is not shown, or of which the document does not say by what they go', () => {
      expect(list('devdraft')).toEqual(['status', 'email']);
      expect(list('wingback')).toEqual(['id', 'customer_reference', 'status', 'metadata']);
    });

    it('leaves out bounds of times that are kept finer than they are shown', () => {
      expect(list('pyng')).toEqual(['state', 'invitedFrom', 'invitedTo']);
      const [fine, coarse] = [list('piriod'), list('piriod', 'created')];
      expect(fine.filter((parameter) => !coarse.includes(parameter))).toEqual(['created__gte', 'created__lte']);
      expect(coarse).toContain('country');
    });

    it('makes do with what the document only hints at where it says too little', () => {
      expect(list('devdraft', 'status')).toEqual(['name', 'email']);
      // What is hidden stays out.
      expect(list('wingback', 'id', 'customer_reference', 'status')).toEqual([
        'email',
        'plan',
        'contract_plan_name',
        'metadata',
      ]);
    });
  });
});
