import type { Contract, Limit } from '../../contract/contract.ts';
import { restsOn } from '../../contract/provenance.ts';
import { readPage } from '../../page/page-reader.ts';
import { changeFilters, isFiltered, isLaterPage, readParameter, setParameter } from '../../page/query.ts';
import { editPages, editRequests, everyContract, readNeighbour } from '../edits.ts';

import type { Deviation } from './deviation.ts';

const PLENTY = 1_000_000;
const hasSizes = ({ page }: Contract): boolean => page.limit.parameter !== undefined;
/** Whether a client may ask for any size up to a maximum. */
const hasRange = (contract: Contract): boolean => hasSizes(contract) && contract.page.limit.sizes === undefined;

/** Page sizes other than requested, and limits that are not enforced. */
export const limitDeviations: readonly Deviation[] = [
  {
    name: 'limit-ignored',
    summary: 'every page has the default size, whatever is requested',
    area: 'paging',
    breaks: restsOn('page/limit'),
    appliesTo: hasSizes,
    wrap: editRequests((request, { contract: { page } }) => setParameter(request, page.limit.parameter, undefined)),
  },
  {
    name: 'limit-plus-one',
    summary: 'a page includes the extra row that tells whether there is a next page',
    area: 'paging',
    breaks: restsOn('page/limit'),
    appliesTo: everyContract,
    wrap: editPages((page, request, context) => {
      const extra = readNeighbour(context, request, page, 'next')?.items[0];
      if (extra !== undefined) page.items = [...page.items, extra];
    }),
  },
  {
    name: 'default-limit-other',
    summary: 'a page has another size than the default where none is requested',
    area: 'paging',
    breaks: restsOn('page/limit/default'),
    appliesTo: hasSizes,
    overrideContract: overrideLimit((limit) => ({ default: Math.min(limit.maximum, limit.default + 5) })),
  },
  {
    name: 'maximum-not-enforced',
    summary: 'the maximum page size is not enforced',
    area: 'paging',
    breaks: restsOn('page/limit/maximum'),
    appliesTo: hasRange,
    overrideContract: overrideLimit(() => ({ maximum: PLENTY })),
  },
  {
    name: 'maximum-refused',
    summary: 'the maximum page size is rejected',
    area: 'paging',
    breaks: restsOn('page/limit/maximum'),
    appliesTo: hasSizes,
    overrideContract: overrideLimit((limit) => ({ maximum: limit.maximum - 1, above: 'reject' })),
  },
  {
    name: 'zero-is-everything',
    summary: 'a page size of 0 means no limit',
    area: 'paging',
    breaks: restsOn('page/limit/maximum'),
    appliesTo: hasRange,
    wrap({ contract: { page }, handle, variant }) {
      const unlimited = variant({ overrideContract: overrideLimit(() => ({ maximum: PLENTY })) });
      return (request) => {
        if (readParameter(request, page.limit.parameter) !== '0') return handle(request);
        return unlimited(setParameter(request, page.limit.parameter, String(PLENTY)));
      };
    },
  },
  {
    name: 'limit-above-maximum-otherwise',
    summary:
      'a page size above the maximum is clamped where it should be rejected, or rejected where it should be clamped',
    area: 'paging',
    breaks: restsOn('page/limit/outOfRange/above'),
    appliesTo: hasSizes,
    overrideContract: overrideLimit(({ above }) => ({ above: above === 'reject' ? 'clamp' : 'reject' })),
  },
  {
    name: 'limit-below-minimum-otherwise',
    summary:
      'a page size below the minimum is replaced where it should be rejected, or rejected where it should be replaced',
    area: 'paging',
    breaks: restsOn('page/limit/outOfRange/below'),
    appliesTo: hasSizes,
    overrideContract: overrideLimit(({ below }) => ({ below: below === 'reject' ? 'default' : 'reject' })),
  },
  {
    name: 'limit-malformed-otherwise',
    summary:
      'a page size that is not a number is replaced where it should be rejected, or rejected where it should be replaced',
    area: 'paging',
    breaks: restsOn('page/limit/outOfRange/malformed'),
    appliesTo: hasSizes,
    overrideContract: overrideLimit(({ malformed }) => ({ malformed: malformed === 'reject' ? 'default' : 'reject' })),
  },
];

function overrideLimit(change: (limit: Limit) => Partial<Limit>): (contract: Contract) => Contract {
  return (contract) => {
    const { page } = contract;
    return { ...contract, page: { ...page, limit: { ...page.limit, ...change(page.limit) } } };
  };
}

const hasTotal = ({ envelope }: Contract): boolean => envelope.roles.has('total');

/** Totals that count something else. */
export const totalDeviations: readonly Deviation[] = [
  {
    name: 'total-of-page',
    summary: 'the total counts the rows of the page',
    area: 'paging',
    breaks: restsOn('total'),
    appliesTo: hasTotal,
    wrap: editPages((page) => page.write('total', page.items.length)),
  },
  {
    name: 'total-one-too-many',
    summary: 'the total is one more than there are rows',
    area: 'paging',
    breaks: restsOn('total'),
    appliesTo: hasTotal,
    wrap: editPages((page) => page.write('total', Number(page.read('total')) + 1)),
  },
  {
    name: 'total-counts-hidden-rows',
    summary: 'the total counts three rows that are on no page',
    area: 'paging',
    breaks: restsOn('total'),
    appliesTo: hasTotal,
    wrap: editPages((page) => page.write('total', Number(page.read('total')) + 3)),
  },
  ...(['shrinks', 'grows'] as const).map(
    (how): Deviation => ({
      name: `total-${how}-on-the-way`,
      summary: `the total of a later page is ${how === 'shrinks' ? 'less' : 'more'} by the rows of the page`,
      area: 'paging',
      breaks: restsOn('total'),
      appliesTo: (contract) => hasTotal(contract) && contract.envelope.total?.when === undefined,
      wrap: editPages((page, request, { contract }) => {
        const change = how === 'shrinks' ? -page.items.length : page.items.length;
        if (isLaterPage(contract, request)) page.write('total', Number(page.read('total')) + change);
      }),
    }),
  ),
  {
    name: 'total-one-too-few-with-filters',
    summary: 'the total of a filtered list is one less than there are rows',
    area: 'paging',
    breaks: restsOn('total'),
    appliesTo: (contract) => hasTotal(contract) && contract.filters.length > 0,
    wrap: editPages((page, request, { contract }) => {
      if (isFiltered(contract, request)) page.write('total', Math.max(0, Number(page.read('total')) - 1));
    }),
  },
  {
    name: 'total-ignores-filters',
    summary: 'the total ignores filters',
    area: 'paging',
    breaks: restsOn('total'),
    appliesTo: (contract) => hasTotal(contract) && contract.filters.length > 0,
    wrap: (context) => {
      const { contract } = context;
      return editPages((page, request) => {
        const first = { ...request, query: '' };
        const whole = readPage(contract, context.handle(first));
        page.write('total', whole?.read('total'));
      })(context);
    },
  },
  {
    name: 'total-ignores-second-filter',
    summary: 'the total applies only the first of several filters',
    area: 'paging',
    breaks: restsOn('total'),
    appliesTo: (contract) => hasTotal(contract) && contract.filters.length > 1,
    wrap: (context) => {
      const { contract, handle } = context;
      return editPages((page, request) => {
        if (isLaterPage(contract, request)) return;
        let count = 0;
        const narrowed = changeFilters(contract, request, (value) => {
          count += 1;
          return count === 1 ? value : undefined;
        });
        if (count > 1) page.write('total', readPage(contract, handle(narrowed))?.read('total'));
      })(context);
    },
  },
  {
    name: 'total-only-on-first-page',
    summary: 'later pages have a total of 0',
    area: 'paging',
    breaks: restsOn('total'),
    appliesTo: hasTotal,
    wrap: editPages((page, request, { contract }) => {
      if (isLaterPage(contract, request)) page.write('total', 0);
    }),
  },
  {
    name: 'page-count-floor',
    summary: 'the number of pages is rounded down, so that a last page that is not full is not counted',
    area: 'paging',
    breaks: restsOn('pageCount'),
    appliesTo: ({ envelope }) => envelope.roles.has('pageCount'),
    wrap: editPages((page, request, { contract: { page: style } }) => {
      const size = Number(readParameter(request, style.limit.parameter) ?? style.limit.default);
      if (size > 0)
        page.write('pageCount', Math.floor(Number(page.read('total')) / Math.min(size, style.limit.maximum)));
    }),
  },
  {
    name: 'page-number-from-zero',
    summary: 'pages are numbered from 0',
    area: 'paging',
    breaks: restsOn('pageNumber'),
    appliesTo: ({ envelope, page }) =>
      envelope.roles.has('pageNumber') && !(page.style === 'number' && page.first === 0),
    wrap: editPages((page) => page.write('pageNumber', Number(page.read('pageNumber')) - 1)),
  },
];
