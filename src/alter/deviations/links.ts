import type { Contract } from '../../contract/contract.ts';
import { backwardOf } from '../../contract/page-parameters.ts';
import { always, restsOn } from '../../contract/provenance.ts';
import { changeLinks, hasLinks, hasUrls, locateNeighbour } from '../../page/page-reader.ts';
import { changeFilters, isLaterPage, readLimit, readParameter, setParameter } from '../../page/query.ts';
import { editPages, emptyPage, readNeighbour, removeLink } from '../edits.ts';
import type { Deviation } from './deviation.ts';
import { isOpenText, unbindFilters } from './filter-traits.ts';
import { createSideTokens } from './issued-links.ts';

/** Whether a link can be made to lead anywhere: a number of a page leads to that page. */
const canLead = ({ envelope }: Contract): boolean => envelope.forms.get('next') !== 'number';
const hasPrevious = (contract: Contract): boolean => hasLinks(contract) && contract.envelope.roles.has('previous');
const isEndless = ({ envelope: { atEnd } }: Contract): boolean => atEnd === 'self' || atEnd === 'edge';
const hasAbsoluteUrls = ({ envelope }: Contract): boolean => envelope.forms.get('next') === 'link';
const isSealed = ({ page }: Contract): boolean => page.style === 'links' || page.style === 'keyset';

/** Links and tokens that are there when they should not be, lead astray, or are missing. */
export const linkDeviations: readonly Deviation[] = [
  {
    name: 'last-page-leads-to-itself',
    summary: 'the last page has a next link that leads to itself',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: (contract) => hasPrevious(contract) && !isEndless(contract),
    wrap: editPages((page, request, context) => {
      if (page.read('next') || !isLaterPage(context.contract, request)) return;
      const before = readNeighbour(context, request, page, 'previous');
      if (before !== undefined) page.write('next', before.read('next'));
    }),
  },
  {
    name: 'full-last-page-leads-on',
    summary: 'a full last page has a next link, to a page without rows',
    area: 'paging',
    breaks: restsOn('page/next', 'page/atEnd'),
    appliesTo: (contract) => hasLinks(contract) && isSealed(contract) && !isEndless(contract),
    wrap: (context) => {
      const { contract, handle } = context;
      const tokens = createSideTokens(contract);
      const answer = editPages((page, request) => {
        if (page.read('next') || page.items.length < readLimit(contract, request)) return;
        const here = handle(request);
        if (here !== undefined)
          page.write(
            'next',
            tokens.write(request, () => emptyPage(contract, here)),
          );
      })(context);
      return (request) => (tokens.find(request) ?? (() => answer(request)))();
    },
  },
  {
    name: 'only-page-leads-on',
    summary: 'a page that holds everything has a next link, to a page without rows',
    area: 'paging',
    breaks: restsOn('page/next', 'page/atEnd'),
    appliesTo: (contract) => hasLinks(contract) && isSealed(contract) && !isEndless(contract),
    wrap: (context) => {
      const { contract, handle } = context;
      const tokens = createSideTokens(contract);
      const answer = editPages((page, request) => {
        if (page.read('next') || page.items.length === 0 || isLaterPage(contract, request)) return;
        const here = handle(request);
        if (here !== undefined)
          page.write(
            'next',
            tokens.write(request, () => emptyPage(contract, here)),
          );
      })(context);
      return (request) => (tokens.find(request) ?? (() => answer(request)))();
    },
  },
  {
    name: 'partial-last-page-not-linked',
    summary: 'there is no link to a last page that is not full',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: (contract) => hasLinks(contract) && !isEndless(contract),
    wrap: editPages((page, request, context) => {
      const next = readNeighbour(context, request, page, 'next');
      if (next !== undefined && next.items.length < page.items.length) removeLink(context.contract, page, 'next');
    }),
  },
  {
    name: 'previous-missing-on-last-page',
    summary: 'the last page has no link to the page before it',
    area: 'paging',
    breaks: restsOn('page/previous'),
    appliesTo: (contract) => hasPrevious(contract) && !isEndless(contract),
    wrap: editPages((page, _request, { contract }) => {
      if (!page.read('next')) removeLink(contract, page, 'previous');
    }),
  },
  {
    name: 'previous-on-first-page',
    summary: 'the first page has a link to a previous one',
    area: 'paging',
    breaks: restsOn('page/previous', 'page/atEnd'),
    appliesTo: (contract) => hasPrevious(contract) && isSealed(contract) && !isEndless(contract),
    wrap: (context) => {
      const { contract, handle } = context;
      const tokens = createSideTokens(contract);
      const answer = editPages((page, request) => {
        const here = page.read('previous') || page.items.length === 0 ? undefined : handle(request);
        if (here !== undefined)
          page.write(
            'previous',
            tokens.write(request, () => emptyPage(contract, here)),
          );
      })(context);
      return (request) => (tokens.find(request) ?? (() => answer(request)))();
    },
  },
  {
    name: 'previous-leads-to-first-page',
    summary: 'every link to a previous page leads to the first one',
    area: 'paging',
    breaks: restsOn('page/previous'),
    appliesTo: (contract) => hasPrevious(contract) && canLead(contract),
    wrap: (context) => {
      const { contract, handle } = context;
      const { page: style } = contract;
      const tokens = createSideTokens(contract);
      const answer = editPages((page, request) => {
        if (!page.read('previous')) return;
        const bare = setParameter(setParameter(request, style.position, undefined), backwardOf(style), undefined);
        const direction = style.style === 'keyset' ? style.direction?.parameter : undefined;
        const first = direction === undefined ? bare : setParameter(bare, direction, undefined);
        page.write(
          'previous',
          tokens.write(first, () => handle(first)),
        );
      })(context);
      return (request) => (tokens.find(request) ?? (() => answer(request)))();
    },
  },
  {
    name: 'previous-leads-forward',
    summary: 'the link to the previous page leads to the next one',
    area: 'paging',
    breaks: restsOn('page/previous'),
    appliesTo: (contract) => hasPrevious(contract) && canLead(contract),
    wrap: (context) => {
      const { contract, handle } = context;
      const tokens = createSideTokens(contract);
      const answer = editPages((page, request) => {
        const next = locateNeighbour(contract, request, page, 'next');
        if (!page.read('previous') || next === undefined) return;
        page.write(
          'previous',
          tokens.write(next, () => handle(next)),
        );
      })(context);
      return (request) => (tokens.find(request) ?? (() => answer(request)))();
    },
  },
  {
    name: 'last-leads-to-next-page',
    summary: 'the token of the last page leads to the next one',
    area: 'paging',
    breaks: restsOn('page/last'),
    appliesTo: (contract) => contract.envelope.roles.has('last') && hasLinks(contract) && canLead(contract),
    wrap: (context) => {
      const { contract, handle } = context;
      const tokens = createSideTokens(contract);
      const answer = editPages((page, request) => {
        if (!page.read('last')) return;
        const position = page.read('next');
        const next = typeof position === 'string' ? setParameter(request, contract.page.position, position) : request;
        page.write(
          'last',
          tokens.write(next, () => handle(next)),
        );
      })(context);
      return (request) => (tokens.find(request) ?? (() => answer(request)))();
    },
  },
  {
    name: 'first-leads-to-this-page',
    summary: 'the token of the first page leads to the page that it stands on',
    area: 'paging',
    breaks: restsOn('page/first'),
    appliesTo: (contract) => contract.envelope.roles.has('first') && canLead(contract),
    wrap: (context) => {
      const { contract, handle } = context;
      const tokens = createSideTokens(contract);
      const answer = editPages((page, request) => {
        if (page.read('first'))
          page.write(
            'first',
            tokens.write(request, () => handle(request)),
          );
      })(context);
      return (request) => (tokens.find(request) ?? (() => answer(request)))();
    },
  },
];

/** Links that are no good as URLs, or forget what they should carry. */
export const urlDeviations: readonly Deviation[] = [
  {
    name: 'links-relative',
    summary: 'links are paths without scheme and host',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: hasAbsoluteUrls,
    wrap: editPages((page, { origin }) => changeLinks(page, (link) => link.slice(origin.length))),
  },
  {
    name: 'links-to-inner-host',
    summary: 'links have the host name of the server behind its proxy',
    area: 'paging',
    breaks: always('inferred'),
    appliesTo: hasAbsoluteUrls,
    wrap: editPages((page, { origin }) =>
      changeLinks(page, (link) => `http://api-7f9c.internal:8080${link.slice(origin.length)}`),
    ),
  },
  {
    name: 'links-lose-path-prefix',
    summary: 'links lack the first segment of the path, which a proxy takes away before the server sees it',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: (contract) => hasAbsoluteUrls(contract) && contract.path.split('/').length > 2,
    wrap: editPages((page, { origin }) =>
      changeLinks(page, (link) => origin + link.slice(origin.length).replace(/^\/[^/?]+(?=\/)/, '')),
    ),
  },
  {
    name: 'links-with-path-prefix-twice',
    summary: 'links have the first segment of the path twice',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: (contract) => hasAbsoluteUrls(contract) && contract.path.split('/').length > 2,
    wrap: editPages((page, { origin }) =>
      changeLinks(page, (link) => origin + link.slice(origin.length).replace(/^(\/[^/?]+)(?=\/)/, '$1$1')),
    ),
  },
  {
    name: 'links-with-other-scheme',
    summary: 'links have the scheme https where the request was http, or the other way round',
    area: 'paging',
    breaks: always('inferred'),
    appliesTo: hasAbsoluteUrls,
    wrap: editPages((page) =>
      changeLinks(page, (link) => {
        return link.startsWith('https:') ? `http:${link.slice(6)}` : link.replace(/^http:/, 'https:');
      }),
    ),
  },
  {
    name: 'links-forget-filters',
    summary: 'links lead to pages of the whole list, without the filters of the page that they are on',
    area: 'paging',
    breaks: restsOn('filters'),
    appliesTo: (contract) => hasUrls(contract) && contract.filters.length > 0,
    overrideContract: unbindFilters,
    wrap: editPages((page, request, { contract }) => {
      changeLinks(page, (link) =>
        changeQuery(link, (query) => changeFilters(contract, { ...request, query }, () => undefined).query),
      );
    }),
  },
  ...(['second', 'third'] as const).map(
    (first, index): Deviation => ({
      name: `links-forget-${first}-filter`,
      summary: `of several filters, links repeat the first ${index === 0 ? 'only' : 'two only'}`,
      area: 'paging',
      breaks: restsOn('filters'),
      appliesTo: (contract) => hasUrls(contract) && contract.filters.length > index + 1,
      overrideContract: unbindFilters,
      wrap: editPages((page, request, { contract }) => {
        changeLinks(page, (link) =>
          changeQuery(link, (query) => {
            let count = 0;
            const keepFirst = (value: string): string | undefined => {
              count += 1;
              return count <= index + 1 ? value : undefined;
            };
            return changeFilters(contract, { ...request, query }, keepFirst).query;
          }),
        );
      }),
    }),
  ),
  {
    name: 'links-forget-filters-without-limit',
    summary: 'links lead to pages of the whole list where no page size was stated',
    area: 'paging',
    breaks: restsOn('filters'),
    appliesTo: (contract) => {
      return hasUrls(contract) && contract.filters.length > 0 && contract.page.limit.parameter !== undefined;
    },
    overrideContract: unbindFilters,
    wrap: editPages((page, request, { contract }) => {
      if (readParameter(request, contract.page.limit.parameter) !== undefined) return;
      changeLinks(page, (link) =>
        changeQuery(link, (query) => changeFilters(contract, { ...request, query }, () => undefined).query),
      );
    }),
  },
  {
    name: 'links-forget-limit',
    summary: 'links lead to pages of the default size, whatever the size of the page they are on',
    area: 'paging',
    // Pages that are counted overlap or gape when their size changes; links that carry a position only change size.
    breaks: (contract) => restsOn(contract.page.style === 'number' ? 'page/next' : 'page/links')(contract),
    appliesTo: (contract) => hasUrls(contract) && contract.page.limit.parameter !== undefined,
    wrap: editPages((page, request, { contract }) => {
      const { parameter } = contract.page.limit;
      changeLinks(page, (link) =>
        changeQuery(link, (query) => setParameter({ ...request, query }, parameter, undefined).query),
      );
    }),
  },
  {
    name: 'links-not-escaped',
    summary: 'values in links are not percent-encoded',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: (contract) => hasUrls(contract) && contract.filters.some(isOpenText),
    wrap: editPages((page, _request, { contract }) => {
      changeLinks(page, (link) => unescapeFilters(contract, link));
    }),
  },
  {
    name: 'links-escaped-twice',
    summary: 'the query of links is percent-encoded twice',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: hasUrls,
    wrap: editPages((page) => changeLinks(page, (link) => changeQuery(link, (query) => query.replaceAll('%', '%25')))),
  },
];

function changeQuery(link: string, change: (query: string) => string): string {
  const [address = '', query = ''] = link.split('?');
  const changed = change(query);
  return changed === '' ? address : `${address}?${changed}`;
}

/** As a link reads that was put together from values as they are. */
function unescapeFilters(contract: Contract, link: string): string {
  return changeQuery(link, (query) => {
    const pairs = query.split('&').map((pair) => {
      const [name = '', value = ''] = pair.split('=');
      if (!contract.filters.some(({ parameter }) => parameter === name)) return pair;
      // A client rejects a link with characters that no URL can have.
      return `${name}=${decodeURIComponent(value.replaceAll('+', ' ')).replace(/[^\x21-\x7e]/g, encodeURIComponent)}`;
    });
    return pairs.join('&');
  });
}
