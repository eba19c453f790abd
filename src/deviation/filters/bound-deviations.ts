import type { Contract, Filter, OperatorName } from '../../contract/contract.ts';
import type { Deviation } from '../deviation.ts';
import { editRequests } from '../kit/edit-pages.ts';
import { changeFilters } from '../kit/query.ts';
import { weakest } from '../kit/rests-on.ts';

const LOWER: readonly OperatorName[] = ['gte', 'gt'];
const UPPER: readonly OperatorName[] = ['lte', 'lt'];
const BOUNDS: readonly OperatorName[] = [...LOWER, ...UPPER];

/** Bounds that are off by a little, or read as something else. */
export const boundDeviations: readonly Deviation[] = [
  {
    name: 'lower-bound-exclusive',
    summary: 'a row exactly at the lower bound is left out',
    area: 'filters',
    ...onFilters(['gte'], 'operator'),
    bendContract: bendOperators({ gte: 'gt' }),
  },
  {
    name: 'upper-bound-exclusive',
    summary: 'a row exactly at the upper bound is left out',
    area: 'filters',
    ...onFilters(['lte'], 'operator'),
    bendContract: bendOperators({ lte: 'lt' }),
  },
  {
    name: 'lower-bound-ignored',
    summary: 'the lower bound has no effect',
    area: 'filters',
    ...onFilters(LOWER, 'field'),
    bendContract: dropFilters(LOWER),
  },
  {
    name: 'upper-bound-ignored',
    summary: 'the upper bound has no effect',
    area: 'filters',
    ...onFilters(UPPER, 'field'),
    bendContract: dropFilters(UPPER),
  },
  {
    name: 'bounds-cut-to-seconds',
    summary: 'fractions of a second are cut off bounds',
    area: 'filters',
    ...onFilters(BOUNDS, 'field'),
    wrap: editRequests((request, { contract }) => {
      return changeFilters(contract, request, (value, filter) =>
        BOUNDS.includes(filter.operator) ? cut(value) : value,
      );
    }),
  },
];

function cut(value: string): string {
  if (/^\d{10,}$/.test(value)) return `${value.slice(0, -3)}000`;
  return value.replace(/[.,]\d+/, '');
}

/** That a contract has filters with one of the operators, and how binding what it says of them is. */
function onFilters(
  operators: readonly OperatorName[],
  key: 'field' | 'operator',
): Pick<Deviation, 'appliesTo' | 'breaks'> & { breaks: NonNullable<Deviation['breaks']> } {
  const concerned = ({ filters }: Contract): readonly Filter[] =>
    filters.filter(({ operator }) => operators.includes(operator));
  return {
    appliesTo: (contract) => concerned(contract).length > 0,
    breaks: (contract) =>
      weakest(...concerned(contract).map(({ parameter }) => contract.provenanceOf(['filters', parameter, key]).mark)),
  };
}

function bendOperators(changes: Partial<Record<OperatorName, OperatorName>>): (contract: Contract) => Contract {
  return (contract) => ({
    ...contract,
    filters: contract.filters.map((filter) => ({ ...filter, operator: changes[filter.operator] ?? filter.operator })),
  });
}

function dropFilters(operators: readonly OperatorName[]): (contract: Contract) => Contract {
  return (contract) => ({
    ...contract,
    filters: contract.filters.filter(({ operator }) => !operators.includes(operator)),
  });
}
