import type { Filter, OperatorName } from '../../contract/contract.ts';
import { restsOn, weakest } from '../../contract/provenance.ts';
import { parseInstant } from '../../contract/time.ts';

import { changeFilters } from '../../page/query.ts';
import { editRequests } from '../edits.ts';
import type { Deviation } from './deviation.ts';
import { isBound, isLowerBound, isUpperBound, onFilters, overrideFilters } from './filter-traits.ts';

const isNumberBound = (filter: Filter): boolean => isBound(filter) && filter.fields[0]?.kind === 'number';
const isTimeBound = (filter: Filter): boolean => isBound(filter) && filter.fields[0]?.kind === 'instant';
const EXCLUSIVE: Partial<Record<OperatorName, OperatorName>> = { gte: 'gt', lte: 'lt' };
const SWAPPED: Partial<Record<OperatorName, OperatorName>> = { gte: 'lte', lte: 'gte', gt: 'lt', lt: 'gt' };

/** Bounds that are off by a little, or read as something else. */
export const boundDeviations: readonly Deviation[] = [
  {
    name: 'lower-bound-exclusive',
    summary: 'a row exactly at the lower bound is missing',
    area: 'filters',
    ...onFilters(({ operator }) => operator === 'gte', 'operator'),
    overrideContract: overrideFilters(isLowerBound, become(EXCLUSIVE)),
  },
  {
    name: 'upper-bound-exclusive',
    summary: 'a row exactly at the upper bound is missing',
    area: 'filters',
    ...onFilters(({ operator }) => operator === 'lte', 'operator'),
    overrideContract: overrideFilters(isUpperBound, become(EXCLUSIVE)),
  },
  {
    name: 'lower-bound-ignored',
    summary: 'the lower bound has no effect',
    area: 'filters',
    ...onFilters(isLowerBound, 'field'),
    overrideContract: overrideFilters(isLowerBound, () => undefined),
  },
  {
    name: 'upper-bound-ignored',
    summary: 'the upper bound has no effect',
    area: 'filters',
    ...onFilters(isUpperBound, 'field'),
    overrideContract: overrideFilters(isUpperBound, () => undefined),
  },
  {
    name: 'bounds-swapped',
    summary: 'the lower and the upper bound are swapped',
    area: 'filters',
    ...onFilters(isBound, 'field'),
    overrideContract: overrideFilters(isBound, become(SWAPPED)),
  },
  {
    name: 'bounds-in-other-unit',
    summary: 'bounds that are numbers are read in a unit that is a thousand times larger',
    area: 'filters',
    ...onFilters(isNumberBound, 'field'),
    wrap: changeBounds((value) => (/^\d+$/.test(value) ? `${value}000` : value)),
  },
  {
    name: 'bounds-cut-to-seconds',
    summary: 'bounds lose their fractions of a second',
    area: 'filters',
    ...onFilters(isBound, 'field'),
    wrap: changeBounds((value) => {
      return /^\d{10,}$/.test(value) ? `${value.slice(0, -3)}000` : value.replace(/[.,]\d+/, '');
    }),
  },
  {
    name: 'bounds-compared-as-text',
    summary: 'bounds are compared as strings, so that 9 is more than 10',
    area: 'filters',
    ...onFilters(isNumberBound, 'field'),
    wrap: changeBounds((value, filter) => (isNumberBound(filter) ? comparedAsText(value) : value)),
  },
  {
    name: 'bounds-cut-to-days',
    summary: 'bounds lose their time of day',
    area: 'filters',
    ...onFilters(isTimeBound, 'field'),
    wrap: changeBounds((value, filter) => (isTimeBound(filter) ? value.replace(/[T ]\d{2}:.*$/i, '') : value)),
  },
  {
    name: 'zone-ignored',
    summary: 'the time zone of a time is ignored',
    area: 'filters',
    ...onFilters(isTimeBound, 'field'),
    wrap: changeBounds((value, filter) => (isTimeBound(filter) ? value.replace(/[+-]\d{2}:?\d{2}$/, '') : value)),
  },
  {
    name: 'zoneless-is-local',
    summary: 'a time without a time zone is taken for local time, two hours ahead of UTC',
    area: 'filters',
    appliesTo: ({ filters }) => filters.some(isTimeBound),
    breaks: restsOn('query/instants'),
    wrap: changeBounds((value, filter) => {
      const isLocal = isTimeBound(filter) && /T\d{2}:\d{2}(:\d{2}([.,]\d+)?)?$/.test(value);
      return isLocal ? `${value}+02:00` : value;
    }),
  },
  {
    name: 'zone-not-understood',
    summary: 'a time with another time zone than Z is rejected',
    area: 'filters',
    ...onFilters(isTimeBound, 'field'),
    wrap: changeBounds((value, filter) => (isTimeBound(filter) ? value.replace(/([+-]\d{2}:?\d{2})$/, '?$1') : value)),
  },
  {
    name: 'malformed-bound-ignored',
    summary: 'an invalid bound has no effect',
    area: 'filters',
    appliesTo: ({ filters }) => filters.some(isBound),
    breaks: restsOn('errors/invalidParameter/status'),
    wrap: changeBounds((value, filter) => (isReadable(value, filter) ? value : undefined)),
  },
  {
    name: 'malformed-bound-matches-nothing',
    summary: 'an invalid bound matches no rows',
    area: 'filters',
    appliesTo: ({ filters }) => filters.some(isBound),
    breaks: (contract) => weakest(restsOn('errors/invalidParameter/status')(contract)),
    wrap: changeBounds((value, filter) => {
      if (isReadable(value, filter)) return value;
      const far = isLowerBound(filter) ? 8.64e15 : 0;
      return isNumberBound(filter) ? String(far) : isLowerBound(filter) ? '9999-12-31' : '0001-01-01';
    }),
  },
];

function become(changes: Partial<Record<OperatorName, OperatorName>>): (filter: Filter) => Filter {
  return (filter) => ({ ...filter, operator: changes[filter.operator] ?? filter.operator });
}

function changeBounds(change: (value: string, filter: Filter) => string | undefined): NonNullable<Deviation['wrap']> {
  return editRequests((request, { contract }) => {
    return changeFilters(contract, request, (value, filter) => (isBound(filter) ? change(value, filter) : value));
  });
}

function isReadable(value: string, filter: Filter): boolean {
  return isTimeBound(filter) ? parseInstant(value) !== undefined : /^-?\d+(\.\d+)?$/.test(value);
}

/** Times in milliseconds have thirteen digits: compared with them as text, this number does as it would as a number. */
function comparedAsText(value: string): string {
  return /^\d+$/.test(value) ? value.slice(0, 13).padEnd(13, '0') : value.startsWith('-') ? '0' : value;
}
