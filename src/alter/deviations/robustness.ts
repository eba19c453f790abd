import type { Contract } from '../../contract/contract.ts';
import { always, restsOn } from '../../contract/provenance.ts';
import type { MockRequest } from '../../mock/message.ts';
import { readPage, writeBody } from '../../page/page-reader.ts';
import { createParameterTest, parseQuery } from '../../page/query.ts';

import { CRASH, emptyPage, everyContract } from '../edits.ts';

import type { Deviation } from './deviation.ts';

/** Requests that nobody should send, and what they break. */
export const robustnessDeviations: readonly Deviation[] = [
  {
    name: 'unknown-parameter-otherwise',
    summary:
      'a parameter that is not known is refused where it should be ignored, or ignored where it should be refused',
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
    summary: 'a parameter that is not known is taken for a filter that no row meets',
    area: 'robustness',
    breaks: always('documented'),
    appliesTo: everyContract,
    wrap: ({ contract, handle }) => {
      const hasUnknown = createUnknownTest(contract);
      return (request) => {
        const response = handle(request);
        if (response?.status !== 200 || !hasUnknown(request)) return response;
        return emptyPage(contract, response, (page) => page.write('total', 0));
      };
    },
  },
  {
    name: 'unknown-parameter-crashes',
    summary: 'a parameter that is not known is answered with 500',
    area: 'robustness',
    breaks: always('documented'),
    appliesTo: everyContract,
    wrap: ({ contract, handle }) => {
      const hasUnknown = createUnknownTest(contract);
      return (request) => (hasUnknown(request) && handle(request)?.status === 200 ? CRASH : handle(request));
    },
  },
  {
    name: 'quotes-crash',
    summary: 'a quotation mark in a query is answered with 500',
    area: 'robustness',
    breaks: always('documented'),
    appliesTo: everyContract,
    wrap: crashOn(({ query }) => /['"]|%2[27]/i.test(query)),
  },
  {
    name: 'nul-crashes',
    summary: 'a NUL character in a query is answered with 500',
    area: 'robustness',
    breaks: always('documented'),
    appliesTo: everyContract,
    wrap: crashOn(({ query }) => query.includes('%00')),
  },
  {
    name: 'broken-escapes-crash',
    summary: 'a query that is no valid percent-encoding of UTF-8 is answered with 500',
    area: 'robustness',
    breaks: always('documented'),
    appliesTo: everyContract,
    wrap: crashOn(({ query }) => !canDecode(query)),
  },
  {
    name: 'long-values-crash',
    summary: 'a value of more than 255 characters is answered with 500',
    area: 'robustness',
    breaks: always('documented'),
    appliesTo: everyContract,
    wrap: crashOn(({ query }) => parseQuery(query).some(([, value]) => value.length > 255)),
  },
  {
    name: 'huge-numbers-crash',
    summary: 'a number that has no room in 64 bits is answered with 500',
    area: 'robustness',
    breaks: always('documented'),
    appliesTo: everyContract,
    wrap: crashOn(({ query }) => parseQuery(query).some(([, value]) => /^-?\d{19,}$/.test(value))),
  },
  {
    name: 'repeated-parameter-crashes',
    summary: 'a parameter that is given twice is answered with 500',
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
    summary: 'a parameter in brackets, which becomes an object, is answered with 500',
    area: 'robustness',
    breaks: always('documented'),
    appliesTo: ({ filters }) => filters.every(({ serialization }) => serialization !== 'indexed'),
    wrap: crashOn(({ query }) => parseQuery(query).some(([name]) => /\[.*\]$/.test(name))),
  },
  {
    name: 'hostile-request-spoils-next-answer',
    summary:
      'after a request that the database could not read, the next page that is asked for by its size lacks a row',
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
        return writeBody(response, page.body);
      };
    },
  },
  {
    name: 'head-crashes',
    summary: 'a HEAD request is answered with 500',
    area: 'robustness',
    breaks: always('documented'),
    appliesTo: everyContract,
    wrap: crashOn(({ method }) => method === 'HEAD'),
  },
];

/** Makes a wrap that answers some requests of those who may handle with 500. */
function crashOn(test: (request: MockRequest) => boolean): NonNullable<Deviation['wrap']> {
  return ({ handle }) =>
    (request) => {
      const response = handle(request);
      // Who has no right to handle is refused before anything is read.
      const isRefused = response?.status === 401 || response?.status === 403;
      return response === undefined || isRefused || !test(request) ? response : CRASH;
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
