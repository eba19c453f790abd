import type { Contract } from '../../contract/contract.ts';
import { readField } from '../../contract/field-values.ts';
import { writePointer } from '../../contract/json-pointer.ts';
import { readsFrom, restsOn } from '../../contract/provenance.ts';
import { hasTokens, readBody, writeBody } from '../../page/page-reader.ts';
import { readParameter } from '../../page/query.ts';
import { keyOfSelection } from '../../store/selection.ts';
import type { Selection, Table, View } from '../../store/table.ts';
import { editErrors } from '../edits.ts';
import { overrideTables, viewRows } from '../tables.ts';
import type { Deviation } from './deviation.ts';

/** What shows only where rows change, or where somebody else says which there are. */
export const changingRowDeviations: readonly Deviation[] = [
  {
    name: 'offset-behind-token',
    summary: 'a link or token counts rows: those that come and go before it shift the page',
    area: 'paging',
    needs: 'changes',
    breaks: readsFrom('page/stable', 'page/style'),
    appliesTo: (contract) => hasTokens(contract) && contract.page.style !== 'key' && isStable(contract),
    overrideState: (state) => overrideTables(rememberRanks())(state),
  },
  {
    name: 'renewed-token-expired',
    summary: 'the response to an expired token has the same token once more',
    area: 'integrity',
    needs: 'changes',
    breaks: restsOn('page/token/renewed'),
    appliesTo: ({ page }) => page.style === 'keyset' && page.token.renewed !== undefined,
    wrap: editErrors((response, request, { contract: { page } }) => {
      const place = page.style === 'keyset' ? page.token.renewed : undefined;
      const body = readBody(response);
      if (place === undefined || body === undefined) return response;
      writePointer(body, place, readParameter(request, page.position));
      return writeBody(response, body);
    }),
  },
  {
    name: 'row-never-shown',
    summary: 'some rows are on no page, and counted by no total',
    area: 'paging',
    needs: 'oracle',
    breaks: restsOn('items'),
    appliesTo: () => true,
    overrideState: overrideTables((selection, table, { identity }) => {
      return viewRows(table, selection, (row) => sumOf(String(readField(row, identity.path)[0])) % 7 !== 3);
    }),
  },
];

/** By the identity, so that whatever is selected lacks the same rows. */
function sumOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0);
}

function isStable({ page }: Contract): boolean {
  return page.stable !== false;
}

/** Finds rows at the ranks that they had when they were last returned, in place of those that they have. */
function rememberRanks(): (selection: Selection, table: Table) => View {
  const known = new Map<string, Map<string, number>>();
  return (selection, table) => {
    const view = table.select(selection);
    const { whole } = keyOfSelection(selection);
    const ranks = known.get(whole) ?? new Map<string, number>();
    known.set(whole, ranks);
    return {
      count: view.count,
      slotAt(rank) {
        const slot = view.slotAt(rank);
        ranks.set(JSON.stringify(table.keyAt(slot, selection.order)), rank);
        return slot;
      },
      countBefore: (key) => Math.min(ranks.get(JSON.stringify(key)) ?? view.countBefore(key), view.count),
      countThrough(key) {
        const rank = ranks.get(JSON.stringify(key));
        return Math.min(rank === undefined ? view.countThrough(key) : rank + 1, view.count);
      },
    };
  };
}
