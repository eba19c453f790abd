import { copyFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { createMock } from '../server/mock.ts';
import { createTestTerminal, run, type TestTerminal } from './testing/test-terminal.ts';

/** As a team has it: no block, two lists of the same kind, one without pages, one operation that is no list. */
const ORDERS = `openapi: 3.0.3
info: { title: Orders, version: '1' }
paths:
  /orders:
    get: &list
      operationId: listOrders
      security: [{ key: [] }]
      parameters:
        - { name: page, in: query, schema: { type: integer } }
        - { name: per_page, in: query, schema: { type: integer, minimum: 1 }, description: At most 50 }
        - { name: state, in: query, schema: { type: string, enum: [open, paid] } }
      responses:
        '200': { description: A page, content: { application/json: { schema: { $ref: '#/components/schemas/Page' } } } }
        '401': { description: Who are you? }
  /archive:
    get: { <<: *list, operationId: listArchive }
  /states:
    get:
      operationId: listStates
      responses:
        '200':
          description: All
          content: { application/json: { schema: { type: object, properties: { states: { type: array, items: { $ref: '#/components/schemas/Order' } } } } } }
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: One, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
  schemas:
    Page:
      type: object
      required: [orders, total]
      properties: { orders: { type: array, items: { $ref: '#/components/schemas/Order' } }, total: { type: integer } }
    Order:
      type: object
      required: [id, state, created_at]
      properties:
        id: { type: string }
        state: { type: string, enum: [open, paid] }
        created_at: { type: string, format: date-time }
`;

function openFolder(text = ORDERS): TestTerminal {
  const terminal = createTestTerminal({ cwd: mkdtempSync(join(tmpdir(), 'init-')) });
  writeFileSync(join(terminal.cwd, 'orders.yaml'), text);
  return terminal;
}

/** The same folder for another command. */
function again({ cwd }: TestTerminal): TestTerminal {
  return createTestTerminal({ cwd });
}

function read({ cwd }: TestTerminal, name: string): string {
  return readFileSync(join(cwd, name), 'utf8');
}

describe('pagewright init', () => {
  it('writes an overlay with the evidence for each guess, which is then found beside the document', async () => {
    const terminal = openFolder();
    const { exitCode, output } = await run(['init', 'orders.yaml'], terminal);
    expect(exitCode).toBe(0);
    expect(output).toContain('orders.yaml: 3 lists, 2 with pages\n');
    expect(output).toContain('   2  page numbers: page, per_page\n      GET /orders\n      GET /archive\n');
    expect(output).toContain('GET /states: no parameter and no link leads to a further page');
    expect(output).toContain('Wrote orders.overlay.yaml.');
    const text = read(terminal, 'orders.overlay.yaml');
    expect(text).toContain('# certain: parameter page is the number of a page, per_page their size\n');
    expect(text).toContain('# GET /states: no parameter');
    const written = parse(text) as { extends: string; actions: readonly { target: string; update: object }[] };
    expect(written.extends).toBe('./orders.yaml');
    expect(written.actions.map(({ target }) => target)).toEqual(["$.paths['/orders'].get", "$.paths['/archive'].get"]);
    expect(written.actions[0]?.update).toMatchObject({
      'x-pagewright': {
        provenance: 'inferred',
        items: '/orders',
        total: '/total',
        page: { style: 'number', limit: { parameter: 'per_page', maximum: 50 } },
        filters: { state: { field: 'state', operator: 'equals' } },
      },
    });
    const validated = await run(['validate', 'orders.yaml'], again(terminal));
    expect(validated.exitCode).toBe(0);
    expect(validated.output).toContain('valid. Lists: orders.listOrders (page numbers), orders.listArchive');
    const extended = await run(['validate', 'orders.overlay.yaml'], again(terminal));
    expect(extended.output).toContain('Lists: orders.listOrders');
  });

  it('writes blocks by operationId with defaults for all', async () => {
    const terminal = openFolder();
    await run(['init', 'orders.yaml', '--format', 'blocks'], terminal);
    const written = parse(read(terminal, 'orders.pagewright.yaml')) as { defaults: object; lists: object };
    expect(written.defaults).toMatchObject({ items: '/orders', page: { style: 'number' } });
    expect(written.lists).toEqual({ listOrders: {}, listArchive: {} });
    expect((await run(['validate', 'orders.yaml'], again(terminal))).output).toContain(
      'orders.listArchive (page numbers)',
    );
    const broken = read(terminal, 'orders.pagewright.yaml').replace('style: number', 'style: numbers');
    writeFileSync(join(terminal.cwd, 'orders.pagewright.yaml'), broken);
    const line = broken.split('\n').findIndex((one) => one.includes('style: numbers')) + 1;
    expect((await run(['validate', 'orders.yaml'], again(terminal))).output).toContain(
      `orders.pagewright.yaml:${line}:5 Invalid value "numbers"`,
    );
  });

  it('chooses blocks where the paths are references, which an overlay cannot follow', async () => {
    const terminal = openFolder(
      ORDERS.replace(
        '  /archive:\n    get: { <<: *list, operationId: listArchive }\n',
        "  /archive: { $ref: './archive.yaml' }\n",
      ),
    );
    writeFileSync(
      join(terminal.cwd, 'archive.yaml'),
      "get: { operationId: listArchive, parameters: [{ name: page, in: query, schema: { type: integer } }], responses: { '200': { description: A page, content: { application/json: { schema: { $ref: 'orders.yaml#/components/schemas/Page' } } } } } }\n",
    );
    await run(['init', 'orders.yaml'], terminal);
    expect(existsSync(join(terminal.cwd, 'orders.overlay.yaml'))).toBe(false);
    expect((await run(['validate', 'orders.yaml'], again(terminal))).output).toContain('orders.listArchive');
  });

  it('prints what it would write, or what it found as JSON', async () => {
    const printed = await run(['init', 'orders.yaml', '--out', '-', '--operation', 'listArchive'], openFolder());
    expect(parse(printed.output)).toMatchObject({ actions: [{ target: "$.paths['/archive'].get" }] });
    const told = await run(['init', 'orders.yaml', '--json'], openFolder());
    expect(JSON.parse(told.output)).toMatchObject({
      written: 'orders.overlay.yaml',
      lists: [
        {
          operation: 'listOrders',
          style: 'number',
          guesses: expect.arrayContaining([expect.objectContaining({ entry: 'identity', confidence: 'certain' })]),
        },
        {},
      ],
      withoutBlock: [{ path: '/states' }],
    });
  });

  it('replaces no file unless told to', async () => {
    const terminal = openFolder();
    await run(['init', 'orders.yaml'], terminal);
    writeFileSync(join(terminal.cwd, 'orders.overlay.yaml'), 'mine');
    const second = await run(['init', 'orders.yaml'], again(terminal));
    expect(second.exitCode).toBe(2);
    expect(second.errors).toContain('orders.overlay.yaml exists already: pass --force to replace it');
    expect(read(terminal, 'orders.overlay.yaml')).toBe('mine');
    expect((await run(['init', 'orders.yaml', '--force'], again(terminal))).exitCode).toBe(0);
    expect(read(terminal, 'orders.yaml')).toBe(ORDERS);
  });

  it.each([
    [['none.yaml'], 2, 'File not found: none.yaml'],
    [['orders.yaml', '--out', 'orders.yaml', '--force'], 2, 'the document itself is not changed'],
    [['orders.yaml', '--from-url', 'ftp://x'], 2, 'Invalid base URL'],
    [['orders.yaml', '--from-url', 'http://127.0.0.1:9'], 3, '127.0.0.1:9'],
  ])('refuses %j', async (words, exitCode, message) => {
    const result = await run(['init', ...words], openFolder());
    expect({ exitCode: result.exitCode, errors: result.errors }).toEqual({
      exitCode,
      errors: expect.stringContaining(message),
    });
  });
});

describe('pagewright init --from-url', () => {
  const rows = Array.from({ length: 70 }, (_, index) => ({
    id: `o${(index * 37) % 71}`,
    state: 'open',
    created_at: new Date(Date.UTC(2026, 0, 100 - index)).toISOString(),
  }));
  const seen: string[] = [];
  /** Pages from 0, 15 at a time and 40 at most, newest first. */
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers['x-key']}`);
    const { searchParams: query, pathname } = new URL(request.url ?? '', 'http://localhost');
    if (pathname !== '/v1/orders') return response.writeHead(403).end('{"error":"not yours: let-me-in"}');
    const size = Math.min(Number(query.get('per_page') ?? 15), 40);
    const start = Number(query.get('page') ?? 0) * size;
    response.setHeader('content-type', 'application/json');
    return response.end(JSON.stringify({ orders: rows.slice(start, start + size), total: rows.length }));
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('learns what names do not tell, with GET requests only', async () => {
    const terminal = openFolder();
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    const words = ['init', 'orders.yaml', '--from-url', url, '--header', 'X-Key: $KEY', '--rate', '1000'];
    const { output, exitCode } = await run(words, Object.assign(terminal, { env: { KEY: 'let-me-in' } }));
    expect(exitCode).toBe(0);
    expect(output).toContain('GET /archive: the server responds with 403');
    expect(output).not.toContain('let-me-in');
    expect(seen.every((line) => line.startsWith('GET /v1/') && line.endsWith(' let-me-in'))).toBe(true);
    expect(seen.length).toBeLessThan(15);
    const { actions } = parse(read(terminal, 'orders.overlay.yaml')) as {
      actions: readonly { update: Record<string, unknown> }[];
    };
    expect(actions[0]?.update['x-pagewright']).toMatchObject({
      order: { by: ['-created_at'] },
      page: { limit: { default: 15, maximum: 40, outOfRange: 'clamp' }, position: { parameter: 'page', first: 0 } },
    });
    expect(read(terminal, 'orders.overlay.yaml')).toContain('# certain: on the server, page=1 is behind it\n');
    expect((await run(['validate', 'orders.yaml'], again(terminal))).exitCode).toBe(0);
  });
});

describe('a document without blocks', () => {
  it('is served as guessed, its other operations by Prism, and the first screen says how to pin it', async () => {
    const terminal = openFolder();
    const serving = run(['serve', 'orders.yaml', '-p', '0'], terminal);
    await terminal.waitFor(/Stop: Ctrl-C/);
    const output = terminal.output();
    terminal.stop();
    await serving;
    expect(output).toContain(
      'orders.yaml has no x-pagewright block: 2 lists were recognised and served as guessed. Prism responds to 1 other list',
    );
    expect(output).toContain('  guessed: page numbers: page, per_page (certain)\n');
    expect(output).toContain('pagewright init orders.yaml');
  });

  it('has pages, filters and the rest', async () => {
    const file = join(openFolder().cwd, 'orders.yaml');
    const mock = await createMock({ contract: file, listen: false });
    const get = async (
      path: string,
      headers: Readonly<Record<string, string>> = mock.headers,
    ): Promise<{ status: number; body: unknown }> => {
      const response = await mock.handle(new Request(`http://127.0.0.1${path}`, { headers }));
      return { status: response.status, body: await response.json().catch(() => undefined) };
    };
    const first = (await get('/orders?per_page=3')).body as { orders: { id: string }[]; total: number };
    const second = (await get('/orders?per_page=3&page=2')).body as typeof first;
    expect(first.orders).toHaveLength(3);
    expect(second.orders[0]?.id).not.toBe(first.orders[0]?.id);
    expect(((await get('/orders?state=paid')).body as typeof first).total).toBeLessThan(first.total);
    expect((await get('/orders', {})).status).toBe(401);
    expect((await get('/states')).status).toBe(200);
    await mock.close();
  });

  it('is told by validate, with what was guessed', async () => {
    const { exitCode, output } = await run(['validate', 'orders.yaml'], openFolder());
    expect(exitCode).toBe(0);
    expect(output).toContain('orders.yaml: valid, without a block; guessed. Lists: orders.listOrders (page numbers)');
    expect(output).toContain('  orders.listArchive  page numbers: page, per_page (likely)\n');
    expect(output).toContain('GET /states  no parameter and no link leads to a further page');
  });

  it('has its lists in one piece where none has pages', async () => {
    const plain = ORDERS.replaceAll('name: page,', 'name: colour,').replaceAll('name: per_page,', 'name: shade,');
    const { cwd } = openFolder(plain);
    const mock = await createMock({ contract: join(cwd, 'orders.yaml'), listen: false });
    const response = await mock.handle(new Request(`http://127.0.0.1/orders`, { headers: mock.headers }));
    const body = (await response.json()) as { orders: object[]; total: number };
    expect(body.orders).toHaveLength(body.total);
    expect(response.headers.get('link')).toBeNull();
    expect(mock.contracts.map(({ path }) => path)).toEqual(['/orders', '/states']);
    await mock.close();
  });

  it('is refused where nothing is recognised', async () => {
    const plain = `openapi: 3.1.0\ninfo: { title: None, version: '1' }\npaths: { /a: { get: { responses: {} } } }\n`;
    const { exitCode, output } = await run(['validate', 'orders.yaml'], openFolder(plain));
    expect(exitCode).toBe(1);
    expect(output).toContain('Missing x-pagewright, and no list was recognised: no operation responds with a list');
  });

  it('is asked for what the response is, where only parameters tell of a list', async () => {
    const parameters = '[{ name: cursor, in: query }, { name: page_size, in: query, schema: { type: integer } }]';
    const content = '{ application/json: { schema: { type: object } } }';
    const get = `{ parameters: ${parameters}, responses: { '200': { description: A, content: ${content} } } }`;
    const plain = `openapi: 3.1.0\ninfo: { title: None, version: '1' }\npaths:\n  /a:\n    get: ${get}\n`;
    const { exitCode, output } = await run(['validate', 'orders.yaml'], openFolder(plain));
    expect(exitCode).toBe(1);
    expect(output).toMatch(/^orders\.yaml:5:\d+ Missing schema of the response: GET \/a takes cursor and page_size, /m);
  });
});

describe('--overlay', () => {
  it('takes the place of what stands beside the document', async () => {
    const terminal = openFolder();
    await run(['init', 'orders.yaml', '--operation', 'listOrders'], terminal);
    copyFileSync(join(terminal.cwd, 'orders.overlay.yaml'), join(terminal.cwd, 'mine.yaml'));
    writeFileSync(join(terminal.cwd, 'orders.overlay.yaml'), 'overlay: 1.0.0\nactions: [{ target: $.nothing }]\n');
    const beside = await run(['validate', 'orders.yaml'], again(terminal));
    expect(beside.output).toContain('orders.overlay.yaml:2:');
    const named = await run(['validate', 'orders.yaml', '--overlay', 'mine.yaml'], again(terminal));
    expect(named.output).toContain('orders.yaml: valid. Lists: orders (page numbers)');
    const requirements = await run(['requirements', 'orders.yaml', '--overlay', 'mine.yaml'], again(terminal));
    expect(requirements.exitCode).toBe(0);
  });

  it('is for one contract', async () => {
    const result = await run(['serve', 'pyng', 'orders.yaml', '--overlay', 'mine.yaml', '-p', '0'], openFolder());
    expect(result.errors).toContain('Invalid overlay: must be for one contract');
  });
});
