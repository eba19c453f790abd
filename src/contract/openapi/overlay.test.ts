import { describe, expect, it } from '@jest/globals';
import { PagewrightError } from '../error.ts';
import { parseSourceDocument } from '../source-document.ts';
import { applyOverlay, isOverlay, type Overlaid } from './overlay.ts';

const DOCUMENT = `openapi: 3.1.0
info: { title: Orders, version: '1' }
paths:
  /orders:
    get:
      operationId: listOrders
      tags: [orders]
      parameters:
        - { name: page, in: query }
        - { name: old, in: query }
      responses: {}
    post: { operationId: addOrder }
  /items: { $ref: './items.yaml' }
components: { schemas: { Order: { type: object } } }
`;

function overlay(actions: string): Overlaid {
  const text = `overlay: 1.0.0\ninfo: { title: Pages, version: 1.0.0 }\nactions:\n${actions}`;
  return applyOverlay(parseSourceDocument(DOCUMENT, 'orders.yaml'), parseSourceDocument(text, 'pages.yaml'));
}

function problemsOf(actions: string): readonly string[] {
  try {
    overlay(actions);
  } catch (error) {
    if (!(error instanceof PagewrightError)) throw error;
    return error.problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
  }
  return [];
}

const LIST = "$.paths['/orders'].get";

describe('applyOverlay', () => {
  it('merges objects, joins arrays and replaces scalars', () => {
    const { source } = overlay(`  - target: ${LIST}
    update: { summary: Orders, operationId: all, tags: [more], x-pagewright: { items: /orders } }
`);
    expect(source.value).toMatchObject({
      paths: {
        '/orders': {
          get: {
            summary: 'Orders',
            operationId: 'all',
            tags: ['orders', 'more'],
            'x-pagewright': { items: '/orders' },
            responses: {},
          },
          post: { operationId: 'addOrder' },
        },
      },
    });
  });

  it('adds to an array that is the target, and updates each of several targets', () => {
    const { source } = overlay(`  - target: ${LIST}.parameters
    update: { name: size, in: query }
  - target: $.paths['/orders'].*
    update: { deprecated: true }
`);
    const item = (source.value as { paths: Record<string, Record<string, Record<string, unknown>>> }).paths['/orders'];
    expect(item?.['get']?.['parameters']).toEqual([
      { name: 'page', in: 'query' },
      { name: 'old', in: 'query' },
      { name: 'size', in: 'query' },
    ]);
    expect([item?.['get']?.['deprecated'], item?.['post']?.['deprecated']]).toEqual([true, true]);
  });

  it('removes what a filter selects, each at its index', () => {
    const { source } = overlay(`  - target: ${LIST}.parameters[?@.name == 'old' || @.name == 'page']
    remove: true
  - target: $.paths['/orders'].post
    remove: true
    update: { summary: never }
`);
    expect(source.value).toMatchObject({ paths: { '/orders': { get: { parameters: [] } } } });
    expect(Object.keys((source.value as { paths: { '/orders': object } }).paths['/orders'])).toEqual(['get']);
  });

  it('leaves the document as it was', () => {
    const document = parseSourceDocument(DOCUMENT, 'orders.yaml');
    const before = JSON.stringify(document.value);
    const text = `overlay: 1.0.0\nactions: [{ target: $.info, update: { title: Other } }]`;
    const { source } = applyOverlay(document, parseSourceDocument(text, 'pages.yaml'));
    expect(source.value).toMatchObject({ info: { title: 'Other', version: '1' } });
    expect(JSON.stringify(document.value)).toBe(before);
  });

  it('tells what it wrote from what was there, with the line of each', () => {
    const { source } = overlay(`  - target: ${LIST}
    update:
      x-pagewright:
        items: /orders
        page: { style: none }
  - target: ${LIST}.x-pagewright.page
    update:
      style: number
  - target: ${LIST}.parameters
    update: { name: size, in: nowhere }
`);
    const at = (...path: (string | number)[]): string => {
      const { file, line } = source.problemAt(['paths', '/orders', 'get', ...path], '');
      return `${file}:${line}`;
    };
    expect(at('operationId')).toBe('orders.yaml:6');
    expect(at('parameters', 1, 'in')).toBe('orders.yaml:10');
    expect(at('parameters', 2, 'in')).toBe('pages.yaml:13');
    expect(at('x-pagewright', 'items')).toBe('pages.yaml:7');
    expect(at('x-pagewright', 'identity')).toBe('pages.yaml:6');
    expect(at('x-pagewright', 'page', 'style')).toBe('pages.yaml:11');
  });

  it('can be put on top of another', () => {
    const first = overlay(`  - target: ${LIST}\n    update: { x-pagewright: { items: /a } }\n`).source;
    const text = `overlay: 1.0.0\nactions:\n  - target: ${LIST}.x-pagewright\n    update: { items: /b }\n`;
    const { source } = applyOverlay(first, parseSourceDocument(text, 'more.yaml'));
    const path = ['paths', '/orders', 'get', 'x-pagewright', 'items'];
    expect(source.problemAt(path, '')).toMatchObject({ file: 'more.yaml', line: 4 });
    expect(source.problemAt(path.slice(0, -2), '')).toMatchObject({ file: 'orders.yaml', line: 5 });
  });

  it.each([
    ['  - target: $.paths[\n    remove: true', 'pages.yaml:4 Invalid target $.paths[: must be a JSONPath'],
    ['  - update: {}', 'pages.yaml:4 Missing target: must be a JSONPath'],
    [`  - target: ${LIST}`, 'pages.yaml:4 Missing update: or remove: true'],
    [`  - { target: $.info, updates: {} }`, 'pages.yaml:4 Unknown key updates; did you mean update?'],
    [`  - { target: $, remove: true }`, 'pages.yaml:4 Invalid target $: the whole document cannot be removed'],
    [`  - target: ${LIST}.operationId\n    update: x`, 'must be an object or an array'],
    [
      `  - target: $.paths['/order'].get\n    update: { x-pagewright: {} }`,
      'pages.yaml:4 Unknown path /order; did you mean /orders?',
    ],
    [
      `  - target: $.paths['/items'].get\n    update: { x-pagewright: {} }`,
      'since the path is a reference to ./items.yaml',
    ],
  ])('rejects %j', (actions, problem) => {
    expect(problemsOf(`${actions}\n`)[0]).toContain(problem);
  });

  it('warns of a target that is not there, where nothing is lost', () => {
    const { warnings } = overlay('  - { target: $.servers, remove: true }\n');
    expect(warnings).toMatchObject([
      { file: 'pages.yaml', line: 4, message: expect.stringContaining('Unknown target $.servers') },
    ]);
  });

  it('knows other versions and other files by their keys', () => {
    const parse = (text: string): ReturnType<typeof parseSourceDocument> => parseSourceDocument(text, 'pages.yaml');
    expect(isOverlay(parse('overlay: 1.0.0'))).toBe(true);
    expect(isOverlay(parse('openapi: 3.1.0'))).toBe(false);
    expect(() => applyOverlay(parse(DOCUMENT), parse('overlay: 2.0.0\nactions: []'))).toThrow(
      'Invalid overlay version "2.0.0": must be 1.0.0',
    );
  });
});
