import type { Contract, Provenance } from '../../contract/contract.ts';

import { restsOn, weakest } from '../../contract/provenance.ts';

import { readPage } from '../../page/page-reader.ts';
import { isFiltered, readLimit, readParameter, setParameter } from '../../page/query.ts';
import { editPages, editRequests } from '../edits.ts';

import type { Deviation } from './deviation.ts';

const isNumbered = ({ page }: Contract): boolean => page.style === 'number';
const countsFromOne = ({ page }: Contract): boolean => page.style === 'number' && page.first === 1;
const isOffset = ({ page }: Contract): boolean => page.style === 'offset';
const isCounted = (contract: Contract): boolean => isNumbered(contract) || isOffset(contract);

/** Page numbers and offsets that count from elsewhere, or are taken for something else. */
export const positionDeviations: readonly Deviation[] = [
  {
    name: 'past-end-shows-last-page',
    summary: 'a position past the end returns the last page',
    area: 'paging',
    breaks: restsOn('page/pastEnd'),
    appliesTo: isCounted,
    wrap: editRequests((request, { contract, handle }) => {
      const { position, style } = contract.page;
      const first = firstOf(contract);
      const requested = Number(readParameter(request, position) ?? first);
      const total = Number(readPage(contract, handle(setParameter(request, position, undefined)))?.read('total') ?? 0);
      const size = readLimit(contract, request);
      const last = Math.max(1, Math.ceil(total / size)) - 1 + first;
      if (style === 'number') return requested > last ? setParameter(request, position, String(last)) : request;
      const skipped = requested - first;
      const start = (last - first) * size + first;
      return skipped >= total && skipped > 0 ? setParameter(request, position, String(start)) : request;
    }),
  },
  {
    name: 'past-end-otherwise',
    summary:
      'a position past the end is rejected where it should return no rows, or returns none where it should be rejected',
    area: 'paging',
    breaks: restsOn('page/pastEnd'),
    appliesTo: isCounted,
    overrideContract(contract) {
      const { page } = contract;
      if (page.style !== 'number' && page.style !== 'offset') return contract;
      return { ...contract, page: { ...page, pastEnd: page.pastEnd === 'reject' ? 'empty' : 'reject' } };
    },
  },
  {
    name: 'past-end-leads-on',
    summary: 'a page past the end leads to the second page',
    area: 'paging',
    breaks: (contract) => weakest('inferred', restsOn('page/pastEnd')(contract)),
    appliesTo: ({ page, envelope }) => {
      const isEmpty = (page.style === 'number' || page.style === 'offset') && page.pastEnd === 'empty';
      return isEmpty && envelope.roles.has('next') && envelope.atEnd !== 'self';
    },
    wrap: editPages((page, request, { contract, handle }) => {
      const position = Number(readParameter(request, contract.page.position) ?? 0);
      if (page.items.length > 0 || !(position > 1)) return;
      const first = readPage(contract, handle(setParameter(request, contract.page.position, undefined)));
      if (first !== undefined && first.items.length > 0) page.write('next', first.read('next'));
    }),
  },
  {
    name: 'stated-first-position-skips-a-row-with-filters',
    summary: 'where the first position is stated beside filters, the first row is missing',
    area: 'paging',
    breaks: restsOn('page/position'),
    appliesTo: (contract) => isCounted(contract) && contract.filters.length > 0,
    wrap: editPages((page, request, { contract }) => {
      const isStated = readParameter(request, contract.page.position) === String(firstOf(contract));
      if (isStated && isFiltered(contract, request)) page.items = page.items.slice(1);
    }),
  },
  {
    name: 'offset-rounded-to-page',
    summary: 'an offset is rounded down to a multiple of the page size',
    area: 'paging',
    breaks: restsOn('page/position'),
    appliesTo: isOffset,
    wrap: changeOffset((offset, size) => Math.floor(offset / size) * size),
  },
  {
    name: 'offset-off-by-one-beyond-second-page',
    summary: 'from the third page on, pages begin one row too early',
    area: 'paging',
    breaks: restsOn('page/position'),
    appliesTo: isOffset,
    wrap: changeOffset((offset, size) => (offset >= 2 * size ? offset - 1 : offset)),
  },
  {
    name: 'offset-counts-from-one',
    summary: 'offsets count from 1',
    area: 'paging',
    breaks: restsOn('page/position'),
    appliesTo: ({ page }) => page.style === 'offset' && page.first === 0,
    wrap: changeOffset((offset) => Math.max(0, offset - 1)),
  },
  {
    name: 'offset-counts-pages',
    summary: 'offsets count pages in place of rows',
    area: 'paging',
    breaks: restsOn('page/position'),
    appliesTo: isOffset,
    wrap: changeOffset((offset, size) => offset * size),
  },
  {
    name: 'echo-counts-pages',
    summary: 'the echoed offset counts pages in place of rows',
    area: 'paging',
    breaks: restsOn('page/echo/position'),
    appliesTo: (contract) => contract.envelope.roles.has('position') && isOffset(contract),
    wrap: editPages((page, request, { contract }) => {
      page.write('position', Math.floor(Number(page.read('position')) / readLimit(contract, request)));
    }),
  },
  {
    name: 'echo-of-maximum',
    summary: 'the echoed page size is the maximum in place of the requested one',
    area: 'paging',
    breaks: restsOn('page/echo/limit'),
    appliesTo: ({ envelope }) => envelope.roles.has('limit'),
    wrap: editPages((page, _request, { contract }) => page.write('limit', contract.page.limit.maximum)),
  },
  {
    name: 'page-numbers-from-zero',
    summary: 'page 0 is the first page',
    area: 'paging',
    breaks: restsOn('page/position'),
    appliesTo: countsFromOne,
    wrap: editRequests((request, { contract: { page } }) => {
      const number = readParameter(request, page.position);
      return number !== undefined && /^\d+$/.test(number)
        ? setParameter(request, page.position, String(Number(number) + 1))
        : request;
    }),
  },
  {
    name: 'page-zero-is-first',
    summary: 'page 0 returns the first page',
    area: 'paging',
    breaks: restsOn('errors/invalidPosition'),
    appliesTo: countsFromOne,
    wrap: editRequests((request, { contract: { page } }) => {
      return readParameter(request, page.position) === '0' ? setParameter(request, page.position, '1') : request;
    }),
  },
  {
    name: 'last-word-not-known',
    summary: 'the keyword for the last page is rejected',
    area: 'paging',
    breaks: restsOn('page/position/last'),
    appliesTo: ({ page }) => page.style === 'number' && page.lastWord !== undefined,
    overrideContract(contract) {
      const { page } = contract;
      if (page.style !== 'number') return contract;
      const { lastWord: _forgotten, ...rest } = page;
      return { ...contract, page: rest };
    },
  },
  {
    name: 'malformed-position-is-first',
    summary: 'a position that is not a number returns the first page',
    area: 'paging',
    breaks: markOfRejection,
    appliesTo: isCounted,
    wrap: editRequests((request, { contract: { page } }) => {
      const value = readParameter(request, page.position) ?? '1';
      const isKnown = /^[ +-]?\d+$/.test(value) || (page.style === 'number' && value === page.lastWord);
      return isKnown ? request : setParameter(request, page.position, undefined);
    }),
  },
  {
    name: 'negative-position-is-first',
    summary: 'a position below the first returns the first page',
    area: 'paging',
    breaks: markOfRejection,
    appliesTo: isCounted,
    wrap: editRequests((request, { contract: { page } }) => {
      const isNegative = /^-\d+$/.test(readParameter(request, page.position) ?? '');
      return isNegative ? setParameter(request, page.position, undefined) : request;
    }),
  },
];

/** No document says in words that an invalid position is rejected rather than read as the first. */
function markOfRejection(contract: Contract): Provenance {
  const entry = isNumbered(contract) ? 'errors/invalidPosition' : 'errors/invalidParameter/status';
  return weakest('inferred', restsOn(entry)(contract));
}

/** The position of the first page. */
function firstOf({ page }: Contract): number {
  return page.style === 'number' || page.style === 'offset' ? page.first : 0;
}

/** Makes a wrap under which rows are counted in another way, unnoticed by what the page says of itself. */
function changeOffset(change: (offset: number, size: number) => number): NonNullable<Deviation['wrap']> {
  return (context) => {
    const { contract, handle } = context;
    const { position } = contract.page;
    return editPages((page, request) => {
      const first = firstOf(contract);
      const offset = Number(readParameter(request, position) ?? first) - first;
      const changed = change(offset, readLimit(contract, request));
      if (changed === offset || !Number.isFinite(changed)) return;
      const other = readPage(contract, handle(setParameter(request, position, String(changed + first))));
      if (other !== undefined) page.items = other.items;
    })(context);
  };
}
