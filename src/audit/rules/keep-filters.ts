import type { Contract } from '../../contract/contract.ts';
import { countNoun } from '../../contract/text.ts';
import { hasCounts, hasUrls } from '../../page/page-reader.ts';
import { createLinkComparer } from '../links.ts';
import type { Follow } from '../traces/trace.ts';
import { type ClientRule, describeRequest } from './client-rule.ts';

export const keepFilters: ClientRule = {
  id: 'keep-filters',
  demand: 'keep filters, sort order and page size from the first page to the last',
  entries: ({ page }) => {
    if (page.style === 'links') return ['page/next'];
    return page.style === 'keyset' && page.token.boundTo.has('filters') ? ['page/token/boundTo'] : undefined;
  },
  passed: (count) => `${countNoun(count, 'request')} for further pages kept the filters of the first`,
  untested: 'the client never requested a second page',
  *check({ contract, trace: { follows } }) {
    const hasChanged = createChangeTest(contract);
    const changed: Follow[] = [];
    for (const follow of follows) {
      yield;
      if (hasChanged(follow)) changed.push(follow);
    }
    const findings = changed.map(({ offer: { from, link }, request }) => ({
      summary: `${describeRequest(request.exchange)} requests the next page with other filters, another sort order or another page size`,
      expected: link === undefined ? describeRequest(from.exchange) : from.page?.links.next,
      received: describeRequest(request.exchange),
      exchanges: [from.exchange, request.exchange],
      unseen: request,
    }));
    return { exercised: follows.length, findings };
  },
};

/** Links carry the filters; tokens need them again; numbers need the same page size as well. */
function createChangeTest(contract: Contract): (follow: Follow) => boolean {
  const compare = createLinkComparer(contract);
  if (hasUrls(contract) && !hasCounts(contract)) {
    return ({ offer: { link }, request }) => link !== undefined && compare(link, request).reselected.length > 0;
  }
  const countsRows = hasCounts(contract);
  return ({ offer: { from }, request }) =>
    from.filters !== request.filters || (countsRows && from.size !== request.size);
}
