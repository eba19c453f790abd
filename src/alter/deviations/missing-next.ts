import type { Contract } from '../../contract/contract.ts';
import { readField, toComparable } from '../../contract/field-values.ts';
import { restsOn } from '../../contract/provenance.ts';
import { type Item, listTieKeys, locateNeighbour, type Page, readPage } from '../../page/page-reader.ts';
import { editPages, endAt } from '../edits.ts';
import type { Deviation } from './deviation.ts';

const hasNext = ({ envelope: { atEnd, roles } }: Contract): boolean =>
  roles.has('next') && atEnd !== 'self' && atEnd !== 'edge';

/** Pages that do not lead on although rows follow, only for some of them. */
export const missingNextDeviations: readonly Deviation[] = [
  {
    name: 'next-missing-on-pages-of-5',
    summary: 'a page of 5 rows does not lead on',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: hasNext,
    wrap: withoutNext((page) => page.items.length === 5),
  },
  {
    name: 'next-missing-before-tie',
    summary: 'a page does not lead on where the next row has the same sort value as its last',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: (contract) => hasNext(contract) && listTieKeys(contract).length > 0,
    wrap: withoutNext((page, next, contract) => {
      return describeTie(contract, page.items.at(-1)) === describeTie(contract, next[0]);
    }),
  },
  {
    name: 'next-missing-before-last-row',
    summary: 'a page does not lead on where a single row follows',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: hasNext,
    wrap: withoutNext((_page, next, _contract, leadsOn) => next.length === 1 && !leadsOn),
  },
];

/** Makes a wrap under which some pages do not lead on. @param test - gets the page, the rows of the next one, and whether that leads on */
function withoutNext(
  test: (page: Page, next: readonly Item[], contract: Contract, leadsOn: boolean) => boolean,
): NonNullable<Deviation['wrap']> {
  return editPages((page, request, context) => {
    const { contract, handle } = context;
    const there = locateNeighbour(contract, request, page, 'next');
    const next = there === undefined ? undefined : readPage(contract, handle(there));
    if (there === undefined || next === undefined || next.items.length === 0) return;
    const leadsOn = locateNeighbour(contract, there, next, 'next') !== undefined;
    if (!test(page, next.items, contract, leadsOn)) return;
    endAt(contract, page);
  });
}

function describeTie(contract: Contract, item: Item | undefined): string {
  const values = listTieKeys(contract).map(({ field }) => toComparable(readField(item, field.path)[0], field.kind));
  return JSON.stringify(values);
}
