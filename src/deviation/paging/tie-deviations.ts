import type { Contract } from '../../contract/contract.ts';
import { restsOn } from '../../contract/rests-on.ts';
import { hasTokens, listTieKeys } from '../../page/page-reader.ts';

import { isLaterPage } from '../../page/query-parameters.ts';
import type { Key, View } from '../../store/table.ts';
import type { Deviation } from '../deviation.ts';
import { bendTables, selectTurned } from '../kit/bend-tables.ts';

/** Bugs that only show where rows are equal under the order, at the end of a page. */
export const tieDeviations: readonly Deviation[] = [
  {
    name: 'ties-lost',
    summary: 'a page goes on after the sort value of the last row, so that rows with the same value are lost',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: canLoseTies,
    bendWorld: bendCounts((view, cut) => ({
      countBefore: (key) => view.countBefore(cut(key)),
      countThrough: (key) => view.countThrough(cut(key)),
    })),
  },
  {
    name: 'ties-repeated',
    summary: 'a page goes on from the sort value of the last row, so that rows with the same value are shown again',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: canLoseTies,
    bendWorld: bendCounts((view, cut) => ({ countThrough: (key) => view.countBefore(cut(key)) })),
  },
  {
    name: 'ties-lost-backward',
    summary: 'a page that is reached backward lacks the rows with the same sort value as the page it was reached from',
    area: 'paging',
    breaks: restsOn('page/previous'),
    appliesTo: (contract) => canLoseTies(contract) && contract.envelope.roles.has('previous'),
    bendWorld: bendCounts((view, cut) => ({ countBefore: (key) => view.countBefore(cut(key)) })),
  },
  {
    name: 'ties-by-plan',
    summary: 'later pages have rows with the same sort value in another order than the first page',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: (contract) => listTieKeys(contract).length > 0,
    wrap({ contract, ask, variant }) {
      const later = variant({ bendWorld: bendTables(selectTurned) });
      return (request) => (isLaterPage(contract, request) ? later(request) : ask(request));
    },
  },
  {
    name: 'ties-unsteady',
    summary: 'rows with the same sort value come in another order at every request',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: (contract) => listTieKeys(contract).length > 0,
    bendWorld(world) {
      let requests = 0;
      return bendTables((selection, table) => {
        requests += 1;
        return requests % 2 === 0 ? table.select(selection) : selectTurned(selection, table);
      }, false)(world);
    },
  },
];

function canLoseTies(contract: Contract): boolean {
  return hasTokens(contract) && listTieKeys(contract).length > 0;
}

type Counts = Partial<Pick<View, 'countBefore' | 'countThrough'>>;

function bendCounts(change: (view: View, cut: (key: Key) => Key) => Counts): NonNullable<Deviation['bendWorld']> {
  return bendTables((selection, table, contract) => {
    const view = table.select(selection);
    const length = selection.order.filter(({ field }) => field.name !== contract.identity.name).length;
    return {
      count: view.count,
      slotAt: (rank) => view.slotAt(rank),
      countBefore: (key) => view.countBefore(key),
      countThrough: (key) => view.countThrough(key),
      ...change(view, (key) => key.slice(0, length)),
    };
  });
}
