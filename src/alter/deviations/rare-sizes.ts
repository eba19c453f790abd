import type { Contract } from '../../contract/contract.ts';
import { restsOn } from '../../contract/provenance.ts';
import type { MockRequest } from '../../mock/message.ts';
import type { Page } from '../../page/page-reader.ts';
import { isLaterPage, parseQuery, readParameter } from '../../page/query.ts';
import { editPages, readNeighbour } from '../edits.ts';
import type { AlterationContext } from '../engine.ts';
import type { Deviation } from './deviation.ts';

const PLENTY = 1_000_000;
const hasRange = ({ page: { limit } }: Contract): boolean => limit.parameter !== undefined && limit.sizes === undefined;
const allows =
  (size: number) =>
  (contract: Contract): boolean => {
    const { minimum, maximum } = contract.page.limit;
    return hasRange(contract) && size >= minimum && size <= maximum;
  };

/** Bugs of one page size, and of sizes that are written in an unusual way. */
export const rareSizeDeviations: readonly Deviation[] = [
  {
    name: 'one-size-skips-a-row',
    summary: 'with a page size of 7, each page after the first lacks the row that it should begin with',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: allows(7),
    wrap: editPagesOf(7, (page, request, { contract }) => {
      if (isLaterPage(contract, request)) page.items = page.items.slice(1);
    }),
  },
  {
    name: 'one-size-loses-a-row',
    summary: 'with a page size of 10, every full page lacks a row in its middle',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: allows(10),
    wrap: editPagesOf(10, (page) => {
      if (page.items.length === 10) page.items = page.items.filter((_, index) => index !== 4);
    }),
  },
  {
    name: 'one-size-repeats-a-row',
    summary: 'with a page size of 25, a page begins with the last row of the page before it',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: allows(25),
    wrap: editPagesOf(25, (page, request, context) => {
      const before = isLaterPage(context.contract, request)
        ? readNeighbour(context, request, page, 'previous')?.items.at(-1)
        : undefined;
      if (before !== undefined && page.items.length > 0) page.items = [before, ...page.items.slice(0, -1)];
    }),
  },
  {
    name: 'default-size-skips-a-row',
    summary: 'where no page size is stated, each page after the first lacks the row that it should begin with',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: hasRange,
    wrap: editPages((page, request, { contract }) => {
      const stated = readParameter(request, contract.page.limit.parameter);
      if (stated === undefined && isLaterPage(contract, request)) page.items = page.items.slice(1);
    }),
  },
  {
    name: 'size-of-zeros-is-everything',
    summary: 'a page size of several zeros means no limit',
    area: 'paging',
    breaks: restsOn('page/limit/maximum'),
    appliesTo: hasRange,
    wrap: withoutLimit((size) => /^0{2,}$/.test(size)),
  },
  {
    name: 'repeated-size-is-everything',
    summary: 'two page sizes mean no limit',
    area: 'paging',
    breaks: restsOn('page/limit/maximum'),
    appliesTo: hasRange,
    wrap: withoutLimit((_size, { query }, parameter) => {
      return parseQuery(query).filter(([name]) => name === parameter).length > 1;
    }),
  },
  {
    name: 'huge-size-is-everything',
    summary: 'a page size that does not fit in 32 bits means no limit',
    area: 'paging',
    breaks: restsOn('page/limit/maximum'),
    appliesTo: hasRange,
    wrap: withoutLimit((size) => /^\d{10,}$/.test(size) && Number(size) >= 2 ** 31),
  },
];

/** Makes a wrap that changes the pages of one size. */
function editPagesOf(
  size: number,
  edit: (page: Page, request: MockRequest, context: AlterationContext) => void,
): NonNullable<Deviation['wrap']> {
  return editPages((page, request, context) => {
    const stated = readParameter(request, context.contract.page.limit.parameter);
    if (Number(stated ?? context.contract.page.limit.default) === size) edit(page, request, context);
  });
}

/** Makes a wrap that takes some page sizes for none. */
function withoutLimit(
  test: (size: string, request: MockRequest, parameter: string) => boolean,
): NonNullable<Deviation['wrap']> {
  return ({ contract, handle, variant }) => {
    const { parameter = '' } = contract.page.limit;
    const open = variant({
      overrideContract: (one) => ({ ...one, page: { ...one.page, limit: { ...one.page.limit, maximum: PLENTY } } }),
    });
    return (request) => {
      const size = readParameter(request, parameter);
      if (size === undefined || !test(size, request, parameter)) return handle(request);
      const pairs = request.query.split('&').filter((pair) => !pair.startsWith(`${encodeURIComponent(parameter)}=`));
      return open({ ...request, query: [...pairs, `${encodeURIComponent(parameter)}=${PLENTY}`].join('&') });
    };
  };
}
