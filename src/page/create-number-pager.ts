import type { NumberPage, QuerySyntax } from '../contract/contract.ts';
import { createLinkFactory } from './create-link-factory.ts';
import { joinPage, listRoles } from './join-page.ts';
import { numberNeighbours } from './number-neighbours.ts';
import type { PagedContract, Pager, PositionReading } from './pager.ts';
import { parseInteger } from './parse-integer.ts';
import type { Query } from './parse-query.ts';
import { readValues } from './read-values.ts';
import { sliceOrEnd, sliceView } from './slice-view.ts';

const INVALID: PositionReading = { ok: false, fault: { condition: 'invalidPosition' } };

/** Creates a pager whose pages are numbered from 1 and join by ready-made links. */
export function createNumberPager(contract: PagedContract, page: NumberPage): Pager {
  const syntax = contract.query;
  const roles = listRoles(contract.envelope);
  const prepareLinks = createLinkFactory(contract, page.links);
  return {
    readPosition: (query) => readPageNumber(query, page, syntax),
    slice: page.pastEnd === 'reject' ? sliceView : sliceOrEnd,
    join(current) {
      const link = prepareLinks(current.url);
      return joinPage(current, roles, numberNeighbours, {
        write: (target) => link(String(target), target === 1),
        echo: (target) => target,
      });
    },
  };
}

function readPageNumber(query: Query, page: NumberPage, syntax: QuerySyntax): PositionReading {
  const [text, ...others] = readValues(query, page.position, syntax);
  if (text === undefined) return { ok: true, position: { at: 'page', number: 1 } };
  if (others.length > 0) return INVALID;
  if (text === page.lastWord) return { ok: true, position: { at: 'lastPage' } };
  const number = parseInteger(text, syntax.integers);
  return number === undefined || number < 1 ? INVALID : { ok: true, position: { at: 'page', number } };
}
