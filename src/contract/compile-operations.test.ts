import { describe, expect, it } from '@jest/globals';
import { writeContract } from '../testing/write-contract.ts';
import { PagewrightError } from './error.ts';
import type { ItemOperation } from './item-operation.ts';
import { loadContracts } from './load-contracts.ts';

const THING =
  '{ type: object, required: [id], properties: { id: { type: string }, name: { type: string }, size: { type: integer } } }';
const BLOCK =
  'items: /items, identity: id, order: { by: [id] }, page: { style: offset, limit: { parameter: limit }, position: { parameter: skip } }';

/** The operations on a path: `post: {…}`. */
type Paths = Readonly<Record<string, string>>;

const one = (schema = THING): string =>
  `{ '200': { description: ok, content: { application/json: { schema: ${schema} } } } }`;
const sent = (schema: string, type = 'application/json'): string => `{ content: { ${type}: { schema: ${schema} } } }`;

function write(paths: Paths, { list = '/things', block = BLOCK }: { list?: string; block?: string } = {}): string {
  const listOperation = `operationId: listThings, parameters: [{ name: limit, in: query, schema: { type: integer, default: 10, maximum: 50 } }, { name: skip, in: query, schema: { type: integer } }], responses: ${one(`{ type: object, required: [items], properties: { items: { type: array, items: ${THING} } } }`)}, x-pagewright: { ${block} }`;
  const parameters = [...list.matchAll(/\{([^}]+)\}/g)].map(
    ([, name]) => `{ name: ${name}, in: path, required: true, schema: { type: string } }`,
  );
  const others = Object.entries(paths).map(([path, operations]) => {
    const own = [...path.matchAll(/\{([^}]+)\}/g)].map(
      ([, name]) => `{ name: ${name}, in: path, required: true, schema: { type: string } }`,
    );
    const shared = path === list ? '' : `parameters: [${own.join(', ')}], `;
    return path === list ? '' : `  ${JSON.stringify(path)}: { ${shared}${operations} }\n`;
  });
  const beside = paths[list] === undefined ? '' : `, ${paths[list]}`;
  return writeContract(`openapi: 3.1.0
info: { title: Things, version: '1' }
paths:
  ${JSON.stringify(list)}: { parameters: [${parameters.join(', ')}], get: { ${listOperation} }${beside} }
${others.join('')}`);
}

function operationsOf(paths: Paths, options?: { list?: string; block?: string }): readonly ItemOperation[] {
  return loadContracts(write(paths, options)).flatMap(({ operations }) => operations);
}

const summarize = ({ kind, method, path }: ItemOperation): string => `${kind} ${method} ${path}`;

describe('operations that are recognised', () => {
  it.each<[what: string, paths: Paths, expected: readonly string[]]>([
    [
      'creation on the path of the list',
      { '/things': `post: { requestBody: ${sent(THING)}, responses: ${one()} }` },
      ['create POST /things'],
    ],
    [
      'all of a row',
      {
        '/things/{id}': `get: { responses: ${one()} }, put: { requestBody: ${sent(THING)}, responses: ${one()} }, patch: { requestBody: ${sent('{ type: object, properties: { name: { type: string } } }')}, responses: ${one()} }, delete: { responses: { '204': { description: gone } } }`,
      },
      ['read GET', 'replace PUT', 'update PATCH', 'delete DELETE'].map((text) => `${text} /things/{id}`),
    ],
    [
      'a row under another name',
      { '/things/{thing-id}': `get: { responses: ${one()} }` },
      ['read GET /things/{thing-id}'],
    ],
    [
      'an item in an envelope',
      {
        '/things/{id}': `get: { responses: ${one(`{ type: object, properties: { data: { type: object, properties: { thing: ${THING} } } } }`)} }`,
      },
      ['read GET /things/{id}'],
    ],
    ['an item without a schema', { '/things/{id}': `get: { responses: ${one('{}')} }` }, ['read GET /things/{id}']],
    [
      'more of an item than the list shows',
      {
        '/things/{id}': `get: { responses: ${one(`{ allOf: [${THING}, { type: object, properties: { text: { type: string }, more: { type: string } } }] }`)} }`,
      },
      ['read GET /things/{id}'],
    ],
    [
      'a change by POST',
      {
        '/things/{id}': `post: { requestBody: ${sent(THING, 'application/x-www-form-urlencoded')}, responses: ${one()} }`,
      },
      ['update POST /things/{id}'],
    ],
    ['keys in brackets', { '/things({id})': `get: { responses: ${one()} }` }, ['read GET /things({id})']],
    [
      'a slash at the end',
      { '/things/{id}/': `delete: { responses: { '204': { description: gone } } }` },
      ['delete DELETE /things/{id}/'],
    ],
    [
      'a patch by steps alone',
      {
        '/things/{id}': `patch: { requestBody: ${sent('{ type: array, items: { type: object } }', 'application/json-patch+json')}, responses: ${one()} }`,
      },
      ['update PATCH /things/{id}'],
    ],
    [
      'no search by POST',
      {
        '/things': `post: { requestBody: ${sent('{ type: object, properties: { query: { type: string } } }')}, responses: ${one(`{ type: object, properties: { results: { type: array, items: ${THING} } } }`)} }`,
      },
      [],
    ],
    [
      'no path that is not of one item',
      { '/things/{id}/parts': `get: { responses: ${one()} }`, '/other/{id}': `get: { responses: ${one()} }` },
      [],
    ],
    [
      'no thing of another kind',
      {
        '/things/{id}': `get: { responses: ${one('{ type: object, properties: { url: { type: string }, expires: { type: string } } }')} }`,
      },
      [],
    ],
    [
      'nothing that is left to Prism',
      { '/things': `post: { x-pagewright-operation: false, requestBody: ${sent(THING)}, responses: ${one()} }` },
      [],
    ],
  ])('%s', (_what, paths, expected) => {
    expect(operationsOf(paths).map(summarize)).toEqual(expected);
  });

  it.each([
    ['/shops/{shop}/things', '/shops/{shop_id}/things/{id}'],
    ['/things.json', '/things/{id}.json'],
    ['/things/', '/things/{id}/'],
    ['/things/search', '/things/{id}'],
  ])('of the list %s: %s', (list, path) => {
    expect(operationsOf({ [path]: `get: { responses: ${one()} }` }, { list }).map(summarize)).toEqual([
      `read GET ${path}`,
    ]);
  });

  it.each([
    ['{id}', undefined],
    ['{thing_id}', undefined],
    ['{thingId}', undefined],
    ['{key}', undefined],
    ['{name}', 'name'],
    ['{thing_name}', 'name'],
    ['{size}', 'size'],
  ])('name by %s the field %s', (parameter, field) => {
    const [operation] = operationsOf({ [`/things/${parameter}`]: `get: { responses: ${one()} }` });
    expect(operation?.identity?.field?.name).toBe(field);
  });

  it('belong to the list that is nearest', () => {
    const operations = `responses: ${one(`{ type: object, properties: { items: { type: array, items: ${THING} } } }`)}, parameters: [{ name: limit, in: query, schema: { type: integer } }, { name: skip, in: query, schema: { type: integer } }], x-pagewright: { ${BLOCK} }`;
    const file = write({
      '/things/search': `get: { ${operations} }`,
      '/things/{id}': `get: { responses: ${one()} }`,
      '/things/{id}/parts': `get: { ${operations} }`,
      '/things/{id}/parts/{part}': `get: { responses: ${one()} }`,
    });
    expect(loadContracts(file).map(({ path, operations: own }) => [path, own.map((each) => each.path)])).toEqual([
      ['/things', ['/things/{id}']],
      ['/things/search', []],
      ['/things/{id}/parts', ['/things/{id}/parts/{part}']],
    ]);
  });
});

describe('operations that are declared', () => {
  const LIFECYCLE = `${BLOCK}, lifecycle: { grow: { set: { size: 9 } } }`;
  const DECLARED: Paths = {
    '/things/{id}/grow': `post: { x-pagewright-operation: { move: grow }, responses: ${one()} }`,
    '/trash': `post: { x-pagewright-operation: { delete: true, list: listThings, identity: thing }, requestBody: ${sent('{ type: object, properties: { thing: { type: string } } }')}, responses: { '204': { description: gone } } }`,
    '/thing': `get: { x-pagewright-operation: { read: true, identity: key, item: /it }, parameters: [{ name: key, in: query, schema: { type: string } }], responses: ${one(`{ type: object, properties: { it: ${THING}, other: ${THING} } }`)} }`,
    '/make': `put: { x-pagewright-operation: create, requestBody: ${sent(THING)}, responses: ${one()} }`,
  };

  it('stand where they like', () => {
    const operations = operationsOf(DECLARED, { block: LIFECYCLE });
    expect(operations.map((each) => [summarize(each), each.move, each.identity])).toEqual([
      ['move POST /things/{id}/grow', 'grow', { in: 'path', name: 'id' }],
      ['delete POST /trash', undefined, { in: 'body', name: 'thing' }],
      ['read GET /thing', undefined, { in: 'query', name: 'key' }],
      ['create PUT /make', undefined, undefined],
    ]);
    expect(operations[2]?.success.content?.item).toEqual(['it']);
  });

  it.each<[declared: string, message: string | RegExp]>([
    ['{ move: shrink }', 'Unknown move shrink: the lifecycle of the list has grow'],
    ['{ delete: true, list: listOthers }', 'Unknown list listOthers: the document has listThings'],
    ['{ delete: true, identity: key }', 'Unknown parameter key: the operation has id'],
    ['{ delete: true, read: true }', /^Invalid kind: must be only one of create, read/],
    ['{ list: listThings }', /^Missing kind: must be one of create, read/],
    ['{ remove: true }', /^Unknown key remove: must be one of create, read/],
    ['destroy', /^Invalid value "destroy": must be one of create, read/],
  ])('%s is rejected with its line', (declared, message) => {
    const file = write(
      { '/things/{id}/x': `\n    post: { x-pagewright-operation: ${declared}, responses: ${one()} }` },
      { block: LIFECYCLE },
    );
    let error: unknown;
    try {
      loadContracts(file);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(PagewrightError);
    const [problem] = (error as PagewrightError).problems;
    expect(problem?.line).toBe(6);
    if (typeof message === 'string') expect(problem?.message).toBe(message);
    else expect(problem?.message).toMatch(message);
  });
});

describe('responses', () => {
  it.each<[what: string, responses: string, expected: object]>([
    ['the likeliest of several', "{ '202': { description: later }, '201': { description: made } }", { status: 201 }],
    ['another one, where it is the only one', "{ '207': { description: many } }", { status: 207 }],
    ['a class', '{ 2XX: { description: made } }', { status: 201 }],
    ['none at all', "{ '400': { description: no } }", { status: 201 }],
    [
      'with its address',
      "{ '201': { description: made, headers: { Location: { schema: { type: string }, example: /x } } } }",
      { hasLocation: true, headers: [] },
    ],
  ])('of creation: %s', (_what, responses, expected) => {
    const [create] = operationsOf({ '/things': `post: { requestBody: ${sent(THING)}, responses: ${responses} }` });
    expect(create?.success).toMatchObject(expected);
  });

  it('to what is wrong are those of the status, its class or the default', () => {
    const problem = '{ description: no, content: { application/problem+json: { schema: { type: object } } } }';
    const [read] = operationsOf(
      {
        '/things/{id}': `get: { responses: { '200': { description: ok }, '404': ${problem}, 4XX: ${problem}, default: ${problem} } }`,
      },
      {},
    );
    expect(read).toBeUndefined();
    const [gone] = operationsOf({
      '/things/{id}': `delete: { responses: { '204': { description: ok }, '404': ${problem}, 4XX: ${problem} } }`,
    });
    expect([...(gone?.errors ?? [])].map(([status, { isExact }]) => [status, isExact])).toContainEqual([404, true]);
    expect([...(gone?.errors ?? [])].map(([status, { isExact }]) => [status, isExact])).toContainEqual([409, false]);
  });
});
