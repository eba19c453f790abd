import type { Contract } from '../../contract/contract.ts';
import { writePointer } from '../../contract/json-pointer.ts';
import { backwardOf } from '../../contract/page-parameters.ts';
import { restsOn } from '../../contract/provenance.ts';
import { readRowPosition } from '../../page/page-reader.ts';
import { readParameter, setParameter } from '../../page/query.ts';
import { editPages, editRequests } from '../edits.ts';
import type { Deviation } from './deviation.ts';

const tokenField = ({ page }: Contract): readonly string[] | undefined => {
  return page.style === 'keyset' ? page.itemToken?.path : undefined;
};

const hasOwnWayBack = ({ page }: Contract): boolean => page.style === 'keyset' && page.backward !== undefined;

/** Other ways to a page than the next one: by the token of an item, by another parameter, backwards. */
export const wayDeviations: readonly Deviation[] = [
  {
    name: 'item-tokens-of-page',
    summary: 'every item has the token of the last item on its page',
    area: 'paging',
    breaks: restsOn('page/itemToken'),
    appliesTo: (contract) => tokenField(contract) !== undefined,
    wrap: editPages((page, _request, { contract }) => {
      const last = page.items.at(-1);
      const token = last && readRowPosition(contract, last);
      const path = tokenField(contract);
      if (token === undefined || path === undefined) return;
      for (const item of page.items) writePointer(item, path, token);
    }),
  },
  {
    name: 'other-way-ignored',
    summary: 'the other parameter for the position has no effect',
    area: 'paging',
    breaks: restsOn('page/also'),
    appliesTo: ({ page }) => page.also !== undefined,
    wrap: editRequests((request, { contract: { page } }) => setParameter(request, page.also?.position, undefined)),
  },
  {
    name: 'other-way-shifted',
    summary: 'the other parameter for the position, a number, counts from one place later',
    area: 'paging',
    breaks: restsOn('page/also'),
    appliesTo: ({ page: { also } }) => also?.style === 'number' || also?.style === 'offset',
    wrap: editRequests((request, { contract: { page } }) => {
      const value = readParameter(request, page.also?.position);
      return value !== undefined && /^\d+$/.test(value)
        ? setParameter(request, page.also?.position, String(Number(value) + 1))
        : request;
    }),
  },
  {
    name: 'backward-parameter-leads-forward',
    summary: 'the parameter that leads backward returns the rows after its token',
    area: 'paging',
    breaks: restsOn('page/position/backward'),
    appliesTo: hasOwnWayBack,
    wrap: editRequests((request, { contract: { page } }) => {
      const before = readParameter(request, backwardOf(page));
      if (before === undefined) return request;
      const size = readParameter(request, page.limit.backward);
      const bare = setParameter(setParameter(request, backwardOf(page), undefined), page.limit.backward, undefined);
      const moved = setParameter(bare, page.position, before);
      return size === undefined ? moved : setParameter(moved, page.limit.parameter, size);
    }),
  },
];
