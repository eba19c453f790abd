import type { CheckContext } from '../check.ts';
import type { PageChange } from '../hooks/hooks.ts';
import type { PageAnswer } from '../list/answer.ts';
import { fitSize, type ListQuery } from '../list/query.ts';
import { locateNeighbour, type PageReader, runWalk, type Walk, type WalkOptions } from '../list/walk.ts';

/** Reads pages anew, none of which was kept from an earlier request. */
export function readFresh(
  context: Pick<CheckContext, 'list'>,
  query: ListQuery,
  options: WalkOptions = {},
): Promise<Walk> {
  return runWalk(createFreshReader(context), query, options);
}

function createFreshReader({ list }: Pick<CheckContext, 'list'>): PageReader {
  return {
    contract: list.contract,
    ask: (query, options) => list.ask(query, { ...options, memo: false }),
    go: (from, role, options) => list.go(from, role, { ...options, memo: false }),
  };
}

/** Pages that a list has in this size, and the most rows of one. */
const FEW_PAGES = 4;
const FEW_ROWS = 10;

/** The size of a few pages, of a few rows each, since what changes between them is one row or two. */
export function chooseFewRows({ contract, survey }: Pick<CheckContext, 'contract' | 'survey'>): number {
  const count = survey.total ?? survey.head.ids.length;
  return fitSize(contract, Math.max(2, Math.min(FEW_ROWS, Math.ceil(count / FEW_PAGES))));
}

/** Where a hook failed that changes something. */
export const BETWEEN_PAGES = 'between two pages,';

/** What whoever changes something between two pages is told of them. */
export function describeChange(
  { contract, list }: Pick<CheckContext, 'contract' | 'list'>,
  from: PageAnswer,
  towards: 'next' | 'previous',
): Pick<PageChange, 'next' | 'items' | 'ids'> {
  const { link, value } = locateNeighbour(contract, from, towards) ?? {};
  const next = link === undefined ? String(value ?? '') : new URL(link, from.response.url).href;
  return { next: list.target.redact(next), items: from.page.items, ids: from.page.ids };
}
