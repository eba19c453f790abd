import type { Contract } from '../../contract/contract.ts';
import { hasTokens } from '../../edit/neighbours.ts';
import { createLinkComparer } from '../visits/create-link-comparer.ts';
import type { Follow } from '../walks/trace.ts';
import type { ClientRule } from './client-rule.ts';
import { describeRequest } from './describe-request.ts';
import { countNoun } from './words.ts';

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
    const findings = follows.filter(hasChanged).map(({ edge: { from, link }, visit }) => ({
      summary: `${describeRequest(visit.exchange)} goes on with other filters, another order or another page size`,
      expected: link === undefined ? describeRequest(from.exchange) : from.page?.links.next,
      received: describeRequest(visit.exchange),
      exchanges: [from.exchange, visit.exchange],
      unseen: visit,
    }));
    return { exercised: follows.length, findings };
  },
};

/** A link carries what it selects; a token is sent with the filters again; numbers count pages of one size. */
function createChangeTest(contract: Contract): (follow: Follow) => boolean {
  const compare = createLinkComparer(contract);
  if (contract.page.style === 'links') {
    return ({ edge: { link }, visit }) => link !== undefined && compare(link, visit).reselected.length > 0;
  }
  const countsRows = !hasTokens(contract);
  return ({ edge: { from }, visit }) => from.filters !== visit.filters || (countsRows && from.size !== visit.size);
}
