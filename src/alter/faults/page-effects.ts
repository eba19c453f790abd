import type { Json } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';
import type { Row } from '../../dataset/row-source.ts';
import type { World } from '../../mock/state.ts';
import { hasLinks, hasTokens, type Item, type LinkRole, type Page, readId, readPage } from '../../page/page-reader.ts';
import { readParameter, setParameter } from '../../page/query.ts';
import type { Spot } from './create-spot-finder.ts';
import type { Effect, Exchange, Plan, Reading } from './effect.ts';
import { isBackward } from './fault-tokens.ts';
import { findRank, hasMoreRows } from './page-counter.ts';

/** Makes an effect on pages; every other answer is left as it is. */
function onPages(effect: (reading: Reading, exchange: Exchange) => Plan | undefined): Effect {
  return (_fault, exchange) => (exchange.reading === undefined ? undefined : effect(exchange.reading, exchange));
}

/** Shows the rows before a page in place of its own. */
export const repeatPage: Effect = onPages(({ page, spot, request }, { list: { contract } }) => {
  const rank = findRank(contract, spot, page);
  if (rank === undefined || rank === 0 || isBackward(contract, request)) return undefined;
  return () => {
    page.items = readRows(spot, Math.max(0, rank - spot.limit), rank);
  };
});

function readRows({ table, selection }: Spot, start: number, end: number): Item[] {
  const view = table.select(selection);
  return Array.from({ length: end - start }, (_, index) => {
    return JSON.parse(Buffer.from(table.bodyAt(view.slotAt(start + index)), 'latin1').toString('utf8')) as Item;
  });
}

/** Leads back to the first page. */
export const leadBack: Effect = onPages(({ page, spot, request }, { list: { contract }, detours, writeLink }) => {
  if (!hasLinks(contract) || page.items.length === 0 || isBackward(contract, request)) return undefined;
  return () => {
    const first = page.read('first');
    const isGiven = typeof first === 'string' && first !== '';
    leadTo(page, 'next', isGiven ? first : writeLink(request, detours?.write('first', request, spot)));
  };
});

/** Shows no rows. Where tokens lead on, the next page is what this one should have been. */
export const emptyRows: Effect = onPages(
  ({ page, spot, request, goal }, { list: { contract }, detours, writeLink }) => {
    if (page.items.length === 0 || goal === 'again') return undefined;
    if (detours === undefined && !hasMoreRows(contract, spot, page)) return undefined;
    return () => {
      page.items = [];
      if (detours === undefined) return;
      const role = isBackward(contract, request) ? 'previous' : 'next';
      leadTo(page, role, writeLink(request, detours.write('again', request, spot)));
    };
  },
);

/** Shows half of the rows. Where tokens lead on, they lead to the other half. */
export const shortenPage: Effect = onPages((reading, exchange) => {
  const { page, spot } = reading;
  const { contract } = exchange.list;
  const size = Math.floor(page.items.length / 2);
  if (size === 0) return undefined;
  if (hasTokens(contract)) return shortenByTokens(reading, exchange, size);
  if (contract.page.style === 'number' && !hasMoreRows(contract, spot, page)) return undefined;
  return () => {
    page.items = page.items.slice(0, size);
  };
});

function shortenByTokens({ page, request }: Reading, { list }: Exchange, size: number): Plan | undefined {
  const { contract } = list;
  const { parameter } = contract.page.limit;
  const shorter = setParameter(request, parameter, String(size));
  const other = readPage(contract, list.handle(shorter));
  if (other === undefined || other.items.length === 0 || other.items.length >= page.items.length) return undefined;
  return () => {
    page.items = other.items;
    for (const role of ['next', 'previous'] as const) {
      const link = other.read(role);
      if (typeof link !== 'string' || link === '') continue;
      const [address = '', query] = link.split('?');
      // The size of the pages that follow is the client's own.
      const own = query && `${address}?${setParameter({ query }, parameter, readParameter(request, parameter)).query}`;
      leadTo(page, role, contract.page.style === 'links' && own ? own : link);
    }
  };
}

/** Counts as many rows too many as pages were read. */
export const changeTotal: Effect = onPages(({ page, spot, ordinal = 1 }) => {
  const total = page.read('total');
  if (typeof total !== 'number') return undefined;
  return () => {
    page.write('total', total + ordinal);
    if (typeof page.read('pageCount') === 'number' && spot.limit > 0) {
      page.write('pageCount', Math.ceil((total + ordinal) / spot.limit));
    }
  };
});

/** Writes a link, and the flag that says that there is one. */
function leadTo(page: Page, role: Extract<LinkRole, 'next' | 'previous'>, link: Json): void {
  page.write(role, link);
  const flag = role === 'next' ? 'hasNext' : 'hasPrevious';
  if (page.read(flag) !== undefined) page.write(flag, true);
}

/** Adds a row beside the first one of a page, which the same filters find. */
export const insertRow: Effect = (_fault, { list: { contract, world }, reading, afterwards }) => {
  const [first] = reading?.page.items ?? [];
  const slot = first && reading?.spot.table.find(readId(contract, first));
  if (reading === undefined || slot === undefined) return undefined;
  const { spot } = reading;
  return () => {
    afterwards.push(() => addLike(world, spot, spot.table.rowAt(slot)));
  };
};

/**
 * What filters and order look at is that of the model, and the rest is made. Where fields depend on each other so that this
 * makes no valid row, it is the model's twin.
 */
function addLike(world: World, spot: Spot, model: Row): void {
  const identity = world.contract.identity.path[0] ?? '';
  const { criteria, order } = spot.selection;
  const fields = [...criteria.flatMap((criterion) => criterion.fields), ...order.map(({ field }) => field)];
  const names = new Set(fields.map(({ path }) => path[0] ?? ''));
  const pick = (test: (name: string) => boolean): Record<string, Json> => {
    return Object.fromEntries(Object.entries(model).filter(([name]) => name !== identity && test(name)));
  };
  try {
    world.add(
      spot.collection,
      pick((name) => names.has(name)),
    );
  } catch (error) {
    if (!(error instanceof PagewrightError)) throw error;
    world.add(
      spot.collection,
      pick(() => true),
    );
  }
}

/** Removes the last row of a page. */
export const deleteRow: Effect = (_fault, { list: { contract, world }, reading, afterwards }) => {
  const last = reading?.page.items.at(-1);
  if (reading === undefined || last === undefined) return undefined;
  const id = readId(contract, last);
  const { collection, table } = reading.spot;
  if (table.find(id) === undefined) return undefined;
  return () => {
    afterwards.push(() => world.remove(collection, id));
  };
};
