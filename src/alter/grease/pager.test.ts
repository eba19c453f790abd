import { describe, expect, it } from '@jest/globals';
import { builtInContracts } from '../../contract/load-contracts.ts';
import type { ListMock } from '../../mock/list.ts';
import type { MockRequest } from '../../mock/message.ts';
import { hasTokens, locateNeighbour, readId } from '../../page/page-reader.ts';
import { readParameter, setParameter } from '../../page/query.ts';
import { fc } from '../../testing/properties.ts';
import { runs } from '../../testing/runs.ts';
import { mutations } from '../../testing/token-mutations.ts';
import {
  askPage,
  createGreasedList,
  listItems,
  loadBuiltIn,
  openGreasedList,
  startOf,
  walkList,
} from '../testing/lists.ts';

const CONTRACTS = builtInContracts().map(loadBuiltIn);
const WITH_TOKENS = CONTRACTS.filter(hasTokens);
const ALIKE = ['token-format', 'tie-order', 'short-pages'];

function readIds(list: ListMock, start: MockRequest): readonly string[] {
  return listItems(walkList(list, start)).map((item) => readId(list.contract, item));
}

function nextOf(list: ListMock, request: MockRequest): MockRequest {
  const next = locateNeighbour(list.contract, request, askPage(list, request), 'next');
  if (next === undefined) throw new Error('the page is the last');
  return next;
}

describe.each(WITH_TOKENS)('tokens of $id', (contract) => {
  const { position } = contract.page;

  it('are refused when they were changed, as the contract says', () => {
    const { greased, plain, options } = openGreasedList(contract, 'demo', '1', ALIKE);
    const start = startOf(greased, '', 2);
    const conditions = ['invalidPosition', 'invalidBackwardPosition'] as const;
    const refusals = conditions.map((condition) => plain.fail(condition, start).status);
    const tokens = Array.from({ length: 8 }, () => readParameter(nextOf(greased, start), position) ?? '');
    fc.assert(
      fc.property(fc.nat(6), mutations, (index, mutate) => {
        const changed = mutate(tokens[index] ?? '', tokens[index + 1] ?? '');
        fc.pre(changed !== '' && !tokens.includes(changed));
        const status = createGreasedList(options, { seed: '9' }).handle(setParameter(start, position, changed))?.status;
        expect(refusals).toContain(status);
      }),
      { numRuns: runs(150) },
    );
  });

  it('are not taken with other filters, nor twice', () => {
    const { greased, plain } = openGreasedList(contract, 'demo', '1', ALIKE);
    const next = nextOf(greased, startOf(greased, '', 2));
    const token = readParameter(next, position) ?? '';
    const twice = { ...next, query: `${next.query}&${position}=${encodeURIComponent(`${token}x`)}` };
    expect(greased.handle(twice)?.status).toBe(plain.handle({ ...twice, query: `${position}=x` })?.status);
    const filter = contract.filters.find(({ serialization }) => serialization === 'plain');
    const [value] = (filter?.declared?.schema['enum'] ?? ['x']) as readonly string[];
    const filtered = setParameter(next, filter?.parameter ?? '', value);
    expect(greased.handle(filtered)?.status).toBe(plain.fail('invalidPosition', next).status);
  });

  it('of the plain list lead on', () => {
    const { greased, plain } = openGreasedList(contract, 'ties');
    const start = startOf(plain, '', 3);
    const first = askPage(plain, start).items.map((item) => readId(contract, item));
    expect([...first, ...readIds(greased, nextOf(plain, start))]).toEqual(readIds(plain, start));
  });

  it('are new in each answer', () => {
    const { greased } = openGreasedList(contract, 'demo', '1', ['token-format']);
    const start = startOf(greased, '', 2);
    const tokens = Array.from({ length: 50 }, () => readParameter(nextOf(greased, start), position) ?? '');
    expect(new Set(tokens).size).toBe(50);
    expect(
      Math.max(...tokens.map(({ length }) => length)) - Math.min(...tokens.map(({ length }) => length)),
    ).toBeGreaterThan(500);
  });
});

describe.each(WITH_TOKENS)('pages of $id', (contract) => {
  it('are short here and there, keep the size that was asked for in links, and are the same when asked for again', () => {
    const { greased, plain, options } = openGreasedList(contract, 'demo', '1', ['short-pages']);
    const steps = [...walkList(greased, startOf(greased, '', 6))];
    const sizes = steps.slice(0, -1).map(({ page }) => page.items.length);
    expect(new Set(sizes).size).toBeGreaterThan(2);
    expect(Math.max(...sizes)).toBe(6);
    for (const { request, page } of steps) {
      expect(readParameter(request, contract.page.limit.parameter)).toBe('6');
      expect(askPage(greased, request).items).toEqual(page.items);
    }
    const walks = ['1', '2', '3', '4'].map((seed) => {
      const list = createGreasedList(options, { seed, features: ['short-pages'] });
      return [...walkList(list, startOf(plain, ''))];
    });
    for (const { request } of walks.flat())
      expect(readParameter(request, contract.page.limit.parameter)).toBeUndefined();
    expect(new Set(walks.map(({ length }) => length)).size).toBeGreaterThan(1);
  });

  it('are numbered as full ones that begin with the same row', () => {
    const { greased, plain } = openGreasedList(contract, 'demo', '1', ['short-pages']);
    if (!contract.envelope.roles.has('pageNumber')) return;
    const limit = 6;
    const steps = [...walkList(greased, startOf(greased, '', limit))];
    const back =
      steps.at(-1) === undefined ? [] : [...walkList(greased, steps.at(-1)?.request as MockRequest, 'previous')];
    const ids = readIds(plain, startOf(plain, ''));
    const count = Math.ceil(ids.length / limit);
    for (const { page } of [...steps, ...back]) {
      const [first] = page.items;
      const before = ids.indexOf(first === undefined ? '' : readId(contract, first));
      expect(page.read('pageNumber')).toBe(Math.min(count, Math.ceil(before / limit) + 1));
    }
  });
});

describe.each(CONTRACTS)('ties of $id', (contract) => {
  it('come in one order or the other, and always the same for a seed', () => {
    const { plain, options } = openGreasedList(contract, 'ties');
    const start = startOf(plain, '', 50);
    const orders = ['1', '2', '3', '4', '5', '6'].map((seed) => {
      const list = createGreasedList(options, { seed, features: ['tie-order', 'json-spelling'] });
      const [one, again] = [readIds(list, start), readIds(list, startOf(plain, '', 7))];
      expect(again).toEqual(one);
      return one.join();
    });
    expect(new Set(orders).size).toBe(2);
    expect(orders).toContain(readIds(plain, start).join());
  });
});
