import type { Contract } from '../../contract/contract.ts';
import { hasTokens } from '../../page/page-reader.ts';
import { createLinkComparer } from '../links.ts';
import type { Follow } from '../traces/trace.ts';
import { type ClientRule, countNoun, describeRequest } from './client-rule.ts';

/** A walk through one list stays in that list. */
export const keepFilters: ClientRule = {
  id: 'keep-filters',
  demand: 'keep filters, order and page size from the first page to the last',
  entries: ({ page }) => {
    if (page.style === 'links') return ['page/next'];
    return page.style === 'keyset' && page.token.boundTo.has('filters') ? ['page/token/boundTo'] : undefined;
  },
  kept: (count) => `${countNoun(count, 'request')} for further pages kept to the filters of the first`,
  wanting: 'a request for a page after the first',
  judge({ contract, trace: { follows } }) {
    const hasChanged = createChangeTest(contract);
    const findings = follows.filter(hasChanged).map(({ offer: { from, link }, request }) => ({
      summary: `${describeRequest(request.exchange)} goes on with other filters, another order or another page size`,
      expected: link === undefined ? describeRequest(from.exchange) : from.page?.links.next,
      received: describeRequest(request.exchange),
      exchanges: [from.exchange, request.exchange],
      unseen: request,
    }));
    return { exercised: follows.length, findings };
  },
};

/** A link carries what it selects; a token is sent with the filters again; numbers count pages of one size. */
function createChangeTest(contract: Contract): (follow: Follow) => boolean {
  const compare = createLinkComparer(contract);
  if (contract.page.style === 'links') {
    return ({ offer: { link }, request }) => link !== undefined && compare(link, request).reselected.length > 0;
  }
  const countsRows = !hasTokens(contract);
  return ({ offer: { from }, request }) =>
    from.filters !== request.filters || (countsRows && from.size !== request.size);
}
