import type { Contract, Json, Role } from '../../contract/contract.ts';
import { LINK_ROLES } from '../../edit/neighbours.ts';
import { readId } from '../../edit/order-keys.ts';
import { type Page, readPage } from '../../edit/page.ts';
import type { Exchange } from '../../journal/exchange.ts';
import type { PageFacts } from './visit.ts';

/** Reads what a page tells; `undefined` when the answer is no page. */
export function readPageFacts(contract: Contract, response: NonNullable<Exchange['response']>): PageFacts | undefined {
  const page = readPage(contract, response);
  if (page === undefined) return undefined;
  const { items } = page;
  const links = LINK_ROLES.flatMap((role) => {
    const link = page.read(role);
    return typeof link === 'string' && link !== '' ? [[role, link] as const] : [];
  });
  const hasNext = page.read('hasNext');
  const ends = readEnds(contract, items);
  return {
    count: items.length,
    ...readNumbers(page),
    ...(typeof hasNext === 'boolean' && { hasNext }),
    links: Object.fromEntries(links),
    ...(ends !== undefined && { ends, fingerprint: JSON.stringify([items.length, ...ends]) }),
  };
}

const NUMBERS = ['total', 'pageCount', 'pageNumber'] as const satisfies readonly Role[];

function readNumbers(page: Page): Partial<Record<(typeof NUMBERS)[number], number>> {
  const found = NUMBERS.map((role) => [role, page.read(role)] as const);
  return Object.fromEntries(found.filter((entry): entry is [(typeof NUMBERS)[number], number] => isCount(entry[1])));
}

function isCount(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Both ends of a page and its length tell it from every other page of a list without repeated rows. */
function readEnds(contract: Contract, items: Page['items']): PageFacts['ends'] {
  const [first, last] = [items[0], items.at(-1)];
  return first === undefined || last === undefined ? undefined : [readId(contract, first), readId(contract, last)];
}
