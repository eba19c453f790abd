import type { Contract } from '../../contract/contract.ts';
import { restsOn } from '../../contract/rests-on.ts';
import { editPages } from '../../edit/edit-pages.ts';
import { readPage } from '../../page/page-reader.ts';
import { changeFilters, isLaterPage } from '../../page/query-parameters.ts';
import type { Deviation } from '../deviation.ts';

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
    name: 'total-ignores-filters',
    summary: 'the total counts all rows, whatever the filters',
    area: 'paging',
    breaks: restsOn('total'),
    appliesTo: (contract) => hasTotal(contract) && contract.filters.length > 0,
    wrap: (scene) => {
      const { contract } = scene;
      return editPages((page, request) => {
        const first = { ...request, query: '' };
        const whole = readPage(contract, scene.ask(first));
        page.write('total', whole?.read('total'));
      })(scene);
    },
  },
  {
    name: 'total-ignores-second-filter',
    summary: 'the total heeds only the first of several filters',
    area: 'paging',
    breaks: restsOn('total'),
    appliesTo: (contract) => hasTotal(contract) && contract.filters.length > 1,
    wrap: (scene) => {
      const { contract, ask } = scene;
      return editPages((page, request) => {
        if (isLaterPage(contract, request)) return;
        let count = 0;
        const narrowed = changeFilters(contract, request, (value) => {
          count += 1;
          return count === 1 ? value : undefined;
        });
        if (count > 1) page.write('total', readPage(contract, ask(narrowed))?.read('total'));
      })(scene);
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
      const size = Number(new URLSearchParams(request.query).get(style.limit.parameter) ?? style.limit.default);
      if (size > 0)
        page.write('pageCount', Math.floor(Number(page.read('total')) / Math.min(size, style.limit.maximum)));
    }),
  },
  {
    name: 'page-number-from-zero',
    summary: 'pages are numbered from 0',
    area: 'paging',
    breaks: restsOn('pageNumber'),
    appliesTo: ({ envelope }) => envelope.roles.has('pageNumber'),
    wrap: editPages((page) => page.write('pageNumber', Number(page.read('pageNumber')) - 1)),
  },
];
