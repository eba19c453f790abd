import type { Filter } from '../../../src/contract/contract.ts';
import type { CheckContext } from '../../check.ts';
import { isHidden } from './filter-requirements.ts';

/**
 * The filters of which it is certain by what they go: it is shown, as fine as it is kept, and documented. Where the document
 * says that of fewer than two, those that it only hints at as well.
 */
export function listCertainFilters({ contract, survey }: Pick<CheckContext, 'contract' | 'survey'>): readonly Filter[] {
  const shown = contract.filters.filter((filter) => {
    return !isHidden(contract, filter) && !filter.fields.some(({ name }) => survey.coarse.has(name));
  });
  const documented = shown.filter(({ parameter }) => {
    return contract.provenanceOf(['filters', parameter, 'field']).mark === 'documented';
  });
  return documented.length > 1 ? documented : shown;
}
