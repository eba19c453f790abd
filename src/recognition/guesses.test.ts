import { describe, expect, it } from '@jest/globals';
import { confidenceOf, guessBlocks } from './guesses.ts';

type Part = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const integer = { type: 'integer' };
const flag = { type: 'boolean' };
const link = { type: 'string', format: 'uri' };
const order = {
  type: 'object',
  required: ['id'],
  properties: {
    id: text,
    state: { type: 'string', enum: ['open', 'paid'] },
    created_at: { type: 'string', format: 'date-time' },
  },
};
const orders = { type: 'array', items: order };

interface Sketch {
  readonly path?: string;
  readonly method?: 'get' | 'post';
  readonly query?: Readonly<Record<string, Part>>;
  readonly parameters?: readonly Part[];
  readonly body?: Readonly<Record<string, Part>>;
  /** The properties of the response body, or its schema. */
  readonly response: Part;
  readonly headers?: Readonly<Record<string, Part>>;
  readonly operation?: Part;
  readonly document?: Part;
}

function sketch({
  path = '/orders',
  method = 'get',
  query = {},
  parameters = [],
  body,
  response,
  headers = {},
  operation = {},
  document = {},
}: Sketch): Part {
  const schema = response['type'] === undefined ? { type: 'object', properties: response } : response;
  return {
    openapi: '3.1.0',
    info: { title: 'Sketch', version: '1' },
    paths: {
      [path]: {
        [method]: {
          parameters: [
            ...Object.entries(query).map(([name, own]) => ({ name, in: 'query', schema: own })),
            ...parameters,
          ],
          ...(body && {
            requestBody: { content: { 'application/json': { schema: { type: 'object', properties: body } } } },
          }),
          responses: { 200: { description: 'ok', headers, content: { 'application/json': { schema } } } },
          ...operation,
        },
      },
    },
    ...document,
  };
}

function blockOf(sketched: Sketch): Part {
  const { lists, others } = guessBlocks(sketch(sketched));
  expect(others.map(({ reason }) => reason)).toEqual([]);
  return lists[0]?.block as Part;
}

describe('guessBlocks', () => {
  it('recognises pages by number, with a size, a total and a number of the next one', () => {
    const meta = {
      type: 'object',
      properties: {
        current_page: integer,
        next_page: { type: ['integer', 'null'] },
        total_pages: integer,
        total_count: integer,
      },
    };
    expect(blockOf({ query: { page: integer, per_page: integer }, response: { orders, meta } })).toEqual({
      provenance: 'inferred',
      items: '/orders',
      total: '/meta/total_count',
      pageCount: '/meta/total_pages',
      pageNumber: '/meta/current_page',
      identity: 'id',
      order: { by: ['id'], provenance: 'chosen' },
      page: {
        style: 'number',
        limit: { parameter: 'per_page' },
        position: { parameter: 'page' },
        next: '/meta/next_page',
      },
    });
  });

  const shapes: readonly (readonly [name: string, sketched: Sketch, expected: Part])[] = [
    [
      'an offset that counts from 1',
      {
        query: { startIndex: { ...integer, description: 'The 1-based index of the first result' }, count: integer },
        response: { Resources: orders, totalResults: integer, startIndex: integer, itemsPerPage: integer },
      },
      {
        style: 'offset',
        limit: { parameter: 'count' },
        position: { parameter: 'startIndex', first: 1 },
        echo: { limit: '/itemsPerPage', position: '/startIndex' },
      },
    ],
    [
      'a token beside the items',
      { query: { pageToken: text, pageSize: integer }, response: { orders, nextPageToken: text } },
      {
        style: 'keyset',
        limit: { parameter: 'pageSize' },
        position: { parameter: 'pageToken' },
        next: '/nextPageToken',
      },
    ],
    [
      'an offset that is a token',
      {
        query: { offset: text, limit: integer },
        response: { data: orders, next_page: { type: ['object', 'null'], properties: { offset: text, uri: link } } },
      },
      { style: 'keyset', limit: { parameter: 'limit' }, position: { parameter: 'offset' }, next: '/next_page/offset' },
    ],
    [
      'a token of a name that nobody has heard of',
      { query: { stream_place: text }, response: { entries: orders, next_stream_place: text } },
      { style: 'keyset', position: { parameter: 'stream_place' }, next: '/next_stream_place' },
    ],
    [
      'links that carry a token',
      {
        parameters: [
          {
            name: 'page',
            in: 'query',
            style: 'deepObject',
            schema: { type: 'object', properties: { cursor: text, size: integer } },
          },
        ],
        response: { data: orders, links: { type: 'object', properties: { self: link, prev: link, next: link } } },
      },
      {
        style: 'links',
        limit: { parameter: 'page[size]' },
        position: { parameter: 'page[cursor]' },
        next: '/links/next',
        previous: '/links/prev',
        self: '/links/self',
      },
    ],
    [
      'links of which no parameter is known',
      { response: { data: orders, links: { type: 'object', properties: { next: link } } } },
      { style: 'links', next: '/links/next' },
    ],
    [
      'the identity of the last row, both ways',
      {
        query: { limit: integer, starting_after: text, ending_before: text },
        response: { data: orders, has_more: flag },
      },
      {
        style: 'key',
        limit: { parameter: 'limit' },
        position: { parameter: 'starting_after', backward: 'ending_before' },
      },
    ],
    [
      'an array at the root with links in a header',
      {
        query: { page: integer, per_page: integer },
        response: { type: 'array', items: order },
        headers: { Link: { schema: text }, 'X-Total-Count': { schema: integer } },
      },
      { style: 'number', limit: { parameter: 'per_page' }, position: { parameter: 'page' }, next: { header: 'Link' } },
    ],
    [
      'a search by POST, its position in the body',
      {
        path: '/orders/search',
        method: 'post',
        body: { pagination: { type: 'object', properties: { starting_after: text, per_page: integer } } },
        response: {
          data: orders,
          pages: {
            type: 'object',
            properties: { next: { type: 'object', properties: { starting_after: text, per_page: integer } } },
          },
        },
      },
      {
        style: 'keyset',
        limit: { parameter: 'pagination/per_page' },
        position: { parameter: 'pagination/starting_after' },
        next: '/pages/next/starting_after',
      },
    ],
    [
      'OData',
      {
        query: { $top: integer, $skip: integer, $count: flag },
        response: { value: orders, '@odata.nextLink': text, '@odata.count': integer },
      },
      { style: 'offset', limit: { parameter: '$top' }, position: { parameter: '$skip' }, next: '/@odata.nextLink' },
    ],
    [
      'a token in the metadata',
      {
        query: { limit: integer, continue: text },
        response: {
          metadata: { type: 'object', properties: { continue: text, remainingItemCount: integer } },
          items: orders,
        },
      },
      {
        style: 'keyset',
        limit: { parameter: 'limit' },
        position: { parameter: 'continue' },
        next: '/metadata/continue',
      },
    ],
    [
      'pages from 0 with a last one',
      {
        query: { page: { ...integer, default: 0 }, size: integer },
        response: { content: orders, totalElements: integer, totalPages: integer, last: flag, number: integer },
      },
      { style: 'number', limit: { parameter: 'size' }, position: { parameter: 'page' } },
    ],
    [
      'a list of links by relation',
      {
        query: { _count: integer, page_token: text },
        response: {
          entry: { type: 'array', items: { type: 'object', properties: { resource: order } } },
          link: { type: 'array', items: { type: 'object', properties: { relation: text, url: link } } },
        },
      },
      {
        style: 'links',
        limit: { parameter: '_count' },
        position: { parameter: 'page_token' },
        next: { list: '/link', where: { relation: 'next' }, at: '/url' },
        previous: { list: '/link', where: { relation: 'previous' }, at: '/url' },
        self: { list: '/link', where: { relation: 'self' }, at: '/url' },
      },
    ],
    [
      'of an offset and a token the one that is usual',
      {
        query: { usemarker: flag, marker: text, offset: integer, limit: integer },
        response: { entries: orders, next_marker: text, total_count: integer },
      },
      { style: 'offset', limit: { parameter: 'limit' }, position: { parameter: 'offset' } },
    ],
    [
      'links without a host',
      {
        query: { Page: integer, PageSize: integer, PageToken: text },
        response: {
          type: 'object',
          properties: {
            orders,
            next_page_uri: { ...text, example: '/2010/orders?Page=1' },
            // Shown by the link beside it.
            previous_page_uri: link,
          },
        },
      },
      {
        style: 'links',
        limit: { parameter: 'PageSize' },
        position: { parameter: 'PageToken' },
        next: { at: '/next_page_uri', as: 'relativeLink' },
        previous: { at: '/previous_page_uri', as: 'relativeLink' },
      },
    ],
  ];

  it.each([
    ['Cursor for deep paging. Use `*` for the first page, then the value of next_cursor.', '*'],
    ['To get the first page, set this to "begin".', 'begin'],
    ['Pass the `next_cursor` of the first page to get the second.', undefined],
    ['Leave it out for the first page. Matches `*` anywhere.', undefined],
    ['Use the cursor of the page before.', undefined],
    ['Use `limit` for the first page size.', undefined],
  ])('reads what the first page is asked for by: %s', (description, start) => {
    const query = { cursor: { ...text, description }, rows: integer };
    const { page } = blockOf({ query, response: { orders, next_cursor: text } });
    expect((page as Part)['position']).toEqual({ parameter: 'cursor', ...(start !== undefined && { start }) });
  });

  it('recognises the numbers of the rows that are on a page, and nothing else that goes from one number to another', () => {
    const meta = { current_page: integer, per_page: integer, from: integer, to: integer, total: integer };
    const query = { page: integer, per_page: integer };
    const laravel = blockOf({ query, response: { data: orders, meta: { type: 'object', properties: meta } } });
    expect(laravel['rows']).toEqual({ first: '/meta/from', last: '/meta/to' });
    expect(laravel['page']).toEqual(
      expect.not.objectContaining({ echo: expect.objectContaining({ position: '/meta/from' }) }),
    );
    const response = { orders, page: integer, page_size: integer, start: integer, end: integer };
    expect(blockOf({ query, response })['rows']).toEqual({ first: '/start', last: '/end', base: 0 });
    const times = { data: orders, from: integer, to: integer, meta: { type: 'object', properties: { page: integer } } };
    expect(blockOf({ query, response: times })['rows']).toBeUndefined();
  });

  it.each(shapes)('recognises %s', (_, sketched, expected) => {
    expect(blockOf(sketched)['page']).toEqual(expected);
  });

  it.each<[string, Sketch]>([
    ['by its name', { query: { token: text }, response: { orders } }],
    ['of one thing', { query: { token: text }, response: { id: text, name: text, lines: orders } }],
    [
      'by its description',
      {
        query: { token: { ...text, description: 'Authentication token. Requires scope `read`.' } },
        response: { orders },
      },
    ],
    [
      'of a scheme',
      {
        query: { cursor: text },
        response: { orders, next_cursor: text },
        document: { components: { securitySchemes: { key: { type: 'apiKey', in: 'query', name: 'cursor' } } } },
      },
    ],
  ])('takes no credential for a position: %s', (_, sketched) => {
    expect(guessBlocks(sketch(sketched)).lists).toEqual([]);
  });

  it.each([
    ['that makes a list in the shape of one', 'createOrders', []],
    ['that searches', 'searchOrders', ['keyset']],
    ['that is not named', undefined, ['keyset']],
  ])('knows a POST %s', (_, operationId, styles) => {
    const body = { orders, page_token: text, page_size: integer };
    const sketched: Sketch = {
      method: 'post',
      body,
      response: { orders, page_token: text },
      operation: { operationId },
    };
    const { lists } = guessBlocks(sketch(sketched));
    expect(lists.map(({ list }) => list.paging.style)).toEqual(styles);
  });

  it('takes one thing with a list in it for no list, by the name that its path has for it', () => {
    const code = { accessorID: text, orders };
    const one: Sketch = {
      path: '/tokens/{accessor_id}',
      query: { next_token: text },
      response: { AccessorID: text, orders },
    };
    expect(guessBlocks(sketch(one))).toEqual({ lists: [], others: [] });
    expect(guessBlocks(sketch({ ...one, path: '/tokens/{shop}', response: code })).lists).toHaveLength(1);
  });

  it('takes a position that is said to identify something for no number of rows', () => {
    const startAt = { ...text, description: 'Hash identifier of the first order to return.' };
    const body = { limit: integer, startAt };
    const page = blockOf({ path: '/orders/search', method: 'post', body, response: { orders, nextId: text } })['page'];
    expect(page).toMatchObject({ style: 'keyset', position: { parameter: 'startAt' }, next: '/nextId' });
  });

  it.each([
    'The next page: there is a link in the HTTP header that includes it.',
    'An opaque value that is obtained through the `next` link relationship.',
  ])('reads in the words of a position that a header has the link: %s', (description) => {
    const after = { ...text, description };
    const page = blockOf({ query: { after, limit: integer }, response: orders })['page'];
    expect(page).toMatchObject({ style: 'links', next: { header: 'Link' } });
  });

  it('takes a token for a position where a response has the next one', () => {
    expect(blockOf({ query: { token: text }, response: { orders, next_token: text } })['page']).toEqual({
      style: 'keyset',
      position: { parameter: 'token' },
      next: '/next_token',
    });
  });

  it('takes the words of the document for bounds of a page size', () => {
    const described = { ...integer, description: 'The number of orders. Defaults to 25, maximum 100.' };
    expect(blockOf({ query: { page: integer, limit: described }, response: { orders } })['page']).toMatchObject({
      limit: { parameter: 'limit', default: 25, maximum: 100 },
    });
    const stated = { ...described, default: 25, maximum: 100 };
    expect(blockOf({ query: { page: integer, limit: stated }, response: { orders } })['page']).toMatchObject({
      limit: { parameter: 'limit' },
    });
  });

  it('finds the identity within what an entry holds', () => {
    const edges = { type: 'array', items: { type: 'object', properties: { cursor: text, node: order } } };
    const pageInfo = { type: 'object', properties: { endCursor: text, hasNextPage: flag } };
    const block = blockOf({ query: { first: integer, after: text }, response: { edges, pageInfo } });
    expect(block).toMatchObject({
      identity: 'node/id',
      hasNext: '/pageInfo/hasNextPage',
      page: { style: 'keyset', next: '/pageInfo/endCursor' },
    });
    const transactions = {
      type: 'array',
      items: { type: 'object', properties: { account_id: text, transaction_id: text } },
    };
    expect(blockOf({ path: '/transactions', query: { page: integer }, response: { transactions } })['identity']).toBe(
      'transaction_id',
    );
  });

  it('reads connections: tokens of both directions, sizes of both, a cursor in each edge', () => {
    const edges = { type: 'array', items: { type: 'object', properties: { cursor: text, node: order } } };
    const pageInfo = {
      type: 'object',
      properties: { startCursor: text, endCursor: text, hasNextPage: flag, hasPreviousPage: flag },
    };
    const query = { first: integer, after: text, last: integer, before: text };
    expect(blockOf({ query, response: { edges, pageInfo } })['page']).toEqual({
      style: 'keyset',
      limit: { parameter: 'first', backward: 'last' },
      position: { parameter: 'after', backward: 'before' },
      next: '/pageInfo/endCursor',
      previous: '/pageInfo/startCursor',
      itemToken: 'cursor',
      atEnd: 'edge',
    });
    // Behind the first item is no way back.
    const forward = blockOf({ query: { first: integer, after: text }, response: { edges, pageInfo } });
    expect(forward['page']).not.toHaveProperty('previous');
  });

  it('reads what a page says of itself', () => {
    const response = {
      content: orders,
      first: flag,
      last: flag,
      empty: flag,
      number: integer,
      numberOfElements: integer,
      totalElements: integer,
    };
    expect(blockOf({ query: { page: integer, size: integer }, response })).toMatchObject({
      total: '/totalElements',
      count: '/numberOfElements',
      pageNumber: '/number',
      isFirst: '/first',
      isLast: '/last',
      isEmpty: '/empty',
    });
    const meta = { type: 'object', properties: { count: integer, total: integer, pages: integer } };
    expect(blockOf({ query: { page: integer }, response: { orders, pagy: meta } })).toMatchObject({
      total: '/pagy/total',
      count: '/pagy/count',
      pageCount: '/pagy/pages',
    });
    // What has the name of the parameter repeats it.
    const asked = blockOf({ query: { page: integer, count: integer }, response: { orders, paging: meta } });
    expect(asked).toMatchObject({ page: { echo: { limit: '/paging/count' } } });
    expect(asked).not.toHaveProperty('count');
  });

  it('reads a body off its examples, where the schema says nothing of it', () => {
    const shown = { orders: [{ id: 1, name: 'a' }, { id: 2 }], next_cursor: null };
    const list = (media: Part): Part => {
      const { lists } = guessBlocks(
        sketch({
          query: { cursor: text, limit: integer },
          response: {},
          operation: { responses: { 200: { description: 'ok', content: { 'application/json': media } } } },
        }),
      );
      return lists[0]?.block as Part;
    };
    const expected = { items: '/orders', identity: 'id', page: { style: 'keyset', next: '/next_cursor' } };
    expect(list({ example: shown })).toMatchObject(expected);
    expect(list({ schema: { type: 'object', properties: {} }, example: JSON.stringify(shown) })).toMatchObject(
      expected,
    );
    const open = { orders: { type: 'array', items: { type: 'object' } }, next_cursor: text };
    const schema = { type: 'object', properties: open };
    expect(list({ schema, examples: { usual: { value: shown } } })).toMatchObject(expected);
  });

  it('takes an offset that is said to be a row for a token or a key', () => {
    const tasks = { type: 'array', items: { type: 'object', properties: { uid: integer, name: text } } };
    const from = { ...integer, description: 'Fetch the next set of results from the given uid.' };
    const next = { type: ['integer', 'null'] };
    expect(blockOf({ query: { from, limit: integer }, response: { tasks, next } })['page']).toMatchObject({
      style: 'keyset',
      next: '/next',
    });
    const numbered = { type: 'array', items: { type: 'object', properties: { id: text, Number: integer } } };
    const offset = { ...integer, description: 'Those with a Number greater than the offset are returned.' };
    expect(blockOf({ query: { offset }, response: { numbered } })).toMatchObject({
      identity: 'Number',
      page: { style: 'key', position: { parameter: 'offset' } },
    });
  });

  it('keeps to one form of a body that has several', () => {
    const pages = { type: 'object', properties: { page: integer, totalHits: integer } };
    const offsets = { type: 'object', properties: { offset: integer, limit: integer, total: integer } };
    const response = {
      type: 'object',
      allOf: [{ oneOf: [pages, offsets] }, { type: 'object', properties: { hits: orders } }],
    };
    expect(blockOf({ query: { offset: integer, limit: integer }, response })).toMatchObject({
      total: '/total',
      page: { style: 'offset', echo: { position: '/offset', limit: '/limit' } },
    });
    const either = { oneOf: [orders, { type: 'object', properties: { data: orders, total: integer } }] };
    expect(blockOf({ query: { page: integer }, response: { type: ['object', 'array'], ...either } })).toMatchObject({
      items: '/data',
      total: '/total',
    });
  });

  it('finds something that tells items apart where nothing is called an identity', () => {
    const identityOf = (properties: Part): unknown => {
      const items = { type: 'array', items: { type: 'object', properties } };
      return blockOf({ query: { page: integer }, response: { orders: items } })['identity'];
    };
    expect(identityOf({ date: text, orderNumber: integer })).toBe('orderNumber');
    expect(identityOf({ etag: text, id: { type: 'object', properties: { kind: text, videoId: text } } })).toBe(
      'id/videoId',
    );
    const links = { type: 'object', properties: { self: { type: 'object', properties: { href: text } } } };
    expect(identityOf({ firstName: text, _links: links })).toBe('_links/self/href');
    expect(identityOf({ type: { ...text, pattern: '^message$' }, text })).toBe('text');
    expect(
      guessBlocks(
        sketch({
          query: { page: integer },
          response: { scores: { type: 'array', items: { type: 'object', properties: { score: { type: 'number' } } } } },
        }),
      ).lists,
    ).toEqual([]);
  });

  it('reads the order that the document tells, and the parameters that change it', () => {
    const operation = { description: 'Lists orders. The orders are sorted by creation date, newest first.' };
    const query = {
      page: integer,
      sort: { type: 'string', enum: ['id', '-id', 'created_at', 'relevance'] },
      direction: { type: 'string', enum: ['asc', 'desc'] },
    };
    expect(blockOf({ query, response: { orders }, operation })['order']).toEqual({
      by: ['-created_at'],
      parameter: 'sort',
      fields: ['id', 'created_at'],
      direction: { parameter: 'direction', ascending: 'asc', descending: 'desc' },
    });
  });

  it('takes parameters with the name and type of a field for filters, and bounds of it', () => {
    const query = {
      page: integer,
      state: { type: 'string', enum: ['open', 'paid', 'all'] },
      'id[]': { type: 'array', items: text },
      'created_at[gte]': { type: 'string', format: 'date-time' },
      created_before: { type: 'string', format: 'date-time' },
      created_at: integer,
      unrelated: text,
    };
    expect(blockOf({ query, response: { orders } })['filters']).toEqual({
      state: { field: 'state', operator: 'equals', all: 'all' },
      'id[]': { field: 'id', operator: 'in' },
      'created_at[gte]': { field: 'created_at', operator: 'gte' },
      created_before: { field: 'created_at', operator: 'lte', provenance: { operator: 'chosen' } },
    });
  });

  it('takes what a request body has on top for filters, not what is deep in a language of queries', () => {
    const deep = { type: 'object', properties: { like: { type: 'object', properties: { state: text } } } };
    const body = { cursor: text, filter: { type: 'object', properties: { state: text } }, query: deep };
    const block = blockOf({ method: 'post', path: '/orders/search', body, response: { orders, cursor: text } });
    expect(Object.keys(block['filters'] as object)).toEqual(['filter/state']);
  });

  it('does not take the bounds of a time for positions', () => {
    const query = {
      limit: integer,
      cursor: text,
      after: { ...text, format: 'date-time' },
      before: { ...text, description: 'Only created before this date' },
    };
    expect(blockOf({ query, response: { data: orders, cursor: text } })['page']).toEqual({
      style: 'keyset',
      limit: { parameter: 'limit' },
      position: { parameter: 'cursor' },
      next: '/cursor',
    });
  });

  it('says that a total is there on request, and which version a header has to name', () => {
    const version = { name: 'Api-Version', in: 'header', required: true, schema: { ...text, default: '2026-01-01' } };
    const query = { offset: integer, limit: integer, total: flag };
    expect(blockOf({ query, parameters: [version], response: { orders, total: integer, more: flag } })).toMatchObject({
      total: { at: '/total', when: { parameter: 'total', value: true } },
      hasNext: '/more',
      access: { version: { parameter: 'Api-Version', known: ['2026-01-01'] } },
    });
  });

  describe('with an extension of the document', () => {
    const response = { things: orders, further: { type: 'object', properties: { mark: text } } };

    it('obeys x-speakeasy-pagination', () => {
      const hint = {
        type: 'cursor',
        inputs: [
          { name: 'where', in: 'parameters', type: 'cursor' },
          { name: 'many', in: 'parameters', type: 'limit' },
        ],
        outputs: { nextCursor: '$.further.mark', results: '$.things' },
      };
      const block = blockOf({
        query: { where: text, many: integer },
        response,
        operation: { 'x-speakeasy-pagination': hint },
      });
      expect(block).toMatchObject({
        items: '/things',
        page: {
          style: 'keyset',
          limit: { parameter: 'many' },
          position: { parameter: 'where' },
          next: '/further/mark',
        },
      });
    });

    it('obeys x-fern-pagination, also where it inherits from the document', () => {
      const hint = { cursor: '$request.where', next_cursor: '$response.further.mark', results: '$response.things' };
      const own = blockOf({ query: { where: text }, response, operation: { 'x-fern-pagination': hint } });
      expect(own).toMatchObject({
        items: '/things',
        page: { style: 'keyset', position: { parameter: 'where' }, next: '/further/mark' },
      });
      const inherited = blockOf({
        query: { where: text },
        response,
        operation: { 'x-fern-pagination': true },
        document: { 'x-fern-pagination': hint },
      });
      expect(inherited).toEqual(own);
    });

    it('obeys x-ms-pageable', () => {
      const block = blockOf({
        response: { value: orders, more: text },
        operation: { 'x-ms-pageable': { nextLinkName: 'more' } },
      });
      expect(block).toMatchObject({ items: '/value', page: { style: 'links', next: '/more' } });
    });
  });

  it('gives no block to a list without pages, and says why', () => {
    const { lists, others } = guessBlocks(sketch({ response: { orders } }));
    expect(lists).toEqual([]);
    expect(others.map(({ reason }) => reason)).toEqual([expect.stringContaining('returned as a whole')]);
  });

  it.each<readonly [string, Sketch]>([
    ['one thing with a list in it', { path: '/orders/{id}', response: { id: text, items: orders } }],
    ['what a POST has made', { method: 'post', body: { items: orders }, response: { data: orders } }],
    ['a list of texts', { query: { page: integer }, response: { tags: { type: 'array', items: text } } }],
    [
      'a thing in an envelope',
      {
        path: '/orders/{id}',
        response: { data: { ...order, properties: { id: text, lines: orders } }, included: orders },
      },
    ],
  ])('does not take %s for a list', (_, sketched) => {
    expect(guessBlocks(sketch(sketched))).toEqual({ lists: [], others: [] });
  });

  it('takes an array of which nothing else speaks for a list only where there is something to page with', () => {
    const response = { lines: orders, notes: orders, at: text };
    expect(guessBlocks(sketch({ path: '/reports', response }))).toEqual({ lists: [], others: [] });
    const { lists } = guessBlocks(sketch({ path: '/reports', response, query: { limit: integer, offset: integer } }));
    expect(lists.map(({ block }) => block['items'])).toEqual(['/lines']);
  });

  it('leaves lists that have a block alone', () => {
    const operation = { 'x-pagewright': { items: '/orders' } };
    expect(guessBlocks(sketch({ query: { page: integer }, response: { orders }, operation }))).toEqual({
      lists: [],
      others: [],
    });
  });

  it('says what it is not sure of', () => {
    const nameless = { type: 'array', items: { type: 'object', properties: { name: text } } };
    const [guess] = guessBlocks(sketch({ query: { cursor: text }, response: { data: nameless } })).lists;
    expect(guess?.doubts).toEqual(['where the response has the next cursor', 'whether name tells items apart']);
    expect(guess && confidenceOf(guess)).toBe('unsure');
    const [sure] = guessBlocks(
      sketch({ query: { page: integer, limit: integer }, response: { orders, total: integer } }),
    ).lists;
    expect(sure && confidenceOf(sure)).toBe('certain');
  });

  it('reads schemas that contain themselves', () => {
    const comment: Record<string, unknown> = { type: 'object' };
    comment['properties'] = { id: text, replies: { type: 'array', items: comment }, parent: comment };
    const block = blockOf({
      path: '/comments',
      query: { page: integer },
      response: { data: { type: 'array', items: comment } },
    });
    expect(block).toMatchObject({ items: '/data', identity: 'id' });
  });
});
