import { describe, expect, it } from '@jest/globals';
import type { Contract, Json } from '../../contract/contract.ts';
import { readPointer } from '../../contract/json-pointer.ts';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { bodyPointerOf, listBodyPointers } from '../../contract/place.ts';
import { createListMock, type ListMock } from '../../mock/list.ts';
import type { MockRequest, MockResponse } from '../../mock/message.ts';
import { hasTokens, type Item, locateNeighbour, readBody, readId, readPage } from '../../page/page-reader.ts';
import { readParameter, setParameter } from '../../page/query.ts';
import {
  askPage,
  createGreasedList,
  listItems,
  listSortValues,
  loadBuiltIn,
  openGreasedList,
  pickKnown,
  startOf,
  walkList,
} from '../../testing/altered-lists.ts';
import { listWalkQueries } from '../../testing/list-probe.ts';
import { fc } from '../../testing/properties.ts';
import { runs, share } from '../../testing/runs.ts';
import { listOpenPaths } from './openness.ts';

describe('grease', () => {
  const SCENARIOS = ['awkward', 'ties', 'demo'] as const;

  /** What of items does not depend on anything that is open. */
  function listFacts(contract: Contract, items: readonly Item[], known: readonly Item[]): readonly unknown[] {
    const open = new Set(listOpenPaths(contract).map(([name]) => name));
    const byId = new Map(known.map((item) => [readId(contract, item), item]));
    return items.map((item) => {
      const facts = Object.entries(pickKnown(item, byId.get(readId(contract, item))) ?? {});
      return Object.fromEntries(facts.filter(([name]) => !open.has(name)));
    });
  }

  function sortById(contract: Contract, items: readonly Item[]): readonly Item[] {
    return [...items].sort((a, b) => (readId(contract, a) < readId(contract, b) ? -1 : 1));
  }

  /** Walks a query of a greased list and of the plain one, and compares what a client may rely on. */
  function compareWalks(greased: ListMock, plain: ListMock, query: string, limit: number): void {
    const { contract } = plain;
    const start = startOf(plain, query, limit);
    const expected = listItems(walkList(plain, startOf(plain, query, contract.page.limit.maximum)));
    const usual = askPage(plain, start);
    const steps = [...walkList(greased, start)];
    const items = listItems(steps);
    const ids = items.map((item) => readId(contract, item));
    expect([...ids].sort()).toEqual(expected.map((item) => readId(contract, item)).sort());
    expect(listFacts(contract, sortById(contract, items), expected)).toEqual(
      listFacts(contract, sortById(contract, expected), expected),
    );
    expect(listSortValues(contract, start, items)).toEqual(listSortValues(contract, start, expected));
    for (const { page } of steps) {
      expect(page.items.length).toBeLessThanOrEqual(limit);
      for (const role of ['total', 'pageCount', 'limit'] as const) expect(page.read(role)).toEqual(usual.read(role));
    }
    const last = steps.at(-1);
    if (last === undefined || !contract.envelope.roles.has('previous')) return;
    const back = [...walkList(greased, last.request, 'previous')].reverse();
    expect(back.flatMap(({ page }) => page.items).map((item) => readId(contract, item))).toEqual(ids);
  }

  describe.each(builtInContracts())('a greased list of %s', (id) => {
    const contract = loadBuiltIn(id);

    it.each(SCENARIOS.slice(0, runs(SCENARIOS.length)))(
      'shows exactly the rows of the plain one on any walk, on and back (%s)',
      (scenario) => {
        const { greased, plain, options } = openGreasedList(contract, scenario);
        const queries = ['', ...listWalkQueries(plain)];
        const lists = [greased, ...['2', '3'].map((seed) => createGreasedList(options, { seed }))];
        fc.assert(
          fc.property(
            fc.nat(lists.length - 1),
            fc.constantFrom(...queries),
            fc.constantFrom(1, 2, 3, 7, contract.page.limit.maximum),
            (list, query, limit) => compareWalks(lists[list] ?? greased, plain, query, limit),
          ),
          { numRuns: runs(12) },
        );
      },
    );

    it('keeps two walks apart that go on side by side', () => {
      const { greased, plain } = openGreasedList(contract, 'ties');
      const [one, other] = [16, 17].map((limit) => walkList(greased, startOf(greased, '', limit)));
      const found: Item[][] = [[], []];
      for (let isOver = false; !isOver; ) {
        const steps = [one?.next(), other?.next()];
        for (const [index, step] of steps.entries()) if (step?.value) found[index]?.push(...step.value.page.items);
        isOver = steps.every((step) => step?.done);
      }
      const ids = listItems(walkList(plain, startOf(plain, '')))
        .map((item) => readId(contract, item))
        .sort();
      for (const items of found) expect(items.map((item) => readId(contract, item)).sort()).toEqual(ids);
    });

    it('gives the same answers for the same seed and requests, and others for another seed', () => {
      const [one, same, other] = ['7', '7', '8'].map((seed) => {
        const { greased } = openGreasedList(contract, 'demo', seed);
        const requests = [startOf(greased, ''), { ...startOf(greased, ''), headers: {} }, startOf(greased, '', 2)];
        return requests.map((request) => greased.handle(request));
      });
      expect(same).toEqual(one);
      expect(other).not.toEqual(one);
    });

    it('answers a request in another way when it comes again, and means the same', () => {
      const { greased, plain } = openGreasedList(contract, 'demo');
      const start = startOf(greased, '', 5);
      const [one, other] = [greased.handle(start), greased.handle(start)];
      expect(other?.body).not.toBe(one?.body);
      expect(other?.headers).not.toEqual(one?.headers);
      const [first, again] = [askPage(greased, start), askPage(greased, start)];
      const known = listItems(walkList(plain, start));
      expect(listFacts(contract, again.items, known)).toEqual(listFacts(contract, first.items, known));
    });

    it('goes on where a walk was under another seed, and after a restart', () => {
      const { greased, options, plain } = openGreasedList(contract, 'ties', '1');
      const lists = ['1', '2', '3', '4'].map((seed) => createGreasedList(options, { seed }));
      let count = 0;
      const relay: ListMock = {
        ...greased,
        handle(request) {
          count += 1;
          // Lists whose pages are counted have no token that could remember how ties come.
          const list = 'token' in contract.page ? lists[count % lists.length] : lists[0];
          return list?.handle(request);
        },
      };
      const found = listItems(walkList(relay, startOf(relay, '', 6))).map((item) => readId(contract, item));
      const ids = listItems(walkList(plain, startOf(plain, ''))).map((item) => readId(contract, item));
      expect([...found].sort()).toEqual([...ids].sort());
    });

    it('shows rows that change at once', () => {
      const { greased } = openGreasedList(contract, 'demo');
      const before = Number(askPage(greased, startOf(greased, '')).read('total'));
      const collection = greased.state.tenants[0]?.collections[0] ?? '';
      greased.state.add(collection, {});
      greased.state.add(collection, {});
      expect(Number(askPage(greased, startOf(greased, '')).read('total'))).toBeGreaterThan(before);
    });

    it('answers errors with what the plain list does, and more', () => {
      const { greased, plain } = openGreasedList(contract, 'demo');
      const request = { ...startOf(plain, ''), headers: {} };
      const expected = plain.handle(request);
      const answers = Array.from({ length: 12 }, () => greased.handle(request));
      expect(new Set(answers.map((answer) => answer?.body)).size).toBe(12);
      const fresh = contract.envelope.fresh.map(({ pointer }) => pointer[0]);
      const read = (answer: typeof expected): Record<string, never> => {
        const body = JSON.parse(Buffer.from(answer?.body ?? '', 'latin1').toString()) as Record<string, never>;
        return Object.fromEntries(Object.entries(body).filter(([name]) => !fresh.includes(name)));
      };
      for (const answer of answers) {
        expect(answer?.status).toBe(expected?.status);
        expect(pickKnown(read(answer), read(expected))).toEqual(read(expected));
      }
      expect(answers.some((answer) => Object.keys(read(answer)).length > Object.keys(read(expected)).length)).toBe(
        true,
      );
      expect(greased.fail('notFound', request).status).toBe(plain.fail('notFound', request).status);
    });

    it('answers HEAD as GET, and leaves other paths and methods to others', () => {
      const { greased, plain } = openGreasedList(contract, 'demo');
      const start = startOf(plain, '');
      expect(greased.handle({ ...start, method: 'HEAD' })?.status).toBe(200);
      expect(greased.handle({ ...start, path: '/elsewhere' })).toBeUndefined();
      expect(greased.handle({ ...start, method: 'PUT' })?.status).toBe(
        plain.handle({ ...start, method: 'PUT' })?.status,
      );
    });

    it('leaves everything as it is without features', () => {
      const { greased, plain } = openGreasedList(contract, 'ties', '1', []);
      const start = startOf(plain, '', 3);
      const [one, other] = [greased, plain].map((list) => [...walkList(list, start)].map(({ page }) => page.body));
      expect(one).toEqual(other);
      expect(greased.handle(start)?.headers).toEqual(plain.handle(start)?.headers);
    });
  });

  describe('createGreasedList', () => {
    it('rejects a feature that there is not', () => {
      const [id = ''] = builtInContracts();
      const { options } = openGreasedList(loadBuiltIn(id), 'demo');
      expect(() => createGreasedList(options, { seed: '1', features: ['tie-breaks'] })).toThrow(
        /^Unknown grease feature tie-breaks; known: token-format,/,
      );
      expect(createListMock(options).contract.id).toBe(id);
    });
  });
});

describe('brittle clients', () => {
  const CONTRACTS = builtInContracts().map(loadBuiltIn);
  const SEEDS = ['1', '2', '3'].slice(0, runs(3));
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
    const name = bodyPointerOf(contract.envelope, 'items')?.at(-1);
    if (!body.includes(`"${name}":[{"`)) throw new Error('no items');
  });
  const rejectsUnknownFields = walk((response, { contract }) => {
    const known = new Set(Object.keys(allProperties(contract)));
    for (const item of readPage(contract, response)?.items ?? []) {
      for (const name of Object.keys(item)) if (!known.has(name)) throw new Error(`what is ${name}?`);
    }
  });
  const rejectsUnknownMembers = walk((response, { contract }) => {
    const at = bodyPointerOf(contract.envelope, 'items')?.slice(0, -1) ?? [];
    const holder = readPointer(readBody(response) ?? null, at) as Record<string, Json>;
    const known = listBodyPointers(contract.envelope);
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
    if (key === '*')
      return Array.isArray(value) ? (value as unknown[]).flatMap((element) => readAll(element, rest)) : [];
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

  const known = new Map<string, readonly boolean[]>();

  /** Whether a client that relies on nothing else reads the plain list and the greased one. */
  function tolerates(contract: Contract, seed: string, ...lists: readonly ListMock[]): readonly boolean[] {
    const key = `${contract.id} ${seed}`;
    const succeeded = known.get(key) ?? lists.map((list) => succeeds(tolerant, list));
    known.set(key, succeeded);
    return succeeded;
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
    it.each(share(CONTRACTS.filter(appliesTo), 0, 2))(
      'reads the plain list of $id, and breaks at the greased one',
      (contract) => {
        for (const seed of SEEDS) {
          const { greased, plain } = openGreasedList(contract, 'demo', seed);
          expect([succeeds(client, plain), ...tolerates(contract, seed, plain, greased)]).toEqual([true, true, true]);
          expect(succeeds(client, greased)).toBe(false);
        }
      },
    );
  });
});
