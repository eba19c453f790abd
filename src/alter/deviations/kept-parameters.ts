import type { Contract, Provenance } from '../../contract/contract.ts';
import { restsOn, weakest } from '../../contract/provenance.ts';
import type { MockRequest } from '../../mock/message.ts';
import {
  findFilter,
  formatQuery,
  isLaterPage,
  parseQuery,
  type Query,
  type QueryPair,
  readParameter,
  setParameter,
} from '../../page/query.ts';
import type { Deviation } from './deviation.ts';

/** What one request asks for that stays in force for the next. */
export const keptParameterDeviations: readonly Deviation[] = [
  {
    name: 'limit-kept-from-request-before',
    summary: 'a request without a page size gets that of the last request with one',
    area: 'paging',
    breaks: restsOn('page/limit/default'),
    ...keep(({ page }) => page.limit.parameter),
  },
  {
    name: 'order-kept-from-request-before',
    summary: 'a request without an order gets that of the last request with one',
    area: 'paging',
    // What is seen of it is that the default order is another one.
    breaks: (contract) => weakest(restsOn('order/parameter')(contract), restsOn('order/by')(contract)),
    ...keep(({ order }) => order.parameter?.name),
  },
  {
    name: 'filters-kept-from-request-before',
    summary: 'a request for a first page without filters gets those of the request before it',
    area: 'filters',
    breaks: restsOn('filters'),
    appliesTo: ({ filters }) => filters.length > 0,
    rows: { scenario: 'awkward' },
    wrap: ({ contract, handle }) => {
      let kept: Query = [];
      return (request) => {
        const given = listFilters(contract, request);
        const isPlain = given.length === 0 && !isLaterPage(contract, request);
        const answer = handle(isPlain ? withFilters(request, kept) : request);
        kept = answer?.status === 200 ? given : [];
        return answer;
      };
    },
  },
  {
    name: 'filters-kept-on-later-pages',
    summary: 'a request for a later page without filters gets those of the last request for a first page',
    area: 'filters',
    breaks: restsOn('filters'),
    appliesTo: ({ filters, page }) => filters.length > 0 && (page.style === 'number' || page.style === 'offset'),
    wrap: ({ contract, handle }) => {
      let kept: Query = [];
      return (request) => {
        const given = listFilters(contract, request);
        if (isLaterPage(contract, request)) return handle(given.length === 0 ? withFilters(request, kept) : request);
        const answer = handle(request);
        kept = answer?.status === 200 ? given : [];
        return answer;
      };
    },
  },
  {
    name: 'filter-kept-beside-others',
    summary: 'a request for a first page by other filters gets the last value of the first filter as well',
    area: 'filters',
    breaks: restsOn('filters'),
    appliesTo: ({ filters }) => filters.length > 1,
    wrap: ({ contract, handle }) => {
      let kept: Query = [];
      const isFirst = ([name]: QueryPair): boolean => findFilter(contract, name) === contract.filters[0];
      return (request) => {
        const given = listFilters(contract, request);
        const own = given.filter(isFirst);
        if (own.length === 0) {
          const isOther = given.length > 0 && !isLaterPage(contract, request);
          return handle(isOther ? withFilters(request, kept) : request);
        }
        const answer = handle(request);
        if (answer?.status === 200) kept = own;
        return answer;
      };
    },
  },
];

function listFilters(contract: Contract, request: MockRequest): Query {
  return parseQuery(request.query).filter(([name]) => findFilter(contract, name) !== undefined);
}

function withFilters(request: MockRequest, filters: Query): MockRequest {
  return filters.length === 0
    ? request
    : { ...request, query: formatQuery([...filters, ...parseQuery(request.query)]) };
}

/** Keeps the value of a parameter that the request for a first page leaves out. */
function keep(
  nameOf: (contract: Contract) => string | undefined,
): Pick<Deviation, 'appliesTo' | 'wrap'> & { breaks?(contract: Contract): Provenance } {
  return {
    appliesTo: (contract) => nameOf(contract) !== undefined,
    wrap({ contract, handle }) {
      const name = nameOf(contract);
      let kept: string | undefined;
      return (request) => {
        const given = readParameter(request, name);
        if (given !== undefined) {
          const answer = handle(request);
          if (answer?.status === 200) kept = given;
          return answer;
        }
        const isPlain = kept === undefined || isLaterPage(contract, request);
        return handle(isPlain ? request : setParameter(request, name, kept));
      };
    },
  };
}
