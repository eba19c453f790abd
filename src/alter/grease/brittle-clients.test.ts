import { describe, expect, it } from '@jest/globals';
import type { Contract, Json } from '../../contract/contract.ts';
import { readPointer } from '../../contract/json-pointer.ts';
import { builtInContracts } from '../../contract/load-contracts.ts';
import type { ListMock } from '../../mock/list.ts';
import type { MockRequest, MockResponse } from '../../mock/message.ts';
import { hasTokens, type Item, locateNeighbour, readBody, readPage } from '../../page/page-reader.ts';
import { readParameter, setParameter } from '../../page/query.ts';
import { listOpenPaths } from '../open-sets.ts';
import { askPage, loadBuiltIn, openGreasedList, startOf } from '../testing/lists.ts';

const CONTRACTS = builtInContracts().map(loadBuiltIn);
const SEEDS = ['1', '2', '3'];
const LIMIT = 4;

/** Reads a whole list in a way that the document does not promise; throws, or comes to fewer rows, when it breaks. */
type Client = (list: ListMock, start: MockRequest) => number;

/** Goes on from page to page, looking at each answer in its own way first. */
function walk(
  look: (response: MockResponse, list: ListMock) => unknown,
  goesOn = (_items: number): boolean => true,
): Client {
  return (list, start) => {
    let rows = 0;
    let request: MockRequest | undefined = start;
    while (request !== undefined) {
      const response: MockResponse | undefined = list.handle(request);
      if (response?.status !== 200) throw new Error('no page');
      look(response, list);
      const page = readPage(list.contract, response);
      rows += page?.items.length ?? 0;
      const on: boolean = page !== undefined && goesOn(page.items.length);
      request = on && page !== undefined ? locateNeighbour(list.contract, request, page, 'next') : undefined;
    }
    return rows;
  };
}

const tolerant = walk(() => undefined);
const stopsAtShortPage = walk(
  () => undefined,
  (items) => items === LIMIT,
);
const comparesHeadersByCase = walk(({ headers }) => {
  if (!headers.some(([name]) => name === 'Content-Type')) throw new Error('no media type');
});
const comparesMediaTypeByLetter = walk(({ headers }, { contract }) => {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  if (type !== contract.mediaType) throw new Error(`what is ${type}?`);
});
const readsJsonByPattern = walk(({ body }, { contract }) => {
  const name = contract.envelope.roles.get('items')?.at(-1);
  if (!body.includes(`"${name}":[{"`)) throw new Error('no items');
});
const rejectsUnknownFields = walk((response, { contract }) => {
  const known = new Set(Object.keys(allProperties(contract)));
  for (const item of readPage(contract, response)?.items ?? []) {
    for (const name of Object.keys(item)) if (!known.has(name)) throw new Error(`what is ${name}?`);
  }
});
const rejectsUnknownMembers = walk((response, { contract }) => {
  const at = contract.envelope.roles.get('items')?.slice(0, -1) ?? [];
  const holder = readPointer(readBody(response) ?? null, at) as Record<string, Json>;
  const known = [...contract.envelope.roles.values(), ...contract.envelope.fresh.map(({ pointer }) => pointer)];
  for (const name of Object.keys(holder)) {
    if (!known.some((pointer) => pointer.includes(name))) throw new Error(`what is ${name}?`);
  }
});
const takesEnumsAsClosed = walk((response, { contract }) => {
  for (const path of listOpenPaths(contract)) {
    for (const item of readPage(contract, response)?.items ?? []) {
      if (readAll(item, path).some((value) => /unheard/i.test(String(value)))) throw new Error('no such value');
    }
  }
});
/** What comes back in a token that holds JSON, or is one of Base64 for a URL. */
const decodesCursors: Client = (list, start) => {
  return walk((response) => {
    const page = readPage(list.contract, response);
    const next = page && locateNeighbour(list.contract, start, page, 'next');
    const token = next && readParameter(next, list.contract.page.position);
    if (next !== undefined && !/^[\w-]+=*$/.test(token ?? '')) throw new Error('that is no cursor');
  })(list, start);
};
/** Puts tokens into URLs as they are. */
const forgetsToEncode: Client = (list, start) => {
  const { position } = list.contract.page;
  let rows = 0;
  let token: string | undefined;
  do {
    const base = setParameter(start, position, undefined);
    const query: string = token === undefined ? base.query : `${base.query}&${position}=${token}`;
    const page = askPage(list, { ...start, query });
    rows += page.items.length;
    const next = locateNeighbour(list.contract, start, page, 'next');
    token = next && readParameter(next, position);
  } while (token !== undefined);
  return rows;
};
/** Cuts the position out of links at the place where it stood at first. */
const cutsLinksByPosition: Client = (list, start) => {
  return walk((response) => {
    const link = readPage(list.contract, response)?.read('next');
    if (typeof link !== 'string') return;
    const { limit, position } = list.contract.page;
    if (!new RegExp(`[?]${limit.parameter}=\\d+&${position}=[^&]+$`).test(link)) throw new Error('where is it?');
  })(list, start);
};

function allProperties({ itemSchema }: Contract): object {
  const parts = [itemSchema, ...((itemSchema['allOf'] ?? []) as readonly Contract['itemSchema'][])];
  return Object.assign({}, ...parts.map((part) => part['properties'] ?? {})) as object;
}

function readAll(value: unknown, [key, ...rest]: readonly string[]): readonly unknown[] {
  if (key === undefined) return [value];
  if (key === '*') return Array.isArray(value) ? (value as unknown[]).flatMap((element) => readAll(element, rest)) : [];
  return typeof value === 'object' && value !== null ? readAll((value as Item)[key], rest) : [];
}

/** Whether a client reads all rows of a list. */
function succeeds(client: Client, list: ListMock): boolean {
  const start = startOf(list, '', LIMIT);
  const total = Number(askPage(list, start).read('total'));
  try {
    return client(list, start) === total;
  } catch {
    return false;
  }
}

const always = (): boolean => true;

describe.each([
  ['stops at a short page', stopsAtShortPage, hasTokens],
  ['compares names of headers by case', comparesHeadersByCase, always],
  ['compares media types by letter', comparesMediaTypeByLetter, always],
  ['reads JSON by a pattern', readsJsonByPattern, always],
  ['rejects unknown fields', rejectsUnknownFields, always],
  ['rejects unknown members around the items', rejectsUnknownMembers, always],
  ['takes enums as closed', takesEnumsAsClosed, (contract: Contract) => listOpenPaths(contract).length > 0],
  ['decodes cursors', decodesCursors, hasTokens],
  ['forgets to encode tokens', forgetsToEncode, ({ page }: Contract) => page.style === 'keyset'],
  ['cuts links by position', cutsLinksByPosition, ({ page }: Contract) => page.style === 'links'],
] as const)('a client that %s', (_, client, appliesTo) => {
  it.each(CONTRACTS.filter(appliesTo))('reads the plain list of $id, and breaks at the greased one', (contract) => {
    for (const seed of SEEDS) {
      const { greased, plain } = openGreasedList(contract, 'demo', seed);
      expect([succeeds(client, plain), succeeds(tolerant, plain), succeeds(tolerant, greased)]).toEqual([
        true,
        true,
        true,
      ]);
      expect(succeeds(client, greased)).toBe(false);
    }
  });
});
