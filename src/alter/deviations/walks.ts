import type { Contract } from '../../contract/contract.ts';
import { restsOn } from '../../contract/provenance.ts';
import { hasTokens, isSuccess, readPage, writePage } from '../../page/page-reader.ts';
import {
  changeFilters,
  findFilter,
  formatQuery,
  isFiltered,
  isLaterPage,
  parseQuery,
  readLimit,
  setParameter,
} from '../../page/query.ts';

import { editPages, editRequests, everyContract, readNeighbour } from '../edits.ts';

import { changeView, overrideTables } from '../tables.ts';
import type { Deviation } from './deviation.ts';
import { unbindFilters } from './filter-traits.ts';
import { createLinkMemory } from './issued-links.ts';

const hasBackwardTokens = (contract: Contract): boolean =>
  hasTokens(contract) && contract.envelope.roles.has('previous');

/** Pages that do not follow on each other, or not under the same conditions. */
export const walkDeviations: readonly Deviation[] = [
  {
    name: 'boundary-row-repeated',
    summary: 'each page begins with the last row of the page before it',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: everyContract,
    wrap: editPages((page, request, context) => {
      const before = isLaterPage(context.contract, request)
        ? readNeighbour(context, request, page, 'previous')?.items.at(-1)
        : undefined;
      if (before !== undefined && page.items.length > 0) page.items = [before, ...page.items.slice(0, -1)];
    }),
  },
  {
    name: 'boundary-row-skipped',
    summary: 'each page after the first lacks the row that it should begin with',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: everyContract,
    wrap: editPages((page, request, { contract }) => {
      if (isLaterPage(contract, request)) page.items = page.items.slice(1);
    }),
  },
  {
    name: 'backward-skips-a-row',
    summary: 'a page that is reached backward ends one row too early',
    area: 'paging',
    breaks: restsOn('page/previous'),
    appliesTo: hasBackwardTokens,
    overrideState: overrideTables((selection, table) => {
      const view = table.select(selection);
      return changeView(view, { countBefore: (key) => Math.max(0, view.countBefore(key) - 1) });
    }),
  },
  ...(['odd', 'even'] as const).map(
    (parity): Deviation => ({
      name: `backward-skips-a-row-at-${parity}-sizes`,
      summary: `a page of an ${parity} size that is reached backward, and is not the first, ends one row too early`,
      area: 'paging',
      breaks: restsOn('page/previous'),
      appliesTo: hasBackwardTokens,
      wrap: (context) => {
        const { contract, variant } = context;
        const memory = createLinkMemory(contract);
        const skipping = variant({
          overrideState: overrideTables((selection, table) => {
            const view = table.select(selection);
            return changeView(view, { countBefore: (key) => Math.max(0, view.countBefore(key) - 1) });
          }),
        });
        return editPages((page, request) => {
          memory.note(request, page);
          const isOther = readLimit(contract, request) % 2 === (parity === 'odd' ? 0 : 1);
          if (isOther || memory.recall(request)?.role !== 'previous' || !page.read('previous')) return;
          const other = readPage(contract, skipping(request));
          if (other !== undefined) page.items = other.items;
        })(context);
      },
    }),
  ),
  {
    name: 'backward-turned-round',
    summary: 'a page that is reached backward has its rows in reverse',
    area: 'paging',
    breaks: restsOn('page/previous'),
    appliesTo: hasBackwardTokens,
    wrap: (context) => {
      const memory = createLinkMemory(context.contract);
      return editPages((page, request) => {
        memory.note(request, page);
        if (memory.recall(request)?.role === 'previous') page.items = [...page.items].reverse();
      })(context);
    },
  },
  {
    name: 'backward-starts-at-the-front',
    summary: 'a page that is reached backward has the first rows of the list in place of those just before',
    area: 'paging',
    breaks: restsOn('page/previous'),
    appliesTo: hasBackwardTokens,
    wrap: (context) => {
      const { contract, handle } = context;
      const memory = createLinkMemory(contract);
      return editPages((page, request) => {
        memory.note(request, page);
        if (memory.recall(request)?.role !== 'previous') return;
        const bare = setParameter(request, contract.page.position, undefined);
        const direction = contract.page.style === 'keyset' ? contract.page.direction?.parameter : undefined;
        const start = readPage(
          contract,
          handle(direction === undefined ? bare : setParameter(bare, direction, undefined)),
        );
        if (start !== undefined) page.items = start.items.slice(0, page.items.length);
      })(context);
    },
  },
  {
    name: 'backward-filled-up',
    summary:
      'a page that is reached backward, and is larger than what comes before it, is filled up with the rows behind that',
    area: 'paging',
    breaks: restsOn('page/previous'),
    appliesTo: (contract) => hasBackwardTokens(contract) && contract.page.style === 'keyset',
    wrap: (context) => {
      const { contract } = context;
      const memory = createLinkMemory(contract);
      return editPages((page, request) => {
        memory.note(request, page);
        const missing = readLimit(contract, request) - page.items.length;
        if (memory.recall(request)?.role !== 'previous' || missing <= 0) return;
        page.items = [...page.items, ...(readNeighbour(context, request, page, 'next')?.items ?? []).slice(0, missing)];
      })(context);
    },
  },
  {
    name: 'direction-ignored',
    summary: 'every token leads forward, whatever direction is requested',
    area: 'paging',
    breaks: restsOn('page/direction'),
    appliesTo: ({ page }) => page.style === 'keyset' && page.direction !== undefined,
    wrap: editRequests((request, { contract: { page } }) => {
      if (page.style !== 'keyset' || page.direction === undefined) return request;
      return setParameter(request, page.direction.parameter, page.direction.forward);
    }),
  },
  {
    name: 'filters-dropped-on-next-page',
    summary: 'filters apply to the first page only',
    area: 'paging',
    breaks: restsOn('filters'),
    appliesTo: ({ filters }) => filters.length > 0,
    overrideContract: unbindFilters,
    wrap: editRequests((request, { contract }) => {
      return isLaterPage(contract, request) ? changeFilters(contract, request, () => undefined) : request;
    }),
  },
  {
    name: 'order-dropped-on-next-page',
    summary: 'the requested order applies to the first page only',
    area: 'paging',
    breaks: restsOn('order/parameter'),
    appliesTo: ({ order }) => order.parameter !== undefined,
    wrap: editRequests((request, { contract }) => {
      const { parameter } = contract.order;
      if (parameter === undefined || !isLaterPage(contract, request)) return request;
      return setParameter(request, parameter.name, undefined);
    }),
  },
  {
    name: 'walk-state-shared',
    summary: 'later pages have the filters of the last request for a first page, whoever sent it',
    area: 'paging',
    breaks: restsOn('filters'),
    appliesTo: ({ filters }) => filters.length > 0,
    overrideContract: unbindFilters,
    wrap({ contract, handle }) {
      let filters: ReturnType<typeof parseQuery> = [];
      return (request) => {
        const pairs = parseQuery(request.query);
        const isFilter = (name: string): boolean => findFilter(contract, name) !== undefined;
        if (!isLaterPage(contract, request)) {
          filters = pairs.filter(([name]) => isFilter(name));
          return handle(request);
        }
        const rest = pairs.filter(([name]) => !isFilter(name));
        return handle({ ...request, query: formatQuery([...filters, ...rest]) });
      };
    },
  },
  {
    name: 'answers-kept-without-limit',
    summary: 'responses are cached without regard to the page size',
    area: 'paging',
    breaks: restsOn('page/limit'),
    appliesTo: everyContract,
    wrap({ contract, handle }) {
      const kept = new Map<string, ReturnType<typeof handle>>();
      return (request) => {
        const { query } = setParameter(request, contract.page.limit.parameter, undefined);
        const key = JSON.stringify([request.path, query, request.headers]);
        const answer = kept.get(key) ?? handle(request);
        if (isSuccess(answer)) kept.set(key, answer);
        return answer;
      };
    },
  },
  {
    name: 'token-works-once',
    summary: 'a link or token can be followed only once',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: hasTokens,
    wrap({ contract, handle, fail }) {
      const used = new Set<string>();
      return (request) => {
        const answer = handle(request);
        if (!isSuccess(answer) || !isLaterPage(contract, request)) return answer;
        if (used.has(request.query)) return fail('invalidPosition', request);
        used.add(request.query);
        return answer;
      };
    },
  },
  {
    name: 'rows-added-to-page',
    summary: 'a row that a join finds several times is repeated on a page',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: ({ filters }) => filters.some(({ operator }) => operator !== 'hasKey'),
    wrap: (context) => (request) => {
      const { contract, handle } = context;
      const response = handle(request);
      const page = readPage(contract, response);
      const [first] = page?.items ?? [];
      if (response === undefined || page === undefined || first === undefined || !isFiltered(contract, request))
        return response;
      page.items = [first, ...page.items];
      return writePage(response, page);
    },
  },
];
