import { describe, expect, it } from '@jest/globals';
import { fc } from '../../src/testing/properties.ts';
import { runs } from '../../src/testing/runs.ts';
import type { Change, Window } from '../admin/activity-types.ts';
import type { ContractDescription, ContractModel, Json } from '../admin/contract-types.ts';
import { drawPicture } from '../strip/picture.ts';
import { compareWalk, type Way } from './compare.ts';
import { copyAs } from './copies.ts';
import { count, nounOf, plain, sayOrder, writeHeadline } from './headline.ts';
import { printJson } from './json-lines.ts';
import { listMoves } from './moves.ts';
import { ANONYMOUS, buildRequest, type Pairs, readPairs, setPair, type Target } from './request.ts';

const ROOT = 'http://127.0.0.1:4010';

const model = (parameters: readonly Partial<ContractModel['parameters'][number]>[]): ContractModel =>
  ({
    id: 'shop',
    parameters: parameters.map((one) => ({ in: 'query', role: 'filter', required: false, schema: {}, ...one })),
  }) as unknown as ContractModel;

const SHOP: Target = {
  contract: {
    id: 'shop',
    method: 'GET',
    path: '/shops/{shopId}/orders',
    url: `${ROOT}/__session/a/shops/north/orders?version=2`,
    headers: { Authorization: 'Bearer a', 'X-Version': '7' },
    collections: [
      { name: 'north', tenant: 'acme', rows: 1 },
      { name: 'far east', tenant: 'globex', rows: 1 },
    ],
    credentials: [
      { as: 'default', tenant: 'acme', headers: { Authorization: 'Bearer a' } },
      { as: 'expired', tenant: 'acme', headers: { Authorization: 'Bearer x' } },
      { as: 'default', tenant: 'globex', headers: { Authorization: 'Bearer g' } },
    ],
  } as unknown as ContractDescription,
  model: model([
    { name: 'shopId', in: 'path', role: 'scope' },
    { name: 'X-Version', in: 'header', role: 'version' },
    { name: 'size', role: 'size' },
    { name: 'state' },
  ]),
};

describe('a request of the form', () => {
  it('goes where the first credential leads, with all that the contract requires', () => {
    expect(buildRequest(SHOP, [], undefined, ROOT)).toEqual({
      method: 'GET',
      url: `${ROOT}/__session/a/shops/north/orders?version=2`,
      headers: { Authorization: 'Bearer a', 'X-Version': '7' },
    });
  });

  it('has each value where the contract has the parameter, and what is not known in the query', () => {
    const pairs: Pairs = [
      ['shopId', 'a/b'],
      ['x-version', '8'],
      ['X-Version', '9'],
      ['size', '5'],
      ['size', '6'],
      ['odd', 'ü&'],
    ];
    const { url, headers } = buildRequest(SHOP, pairs, 'acme/expired', ROOT);
    expect(url).toBe(`${ROOT}/__session/a/shops/a%2Fb/orders?version=2&x-version=8&size=5&size=6&odd=%C3%BC%26`);
    expect(headers).toEqual({ Authorization: 'Bearer x', 'X-Version': '9' });
  });

  it('is about the collection of whoever sends it, and has no credential of nobody', () => {
    expect(buildRequest(SHOP, [], 'globex', ROOT).url).toContain('/shops/far%20east/orders');
    expect(buildRequest(SHOP, [], ANONYMOUS, ROOT).headers).toEqual({ 'X-Version': '7' });
  });

  it('of a list that is read by POST has its values in the body, with their types', () => {
    const target: Target = {
      contract: { ...SHOP.contract, method: 'POST', body: '{"page":{"size":1},"kind":"all"}' },
      model: model([
        { name: 'page/size', in: 'body', schema: { type: 'integer' } },
        { name: 'kind', in: 'body', schema: { type: 'string' } },
        { name: 'open', in: 'body', schema: { type: 'boolean' } },
      ]),
    };
    const pairs: Pairs = [
      ['page/size', '5'],
      ['kind', '7'],
      ['open', 'perhaps'],
    ];
    const { body, headers } = buildRequest(target, pairs, undefined, ROOT);
    expect(JSON.parse(body ?? '')).toEqual({ page: { size: 5 }, kind: '7', open: 'perhaps' });
    expect(headers['Content-Type']).toBe('application/json');
    const request = { method: 'POST', url: SHOP.contract.url, headers: {}, body: body ?? '' };
    expect(readPairs(target, { request })).toEqual(expect.arrayContaining(pairs.map((pair) => [...pair])));
  });

  it('reads back what was sent, without what is hidden', () => {
    const request = {
      method: 'GET',
      url: `${ROOT}/__session/a/shops/far%20east/orders?state=open&key=***`,
      headers: { 'x-version': '9', authorization: '***' },
    };
    expect(readPairs(SHOP, { request })).toEqual([
      ['shopId', 'far east'],
      ['X-Version', '9'],
      ['state', 'open'],
    ]);
  });

  it('keeps all other values when one is changed', () => {
    const pairs: Pairs = [
      ['a', '1'],
      ['b', '2'],
      ['a', '3'],
    ];
    expect(setPair(pairs, 'a', '4')).toEqual([
      ['a', '4'],
      ['b', '2'],
    ]);
    expect(setPair(pairs, 'b', '')).toEqual([
      ['a', '1'],
      ['a', '3'],
    ]);
    expect(setPair(pairs, 'c', '5')).toEqual([...pairs, ['c', '5']]);
  });
});

describe('a copy of a request', () => {
  const request = {
    method: 'POST',
    url: `${ROOT}/__session/a/x?q=it's`,
    headers: { 'X-A': 'a"b' },
    body: '{"é":"\u2028😀"}',
  };
  const setting = { contract: 'shop', scenario: 'demo', status: 200, hasRows: true, isTokenLeftOut: true };

  it('quotes what its language would take for something else', () => {
    expect(copyAs('curl', request, setting)).toContain(`-X POST 'http://127.0.0.1:4010/__session/a/x?q=it'\\''s'`);
    expect(copyAs('fetch', request, setting)).toContain('"X-A": "a\\"b"');
    expect(copyAs('fetch', request, setting)).not.toContain('\u2028');
    expect(copyAs('python', request, setting)).toContain('😀');
  });

  it('of a test leaves the session out, and says that it lacks a token', () => {
    expect(copyAs('jest', request, setting)).toContain("from '@jest/globals'");
    const vitest = copyAs('vitest', request, setting);
    expect(vitest).toContain(`fetch(mock.url + "/x?q=it%27s"`);
    expect(vitest).toContain('tokens of one mock mean nothing to another');
  });
});

describe('the same walk done another way', () => {
  const rows = (text: string) => [...text].map((identity, index) => ({ place: index + 1, identity, row: {} }));
  const at = (second: number): string => `2026-01-01T00:00:0${second}Z`;
  const windows = ['ab', 'bc', 'de'].map(
    (page, index) => ({ exchange: index + 1, at: at(2 * index), count: 2, identities: [...page] }) as unknown as Window,
  );
  const added = { kind: 'row-added', identity: 'x', at: at(1), placeAfter: 1 } as Change;

  it.each([
    ['last-row', { lost: [], twice: [] }],
    ['offset', { lost: [], twice: [2] }],
  ] as const)('%s is held against the list as it was then', (way: Way, expected) => {
    const picture = drawPicture({ rows: rows('xabcde'), ties: [], windows, isComplete: true });
    expect(compareWalk(way, { picture, changes: [added] })).toMatchObject(expected);
  });

  it('by offset loses what moved up over the edge of a page', () => {
    const removed = { kind: 'row-removed', identity: 'a', at: at(1), placeBefore: 1 } as Change;
    const picture = drawPicture({ rows: rows('bcdef'), ties: [], windows, isComplete: true });
    expect(compareWalk('offset', { picture, changes: [removed] })).toMatchObject({ lost: [2], twice: [] });
    expect(compareWalk('last-row', { picture, changes: [removed] })).toMatchObject({ lost: [], twice: [] });
  });
});

describe('a body', () => {
  it('is printed so that what is printed is the same JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = printJson(value as Json)
          .map(({ pieces }) => pieces.map((piece) => piece.text).join(''))
          .join('\n');
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: runs(200) },
    );
  });

  it('has lines with commas between them, indented by depth, each with the member that it is about', () => {
    const lines = printJson({ a: [1, { b: null }], c: {} });
    expect(
      lines.map(({ indent, pieces, name }) => [indent, pieces.map(({ text }) => text).join(''), name ?? '']),
    ).toEqual([
      [0, '{', ''],
      [1, '"a": [', 'a'],
      [2, '1,', 'a'],
      [2, '{', 'a'],
      [3, '"b": null', 'b'],
      [2, '}', ''],
      [1, '],', ''],
      [1, '"c": {}', 'c'],
      [0, '}', ''],
    ]);
  });

  it('may be nested as deeply as it likes', () => {
    const deep = JSON.parse('['.repeat(5000) + ']'.repeat(5000)) as Json;
    expect(printJson(deep)).toHaveLength(9999);
  });
});

describe('the sentence above a walk', () => {
  const rows = [...'abc'].map((identity, index) => ({ place: index + 1, identity, row: {} }));
  const pageOf = (identities: string, more: Partial<Window> = {}): Window =>
    ({ exchange: 1, status: 200, count: identities.length, identities: [...identities], ...more }) as unknown as Window;
  const say = (pages: readonly Window[], isComplete = false, more: object = {}): string => {
    const windows = pages.map((page, index) => ({ ...page, exchange: index + 1 }));
    const picture = drawPicture({ rows, ties: [], windows, isComplete });
    const walk = { rows: { read: 0, twice: 0, never: 0, total: 3 }, isComplete } as unknown as Parameters<
      typeof writeHeadline
    >[0]['walk'];
    return plain(writeHeadline({ noun: 'orders', walk, windows, picture, total: 3, ...more }));
  };

  it.each([
    ['No requests for orders yet', []],
    ['The request was rejected with 400', [pageOf('', { status: 400 })]],
    ['Request 2 was rejected with 410', [pageOf('ab'), pageOf('', { status: 410 })]],
    ['The connection was cut at request 2', [pageOf('ab'), pageOf('', { status: 0 })]],
    ['2 of 3 orders, in one page', [pageOf('ab')]],
    ['2 of 3 orders, in two pages', [pageOf('a'), pageOf('b')]],
    ['This walk read one order twice', [pageOf('ab'), pageOf('b')]],
  ])('is: %s', (sentence, pages) => {
    // A walk of a client has its name.
    expect(say(pages).replace('This client', 'This walk')).toBe(sentence);
  });

  it('says at the end what is lost, and what came twice', () => {
    expect(say([pageOf('ab'), pageOf('c')], true)).toBe('All 3 orders were read, each once');
    expect(say([pageOf('a'), pageOf('c')], true)).toBe('This client lost one order');
    expect(say([pageOf('aa'), pageOf('a')], true)).toBe('This client lost two orders and read one twice');
    expect(say([pageOf('')], true, { total: 0 })).toBe('No orders match');
    // All have been removed since.
    expect(say([pageOf('ab')], false, { total: 0 })).toBe('2 of 0 orders, in one page');
  });

  it.each([
    [[{ field: 'createdAt', direction: 'descending' }], 'newest first'],
    [[{ field: 'born', direction: 'ascending' }], 'oldest first'],
    [[{ field: 'name', direction: 'ascending' }], 'by name'],
    [[{ field: 'name', direction: 'descending' }], 'by name, descending'],
    [[], ''],
  ])('says of an order by %j: %s', (by, expected) => {
    const item = { properties: { born: { format: 'date' } } };
    expect(sayOrder({ order: { by }, item } as unknown as ContractModel)).toBe(expected);
  });
});

describe('what moved between the requests of a walk', () => {
  const at = (second: number): string => `2026-01-01T00:00:0${second}Z`;
  const windows = ['ab', 'cd'].map(
    (page, index) =>
      ({ exchange: index + 1, at: at(2 * index + 2), count: 2, identities: [...page] }) as unknown as Window,
  );
  const rows = [...'abcd'].map((identity, index) => ({ place: index + 1, identity, row: {} }));
  const picture = drawPicture({ rows, ties: [], windows, isComplete: true });
  const by = (style: string): ContractModel => ({ page: { style } }) as unknown as ContractModel;
  const move = (kind: Change['kind'], identity: string, second = 3, more = {}): Change =>
    ({ kind, identity, at: at(second), ...more }) as Change;
  const list = (style: string, ...changes: readonly Change[]) =>
    listMoves(picture, changes, by(style), (identity) => identity.toUpperCase()).map(
      ({ what, effect, lane, cells }) => [what, effect, lane, cells],
    );

  it('is told by kind and by the request before which it came, with what it does to pages that are counted', () => {
    expect(list('offset', move('row-added', 'a'))).toEqual([['added A', 'rows below move one down', 1, [0]]]);
    expect(list('keyset', move('row-added', 'a'))).toEqual([['added A', '', 1, [0]]]);
    expect(list('number', ...['x', 'y', 'z'].map((one) => move('row-removed', one)))).toEqual([
      ['removed X, Y +1', 'rows below move 3 up', 1, []],
    ]);
  });

  it('leaves out what came before the walk or after it, what lies where it lay, and what moves no row', () => {
    const still = { placeBefore: 2, placeAfter: 2 };
    const gone = [move('row-added', 'a', 1), move('row-added', 'a', 9), move('row-changed', 'b', 3, still)];
    expect(list('offset', ...gone, move('clock', 'a'))).toEqual([]);
    expect(list('keyset', move('row-changed', 'b', 3, { placeBefore: 2, placeAfter: 1 }))).toEqual([
      ['changed B', 'it lies elsewhere now', 1, [1]],
    ]);
  });
});

describe('what rows are called', () => {
  it.each([
    ['/api/v0/customers', 1, 'one customer'],
    ['/sites/{siteId}/companies/', 1, 'one company'],
    ['/v1/c/customer', 13, '13 rows'],
    ['/boxes', 1, 'one box'],
  ])('%s, %i: %s', (path, number, expected) => {
    expect(count(number, nounOf(path))).toBe(expected);
  });
});
