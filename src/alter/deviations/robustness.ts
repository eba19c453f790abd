import type { Contract } from '../../contract/contract.ts';
import { always, restsOn } from '../../contract/provenance.ts';
import type { MockRequest } from '../../mock/message.ts';
import { isSuccess, readPage, writePage } from '../../page/page-reader.ts';
import { createParameterTest, findFilter, formatQuery, parseQuery } from '../../page/query.ts';

import { CRASH, editRequests, emptyPage, everyContract } from '../edits.ts';

import type { Deviation } from './deviation.ts';

/** Invalid and hostile requests, and what they break. */
export const robustnessDeviations: readonly Deviation[] = [
  {
    name: 'filters-only-before-the-rest',
    summary: 'a filter counts only where no other parameter stands before it in the query',
    area: 'robustness',
    breaks: always('inferred'),
    appliesTo: ({ filters, page, parameters, method }) => {
      const isInQuery = (name: string | undefined): boolean => {
        return parameters.some((parameter) => parameter.name === name && parameter.in === 'query');
      };
      return (
        method === 'GET' && filters.some(({ parameter }) => isInQuery(parameter)) && isInQuery(page.limit.parameter)
      );
    },
    wrap: editRequests((request, { contract }) => {
      const pairs = parseQuery(request.query);
      const start = pairs.findIndex(([name]) => findFilter(contract, name) === undefined);
      if (start === -1 || pairs.slice(start).every(([name]) => findFilter(contract, name) === undefined))
        return request;
      const kept = pairs.filter(([name], index) => index < start || findFilter(contract, name) === undefined);
      return { ...request, query: formatQuery(kept) };
    }),
  },
  {
    name: 'unknown-parameter-otherwise',
    summary: 'an unknown parameter is rejected where it should be ignored, or ignored where it should be rejected',
    area: 'robustness',
    breaks: restsOn('query/unknown'),
    appliesTo: everyContract,
    overrideContract: (contract) => {
      const unknown = contract.query.unknown === 'ignore' ? 'reject' : 'ignore';
      return { ...contract, query: { ...contract.query, unknown } };
    },
  },
  {
    name: 'unknown-parameter-hides-rows',
    summary: 'an unknown parameter is taken for a filter that no row matches',
    area: 'robustness',
    breaks: ({ provenanceOf }) => (provenanceOf(['query', 'unknown']).silent ? 'inferred' : 'documented'),
    appliesTo: everyContract,
    wrap: ({ contract, handle }) => {
      const hasUnknown = createUnknownTest(contract);
      return (request) => {
        const response = handle(request);
        if (response === undefined || !isSuccess(response) || !hasUnknown(request)) return response;
        return emptyPage(contract, response, (page) => page.write('total', 0));
      };
    },
  },
  {
    name: 'unknown-parameter-crashes',
    summary: 'an unknown parameter gives 500',
    area: 'robustness',
    breaks: always('documented'),
    appliesTo: everyContract,
    wrap: ({ contract, handle }) => {
      const hasUnknown = createUnknownTest(contract);
      return (request) => (hasUnknown(request) && isSuccess(handle(request)) ? CRASH : handle(request));
    },
  },
  {
    name: 'quotes-crash',
    summary: 'a quotation mark in a query gives 500',
    area: 'robustness',
    breaks: always('documented'),
    appliesTo: everyContract,
    wrap: crashOn(({ query }) => /['"]|%2[27]/i.test(query)),
  },
  {
    name: 'nul-crashes',
    summary: 'a NUL character in a query gives 500',
    area: 'robustness',
    breaks: always('documented'),
    appliesTo: everyContract,
    wrap: crashOn(({ query }) => query.includes('%00')),
  },
  {
    name: 'broken-escapes-crash',
    summary: 'invalid percent-encoding in a query gives 500',
    area: 'robustness',
    breaks: always('documented'),
    appliesTo: everyContract,
    wrap: crashOn(({ query }) => !canDecode(query)),
  },
  {
    name: 'long-values-crash',
    summary: 'a value of more than 255 characters gives 500',
    area: 'robustness',
    breaks: always('documented'),
    appliesTo: everyContract,
    wrap: crashOn(({ query }) => parseQuery(query).some(([, value]) => value.length > 255)),
  },
  {
    name: 'huge-numbers-crash',
    summary: 'a number that does not fit in 64 bits gives 500',
    area: 'robustness',
    breaks: always('documented'),
    appliesTo: everyContract,
    wrap: crashOn(({ query }) => parseQuery(query).some(([, value]) => /^-?\d{19,}$/.test(value))),
  },
  {
    name: 'huge-positions-crash',
    summary: 'a position that does not fit in 32 bits gives 500',
    area: 'robustness',
    breaks: always('documented'),
    appliesTo: ({ page }) => page.style === 'number' || page.style === 'offset',
    wrap: (context) => {
      const { position } = context.contract.page;
      return crashOn(({ query }) => {
        return parseQuery(query).some(([name, value]) => name === position && /^\d{10,19}$/.test(value));
      })(context);
    },
  },
  {
    name: 'repeated-parameter-crashes',
    summary: 'a repeated parameter gives 500',
    area: 'robustness',
    breaks: always('documented'),
    appliesTo: everyContract,
    wrap: crashOn(({ query }) => {
      const names = parseQuery(query).map(([name]) => name);
      return new Set(names).size < names.length;
    }),
  },
  {
    name: 'bracketed-parameter-crashes',
    summary: 'a parameter in brackets, which is parsed as an object, gives 500',
    area: 'robustness',
    breaks: always('documented'),
    appliesTo: ({ filters }) => filters.every(({ serialization }) => serialization !== 'indexed'),
    wrap: crashOn(({ query }) => parseQuery(query).some(([name]) => /\[.*\]$/.test(name))),
  },
  {
    name: 'hostile-request-spoils-next-answer',
    summary: 'after an invalid request, the next page that is requested with a page size lacks a row',
    area: 'robustness',
    breaks: always('documented'),
    appliesTo: everyContract,
    wrap: ({ contract, handle }) => {
      const isPlain = createPlainTest(contract);
      let isSpoilt = false;
      return (request) => {
        const response = handle(request);
        if (/'(%20| |\+)or(%20| |\+)|%00|%ff|%zz/i.test(request.query)) {
          isSpoilt = true;
          return response;
        }
        const page = isSpoilt && isPlain(request) ? readPage(contract, response) : undefined;
        if (response === undefined || page === undefined || page.items.length === 0) return response;
        isSpoilt = false;
        page.items = page.items.slice(1);
        return writePage(response, page);
      };
    },
  },
  {
    name: 'head-crashes',
    summary: 'a HEAD request gives 500',
    area: 'robustness',
    breaks: always('documented'),
    appliesTo: ({ method }) => method === 'GET',
    wrap: crashOn(({ method }) => method === 'HEAD'),
  },
];

/** Makes a wrap that responds with 500 to some requests of callers with access. */
function crashOn(test: (request: MockRequest) => boolean): NonNullable<Deviation['wrap']> {
  return ({ handle }) =>
    (request) => {
      const response = handle(request);
      // A caller without access is rejected before anything is read.
      const isRejected = response?.status === 401 || response?.status === 403;
      return response === undefined || isRejected || !test(request) ? response : CRASH;
    };
}

function createUnknownTest(contract: Contract): (request: MockRequest) => boolean {
  const isKnown = createParameterTest(contract);
  return ({ query }) => parseQuery(query).some(([name]) => !isKnown(name));
}

/** Makes a test of whether a request is a plain one for a page of some size. */
function createPlainTest(contract: Contract): (request: MockRequest) => boolean {
  const isKnown = createParameterTest(contract);
  const { parameter } = contract.page.limit;
  return ({ query }) => {
    const pairs = parseQuery(query);
    const isOnce = new Set(pairs.map(([name]) => name)).size === pairs.length;
    const isSized = pairs.some(([name, value]) => name === parameter && /^[1-9]\d{0,2}$/.test(value));
    return isOnce && isSized && pairs.every(([name]) => isKnown(name));
  };
}

function canDecode(query: string): boolean {
  try {
    decodeURIComponent(query);
    return true;
  } catch {
    return false;
  }
}
