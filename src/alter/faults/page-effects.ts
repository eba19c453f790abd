import type { Contract, Json } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';
import type { Row } from '../../dataset/row-source.ts';
import type { RequestedRows } from '../../mock/checks.ts';
import type { MockState } from '../../mock/state.ts';
import { countPages } from '../../page/neighbours.ts';
import { hasCounts, hasLinks, type Item, type NeighbourRole, type Page, readId } from '../../page/page-reader.ts';
import { readShorterPage } from '../short-pages.ts';
import type { Effect, FaultContext, Plan, RequestedPage } from './effect.ts';
import { isBackward } from './fault-tokens.ts';
import type { FaultKind } from './kinds.ts';
import { findRank, hasMoreRows } from './page-counter.ts';

/** What happens to pages, in the order in which it happens. */
export const PAGE_EFFECTS: readonly (readonly [kind: FaultKind, effect: Effect])[] = [
  ['repeated-page', onPages(repeatPage)],
  ['short-page', onPages(shortenPage)],
  ['empty-page', onPages(emptyPage)],
  ['cycle', onPages(linkToFirstPage)],
  ['total-changed', onPages(changeTotal)],
];

/** What happens to rows after a page was read; it is planned before the page is changed. */
export const ROW_EFFECTS: readonly (readonly [kind: FaultKind, effect: Effect])[] = [
  ['row-inserted', onPages(insertRow)],
  ['row-deleted', onPages(deleteRow)],
];

type PageEffect = (requested: RequestedPage, context: FaultContext) => Plan | undefined;

/** Makes an effect on pages; every other response is left as it is. */
function onPages(effect: PageEffect): Effect {
  return (_fault, context) => (context.requested === undefined ? undefined : effect(context.requested, context));
}

/** Shows the rows before a page in place of its own. */
function repeatPage({ page, rows, request }: RequestedPage, { list: { contract } }: FaultContext): Plan | undefined {
  const rank = findRank(contract, rows, page);
  if (rank === undefined || rank === 0 || isBackward(contract, request)) return undefined;
  return () => {
    page.items = readRows(rows, Math.max(0, rank - rows.limit), rank);
  };
}

function readRows({ table, selection }: RequestedRows, start: number, end: number): Item[] {
  const view = table.select(selection);
  return Array.from({ length: end - start }, (_, index) => {
    return JSON.parse(Buffer.from(table.bodyAt(view.slotAt(start + index)), 'latin1').toString('utf8')) as Item;
  });
}

/** Shows half of the rows. Where tokens lead on, they lead to the other half. */
function shortenPage({ page, rows, request }: RequestedPage, { list }: FaultContext): Plan | undefined {
  const { contract, handle } = list;
  const size = Math.floor(page.items.length / 2);
  if (size === 0) return undefined;
  if (hasCounts(contract)) {
    if (contract.page.style === 'number' && !hasMoreRows(contract, rows, page)) return undefined;
    return () => {
      page.items = page.items.slice(0, size);
    };
  }
  const shorter = readShorterPage(contract, handle, request, size);
  if (shorter === undefined || shorter.items.length === 0 || shorter.items.length >= page.items.length)
    return undefined;
  return () => {
    page.items = shorter.items;
    for (const role of ['next', 'previous'] as const) {
      const link = shorter.read(role);
      if ((typeof link === 'string' && link !== '') || typeof link === 'number') writeLink(page, role, link);
    }
  };
}

/** Shows no rows. Where tokens lead on, the next page is what this one should have been. */
function emptyPage({ page, rows, request, target }: RequestedPage, context: FaultContext): Plan | undefined {
  const { contract } = context.list;
  const { tokens } = context;
  if (page.items.length === 0 || target === 'again') return undefined;
  if (tokens === undefined && !hasMoreRows(contract, rows, page)) return undefined;
  return () => {
    page.items = [];
    if (tokens === undefined) return;
    const role = isBackward(contract, request) ? 'previous' : 'next';
    writeLink(page, role, context.makeLink(request, tokens.write('again', request, rows)));
  };
}

/** Whether a next link can lead to the first page: the key of a row leads to the rows after it. */
export function canCycle(contract: Contract): boolean {
  const form = contract.envelope.forms.get('next');
  return hasLinks(contract) && (contract.page.style !== 'key' || form === 'link' || form === 'relativeLink');
}

/** Leads back to the first page. */
function linkToFirstPage({ page, rows, request }: RequestedPage, context: FaultContext): Plan | undefined {
  const { contract } = context.list;
  if (!canCycle(contract) || page.items.length === 0 || isBackward(contract, request)) return undefined;
  return () => {
    const first = page.read('first');
    const isGiven = (typeof first === 'string' && first !== '') || typeof first === 'number';
    const made = (): Json => context.makeLink(request, context.tokens?.write('first', request, rows));
    writeLink(page, 'next', isGiven ? first : made());
  };
}

/** Counts as many rows too many as pages were read. */
function changeTotal({ page, rows, ordinal = 1 }: RequestedPage): Plan | undefined {
  const total = page.read('total');
  if (typeof total !== 'number') return undefined;
  return () => {
    const count = total + ordinal;
    page.write('total', count);
    if (typeof page.read('pageCount') === 'number' && rows.limit > 0) {
      page.write('pageCount', countPages({ count, limit: rows.limit }));
    }
  };
}

/** Writes a link, and the flag that says that there is one. */
function writeLink(page: Page, role: Extract<NeighbourRole, 'next' | 'previous'>, link: Json): void {
  page.write(role, link);
  const flag = role === 'next' ? 'hasNext' : 'hasPrevious';
  if (page.read(flag) !== undefined) page.write(flag, true);
}

/** Adds a row beside the first one of a page, which the same filters find. */
function insertRow({ page, rows }: RequestedPage, { list, afterwards }: FaultContext): Plan | undefined {
  const { contract, state } = list;
  const [first] = page.items;
  const slot = first && rows.table.find(readId(contract, first));
  if (slot === undefined) return undefined;
  return () => {
    afterwards.push(() => addLike(state, rows, rows.table.rowAt(slot)));
  };
}

/**
 * What filters and order look at is that of the model, and the rest is made. Where fields depend on each other so that this
 * makes no valid row, it is the model's twin; and where a part of an object cannot be made, all of it is new.
 */
function addLike(state: MockState, { selection, collection }: RequestedRows, model: Row): void {
  const [identity = '', ...rest] = state.contract.identity.path;
  const isNested = rest.length > 0;
  const { criteria, order } = selection;
  const fields = [...criteria.flatMap((criterion) => criterion.fields), ...order.map(({ field }) => field)];
  const names = new Set(fields.map(({ path }) => path[0] ?? ''));
  const pick = (test: (name: string) => boolean): Record<string, Json> => {
    const kept = Object.entries(model).filter(([name]) => (name !== identity || isNested) && test(name));
    return Object.fromEntries(
      kept.map(([name, value]) => [name, name === identity ? dropIdentity(value, rest) : value]),
    );
  };
  const wanted = [(name: string) => names.has(name), () => true, (name: string) => name !== identity];
  for (const [index, test] of wanted.entries()) {
    try {
      state.add(collection, pick(test));
      return;
    } catch (error) {
      if (!(error instanceof PagewrightError) || index === wanted.length - 1) throw error;
    }
  }
}

/** A new row has an identity of its own. */
function dropIdentity(holder: Json | undefined, [name = '', ...rest]: readonly string[]): Json {
  if (typeof holder !== 'object' || holder === null || Array.isArray(holder)) return holder ?? null;
  const { [name]: inner, ...others } = holder as Readonly<Record<string, Json>>;
  return rest.length === 0 ? others : { ...others, [name]: dropIdentity(inner, rest) };
}

/** Removes the last row of a page. */
function deleteRow({ page, rows }: RequestedPage, { list, afterwards }: FaultContext): Plan | undefined {
  const { contract, state } = list;
  const last = page.items.at(-1);
  if (last === undefined) return undefined;
  const id = readId(contract, last);
  const { collection, table } = rows;
  if (table.find(id) === undefined) return undefined;
  return () => {
    afterwards.push(() => state.remove(collection, id));
  };
}
