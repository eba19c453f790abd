import type { Contract, Filter } from '../../../src/contract/contract.ts';
import type { Item } from '../../list/answer.ts';
import type { FilterCase } from './filter-case.ts';
import { listKeyCases } from './list-key-cases.ts';
import { listRangeCases } from './list-range-cases.ts';
import { listContainsCases, listEqualityCases } from './list-text-cases.ts';

/** What to ask of a filter, by what some known rows show. */
export function listCases(contract: Contract, filter: Filter, items: readonly Item[]): readonly FilterCase[] {
  switch (filter.operator) {
    case 'equals':
    case 'in':
      return listEqualityCases(contract, filter, items);
    case 'contains':
    case 'startsWith':
      return listContainsCases(contract, filter, items);
    case 'hasKey':
      return listKeyCases(contract, filter, items);
    default:
      return listRangeCases(contract, filter, items);
  }
}
