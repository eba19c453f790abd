import { listPositionNames } from '../../contract/page-parameters.ts';
import { restsOn } from '../../contract/provenance.ts';
import type { MockRequest } from '../../mock/message.ts';
import { isFiltered, isLaterPage, readParameter, setParameter } from '../../page/query.ts';
import { editRequests } from '../edits.ts';
import type { AlterationContext } from '../engine.ts';
import type { Deviation } from './deviation.ts';

/** Positions that are not read as they should be: a walk gets the same page for ever. */
export const lostPositionDeviations: readonly Deviation[] = [
  {
    name: 'position-ignored',
    summary: 'the position has no effect: every page is the first',
    area: 'paging',
    breaks: restsOn('page/position'),
    appliesTo: () => true,
    wrap: forget(() => true),
  },
  {
    name: 'position-ignored-with-filters',
    summary: 'the position has no effect where there are filters',
    area: 'paging',
    breaks: restsOn('page/position'),
    appliesTo: ({ filters }) => filters.length > 0,
    wrap: forget((request, { contract }) => isFiltered(contract, request)),
  },
  {
    name: 'position-ignored-with-limit',
    summary: 'the position has no effect where a page size is requested',
    area: 'paging',
    breaks: restsOn('page/position'),
    appliesTo: ({ page }) => page.limit.parameter !== undefined,
    wrap: forget((request, { contract }) => readParameter(request, contract.page.limit.parameter) !== undefined),
  },
  {
    name: 'position-stuck-on-second-page',
    summary: 'every page after the second is the second again',
    area: 'paging',
    breaks: restsOn('page/position'),
    appliesTo: () => true,
    wrap(context) {
      const { contract, handle } = context;
      const names = listPositionNames(contract.page);
      const first = new Map<string, MockRequest>();
      return (request) => {
        if (!isLaterPage(contract, request)) return handle(request);
        const rest = JSON.stringify([request.path, withoutParameters(request, names).query, request.headers]);
        const known = first.get(rest);
        // What the mock refuses is no page that one could be stuck on.
        if (known !== undefined) return handle(known);
        const answer = handle(request);
        if (answer?.status === 200) first.set(rest, request);
        return answer;
      };
    },
  },
];

/** Makes a wrap under which some requests are read as if they named no position. */
function forget(test: (request: MockRequest, context: AlterationContext) => boolean): NonNullable<Deviation['wrap']> {
  return editRequests((request, context) => {
    const { contract } = context;
    if (!isLaterPage(contract, request) || !test(request, context)) return request;
    return withoutParameters(request, listPositionNames(contract.page));
  });
}

function withoutParameters(request: MockRequest, names: readonly string[]): MockRequest {
  return names.reduce((rest, name) => setParameter(rest, name, undefined), request);
}
