import type { Contract } from '../../contract/contract.ts';
import { always, restsOn } from '../../contract/rests-on.ts';
import { editPages } from '../../edit/edit-pages.ts';
import { changeLinks, hasUrls } from '../../page/page-reader.ts';
import { changeFilters, setParameter } from '../../page/query-parameters.ts';
import type { Deviation } from '../deviation.ts';
import { isOpenText } from '../kit/filter-kinds.ts';
import { unbindFilters } from '../kit/unbind.ts';

/** Links that are no good as URLs, or forget what they should carry. */
export const urlDeviations: readonly Deviation[] = [
  {
    name: 'links-relative',
    summary: 'links are paths without scheme and host',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: hasUrls,
    wrap: editPages((page, { origin }) => changeLinks(page, (link) => link.slice(origin.length))),
  },
  {
    name: 'links-to-inner-host',
    summary: 'links have the host name that the server has behind its proxy',
    area: 'paging',
    breaks: always('inferred'),
    appliesTo: hasUrls,
    wrap: editPages((page, { origin }) =>
      changeLinks(page, (link) => `http://api-7f9c.internal:8080${link.slice(origin.length)}`),
    ),
  },
  {
    name: 'links-forget-filters',
    summary: 'links lead to pages of the whole list, without the filters of the page that they are on',
    area: 'paging',
    breaks: restsOn('filters'),
    appliesTo: (contract) => hasUrls(contract) && contract.filters.length > 0,
    bendContract: unbindFilters,
    wrap: editPages((page, request, { contract }) => {
      changeLinks(page, (link) =>
        changeQuery(link, (query) => changeFilters(contract, { ...request, query }, () => undefined).query),
      );
    }),
  },
  {
    name: 'links-forget-limit',
    summary: 'links lead to pages of the usual size, whatever the size of the page they are on',
    area: 'paging',
    // Pages that are counted overlap or gape when their size changes; links that carry a position only change size.
    breaks: (contract) => restsOn(contract.page.style === 'number' ? 'page/next' : 'page/links')(contract),
    appliesTo: hasUrls,
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
      // A client refuses a link with characters that no URL can have.
      return `${name}=${decodeURIComponent(value.replaceAll('+', ' ')).replace(/[^\x21-\x7e]/g, encodeURIComponent)}`;
    });
    return pairs.join('&');
  });
}
