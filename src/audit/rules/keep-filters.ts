import type { Contract } from '../../contract/contract.ts';
import { countNoun, joinNames } from '../../contract/text.ts';
import { hasCounts, hasUrls } from '../../page/page-reader.ts';
import { createLinkComparer, type LinkChange, listSelection } from '../links.ts';
import { type Follow, rootOf } from '../traces/trace.ts';
import { type ClientRule, describeChange, describeRequest, type Finding, writeParameter } from './client-rule.ts';

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
    const listReselections = createReselectionLister(contract);
    const findings: Finding[] = [];
    const troubled = new Set(
      follows.filter(({ request }) => request.outcome === 'failed').map(({ offer }) => rootOf(offer.walk)),
    );
    for (const follow of follows) {
      yield;
      const selection = listReselections(follow);
      const sizes =
        troubled.has(rootOf(follow.offer.walk)) && !hasCounts(contract) ? [] : listSizeChanges(contract, follow);
      const changes = [...selection, ...sizes];
      if (changes.length > 0) findings.push(describeReselection(follow, changes, selection.length === 0));
    }
    return { exercised: follows.length, findings };
  },
};

function describeReselection(
  { offer: { from }, request }: Follow,
  changes: readonly LinkChange[],
  isOnlySize: boolean,
): Finding {
  return {
    summary: `${describeRequest(request.exchange)} goes on from exchange ${from.exchange.id} with another selection: it ${joinNames(changes.map(describeChange))}`,
    expected: changes.map(({ name, given }) => writeParameter(name, given)),
    received: changes.map(({ name, sent }) => writeParameter(name, sent)),
    difference: changes,
    exchanges: [from.exchange, request.exchange],
    unseen: request,
    ...(isOnlySize && !hasCounts(request.contract) && { isAdvice: true }),
  };
}

/** Prepares the search for filters, or an order, that differ from the page before: links carry them, tokens and numbers need them again. */
export function createReselectionLister(contract: Contract): (follow: Follow) => readonly LinkChange[] {
  const compare = createLinkComparer(contract);
  if (hasUrls(contract) && !hasCounts(contract)) {
    return ({ offer: { link }, request }) => (link === undefined ? [] : compare(link, request).reselected);
  }
  return ({ offer: { from }, request }) => {
    if (from.filters === request.filters) return [];
    const [before, after] = [from, request].map(({ pairs }) => new Map(listSelection(contract, pairs)));
    const names = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])];
    return names.flatMap((name) => {
      const [given, sent] = [before?.get(name), after?.get(name)];
      if (given === sent) return [];
      return [{ name, ...(given !== undefined && { given }), ...(sent !== undefined && { sent }) }];
    });
  };
}

/** By numbers another size means other rows. By tokens it only changes how many come: who had a failure may try with fewer. */
function listSizeChanges(contract: Contract, { offer: { from }, request }: Follow): readonly LinkChange[] {
  const { parameter } = contract.page.limit;
  if (parameter === undefined || from.size === request.size) return [];
  const [given, sent] = [from, request].map(({ pairs }) => pairs.findLast(([name]) => name === parameter)?.[1]);
  const change = { name: parameter, ...(given !== undefined && { given }), ...(sent !== undefined && { sent }) };
  if (hasCounts(contract)) return [change];
  const isChosen = contract.page.style === 'keyset' && given !== undefined && sent !== undefined;
  return isChosen && !hasUrls(contract) ? [change] : [];
}
