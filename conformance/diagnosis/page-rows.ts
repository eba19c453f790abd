import type { Contract, Json } from '../../src/contract/contract.ts';
import type { Exchange } from '../client/exchange.ts';
import { type Item, identify, type ListPage, readPage } from '../list/answer.ts';

const pages = new WeakMap<Exchange, { readonly page: ListPage | undefined }>();

/**
 * The page that a response holds.
 *
 * @returns undefined where there is none, or the body was cut
 */
export function readExchangePage(contract: Contract, exchange: Exchange): ListPage | undefined {
  const known = pages.get(exchange);
  if (known !== undefined) return known.page;
  const page = parsePage(contract, exchange);
  pages.set(exchange, { page });
  return page;
}

function parsePage(contract: Contract, { status, body, responseHeaders }: Exchange): ListPage | undefined {
  if (status < 200 || status > 299) return undefined;
  try {
    return readPage(JSON.parse(body) as Json, contract, responseHeaders);
  } catch {
    return undefined;
  }
}

const cut = new WeakMap<Exchange, { readonly items: ListPage['items'] | undefined }>();

/**
 * The rows that a response holds, as far as its body was kept.
 *
 * @returns undefined where there are none, and where the body is another one than of a page
 */
export function readExchangeItems(contract: Contract, exchange: Exchange): ListPage['items'] | undefined {
  const page = readExchangePage(contract, exchange);
  if (page !== undefined || exchange.status < 200 || exchange.status > 299) return page?.items;
  const known = cut.get(exchange);
  if (known !== undefined) return known.items;
  const whole = closeBrackets(exchange.body);
  const items = whole === undefined ? undefined : parsePage(contract, { ...exchange, body: whole })?.items;
  cut.set(exchange, { items });
  return items;
}

/** The rows that any of the responses holds, by their identities. */
export function indexItems(contract: Contract, exchanges: readonly Exchange[]): ReadonlyMap<string, Item> {
  const items = exchanges.flatMap((exchange) => readExchangeItems(contract, exchange) ?? []);
  return new Map(items.map((item) => [identify(item, contract), item]));
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]]/g;

/** The text of a list up to its last whole object, with what was open then closed. */
function closeBrackets(text: string): string | undefined {
  const open: string[] = [];
  let whole: readonly [end: number, rest: string] | undefined;
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if (token === '{') open.push('}');
    else if (token === '[') open.push(']');
    else if (!token.startsWith('"')) open.pop();
    if (token === '}' && open.at(-1) === ']') whole = [index + 1, open.toReversed().join('')];
  }
  return whole === undefined ? undefined : text.slice(0, whole[0]) + whole[1];
}

/** Texts of a list of identities; undefined for anything else. */
export function toTexts(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.every((one) => typeof one === 'string' || typeof one === 'number') ? value.map(String) : undefined;
}
