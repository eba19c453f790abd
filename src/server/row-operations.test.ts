import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { writeContract } from '../testing/write-contract.ts';
import { createMock, type Mock } from './mock.ts';

const NOTES = fileURLToPath(new URL('../mock/testing/notes.yaml', import.meta.url));
const SIZE = 20;

type Json = Record<string, unknown>;

describe('operations on rows', () => {
  let mock: Mock;
  beforeAll(async () => {
    mock = await createMock({ contract: NOTES, size: SIZE });
  });
  beforeEach(() => mock.reset());
  afterAll(() => mock.close());

  const send = (
    base: string,
    method: string,
    path: string,
    body?: unknown,
    headers: object = {},
  ): Promise<Response> => {
    const type = body === undefined ? {} : { 'Content-Type': 'application/json' };
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    return fetch(base + path, { method, headers: { ...mock.headers, ...type, ...headers }, body: text ?? null });
  };
  const read = async (response: Promise<Response>): Promise<Json> => (await (await response).json()) as Json;
  const count = async (base: string): Promise<unknown> => (await read(send(base, 'GET', '/notes?size=1')))['count'];
  const firstId = async (): Promise<string> => {
    const { notes } = (await read(send(mock.url, 'GET', '/notes'))) as unknown as { notes: { id: number }[] };
    return String(notes[0]?.id);
  };

  it('belong to their session, with its rows, snapshots and reset', async () => {
    const [one, other] = [mock.session(), mock.session()];
    expect((await send(one.url, 'POST', '/notes', { title: 'x' })).status).toBe(201);
    expect([await count(one.url), await count(other.url), await count(mock.url)]).toEqual([SIZE + 1, SIZE, SIZE]);
    one.snapshots.save('with-one');
    const location = (await send(one.url, 'POST', '/notes', { title: 'y' })).headers.get('location');
    expect(location?.startsWith(`${one.url}/notes/`)).toBe(true);
    one.snapshots.restore('with-one');
    expect([(await send('', 'GET', location ?? '')).status, await count(one.url)]).toEqual([404, SIZE + 1]);
    one.reset();
    expect(await count(one.url)).toBe(SIZE);
  });

  it('follow the clock of their session', async () => {
    mock.clock.set('2027-01-02T03:04:05Z');
    expect(await read(send(mock.url, 'POST', '/notes', { title: 'x' }))).toMatchObject({
      created_at: '2027-01-02T03:04:05Z',
    });
  });

  it('are carried out one after another, however many clients send them', async () => {
    const titles = Array.from({ length: 60 }, (_, index) => `n${index}`);
    const created = await Promise.all(titles.map((title) => read(send(mock.url, 'POST', '/notes', { title }))));
    expect(new Set(created.map(({ id }) => id)).size).toBe(titles.length);
    expect(await count(mock.url)).toBe(SIZE + titles.length);
    const deletions = created
      .flatMap(({ id }) => [id, id])
      .map((id) => send(mock.url, 'DELETE', `/notes/${String(id)}`));
    const statuses = (await Promise.all(deletions)).map(({ status }) => status).sort();
    expect(statuses).toEqual([...titles.map(() => 204), ...titles.map(() => 404)]);
    expect(await count(mock.url)).toBe(SIZE);
  });

  it('are struck by faults, all of them or those that a fault names, and are then not carried out', async () => {
    mock.faults.add({ kind: 'server-error', status: 503, operation: 'createNote', times: 1 });
    mock.faults.add({ kind: 'rate-limit', retryAfter: 7, operation: 'delete', times: 1 });
    expect((await send(mock.url, 'GET', '/notes')).status).toBe(200);
    const statuses = [];
    for (let turn = 0; turn < 2; turn += 1)
      statuses.push((await send(mock.url, 'POST', '/notes', { title: 'x' })).status);
    expect([statuses, await count(mock.url)]).toEqual([[503, 201], SIZE + 1]);
    const path = `/notes/${await firstId()}`;
    const limited = await send(mock.url, 'DELETE', path);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await send(mock.url, 'DELETE', path)).status).toBe(204);
    const forced = await send(mock.url, 'PATCH', `/notes/${await firstId()}`, { stars: 1 }, { Prefer: 'fault=502' });
    expect(forced.status).toBe(502);
  });

  it.each([
    [
      { kind: 'latency', operation: 'nothing' } as const,
      'Unknown operation nothing: the served lists have list, createNote',
    ],
    [{ kind: 'cycle', operation: 'createNote' } as const, /Fault cycle does not apply/],
  ])('reject the fault %j', (fault, message) => {
    expect(() => mock.faults.add(fault)).toThrow(message);
  });

  it('stand in the journal with what was sent, without secrets and not without bound', async () => {
    await send(mock.url, 'POST', '/notes', { title: 'x', password: 'correct horse' });
    await send(mock.url, 'POST', '/notes', { title: 'y'.repeat(100_000) });
    const [secret, long] = mock.journal.list();
    expect(secret?.request.body).toBe('{"title":"x","password":"***"}');
    expect(secret?.response?.status).toBe(201);
    expect(long?.request.body?.length).toBeLessThan(66_000);
    expect(JSON.stringify(mock.journal.har())).not.toContain('horse');
  });

  it('are not judged as requests of the list', async () => {
    const session = mock.session();
    await send(session.url, 'POST', '/notes', { title: 'x' });
    await send(session.url, 'GET', '/notes?size=500');
    await send(session.url, 'GET', '/notes/1');
    await send(session.url, 'DELETE', '/notes/1');
    session.audit().toBeClean();
  });

  it('leave other methods and other paths to others, which know of no row that there is not', async () => {
    const path = `/notes/${await firstId()}`;
    const refused = await send(mock.url, 'POST', path, {});
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, expect.stringMatching(/^GET, HEAD, PUT/)]);
    expect((await send(mock.url, 'HEAD', path)).status).toBe(200);
    expect((await send(mock.url, 'GET', '/notes/999999/comments')).status).toBe(404);
  });

  it('take no more than a megabyte', async () => {
    const response = await send(mock.url, 'POST', '/notes', { title: 'x'.repeat(2 ** 20) });
    expect([response.status, await count(mock.url)]).toEqual([413, SIZE]);
    expect(await response.json()).toMatchObject({ message: expect.stringMatching(/^Invalid body/) });
  });

  it('are described with their list', () => {
    expect(mock.contracts[0]?.operations.map(({ kind, method, path }) => `${kind} ${method} ${path}`)).toEqual([
      'create POST /notes',
      'read GET /notes/{note_id}',
      'replace PUT /notes/{note_id}',
      'update PATCH /notes/{note_id}',
      'delete DELETE /notes/{note_id}',
      'move POST /notes/{note_id}/archive',
    ]);
  });
});

describe('forms in parts', () => {
  it('are read where the document has them', async () => {
    const text = readFileSync(NOTES, 'utf8').replace(
      "content: { application/json: { schema: { $ref: '#/components/schemas/NewNote' } } }",
      "content: { multipart/form-data: { schema: { $ref: '#/components/schemas/NewNote' } } }",
    );
    const mock = await createMock({ contract: writeContract(text), size: 3 });
    const post = (body: string | FormData, headers = {}): Promise<Response> =>
      fetch(`${mock.url}/notes`, { method: 'POST', headers: { ...mock.headers, ...headers }, body });
    try {
      const form = new FormData();
      form.set('title', 'Zoë');
      form.set('stars', '4');
      form.set('text', new File(['…'], 'notes.txt'));
      const created = await post(form);
      expect([created.status, await created.json()]).toMatchObject([201, { title: 'Zoë', stars: 4 }]);
      expect((await post('no parts', { 'Content-Type': 'multipart/form-data; boundary=x' })).status).toBe(400);
      expect((await post('{}', { 'Content-Type': 'application/json' })).status).toBe(415);
    } finally {
      await mock.close();
    }
  });
});

describe('paths of servers', () => {
  it('lead to lists, rows and all else, and so do paths without them', async () => {
    const text = readFileSync(NOTES, 'utf8').replace(
      'security:',
      "servers: [{ url: 'https://api.example.com/{stage}/v2', variables: { stage: { default: beta } } }]\nsecurity:",
    );
    const mock = await createMock({ contract: writeContract(text), size: 3 });
    const { headers } = mock;
    try {
      for (const base of [mock.url, `${mock.url}/beta/v2`]) {
        const body = JSON.stringify({ title: 'x' });
        const init = { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body };
        const created = await fetch(`${base}/notes`, init);
        const location = created.headers.get('location') ?? '';
        expect([created.status, location.startsWith(`${base}/notes/`)]).toEqual([201, true]);
        expect((await fetch(location, { headers })).status).toBe(200);
        expect((await fetch(`${base}/notes`, { headers })).status).toBe(200);
      }
      expect((await fetch(`${mock.url}/v2/notes`, { headers })).status).toBe(404);
    } finally {
      await mock.close();
    }
  });
});

describe('lists below a row of another', () => {
  const SHOPS = `
openapi: 3.1.0
info: { title: Shops, version: '1' }
paths:
  /shops:
    get:
      operationId: listShops
      parameters: [{ name: page, in: query, schema: { type: integer, minimum: 1, default: 1 } }]
      responses: { '200': { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Shop' } } } } } }
      x-pagewright: { items: '', identity: id, order: { by: [id] }, page: { style: number, position: { parameter: page } } }
  /shops/{id}:
    get:
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: view, in: query, schema: { type: string, enum: [plain, full] } }
        - { name: depth, in: query, schema: { type: integer, maximum: 3 } }
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Shop' } } } } }
  /shops/{shop}/orders:
    get:
      operationId: listOrders
      parameters:
        - { name: shop, in: path, required: true, schema: { type: string } }
        - { name: page, in: query, schema: { type: integer, minimum: 1, default: 1 } }
      responses:
        '200': { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Shop' } } } } }
        '404': { description: none, content: { application/json: { schema: { type: object, required: [reason], properties: { reason: { type: string } } } } } }
      x-pagewright: { items: '', identity: id, order: { by: [id] }, parent: known, page: { style: number, position: { parameter: page } } }
components:
  schemas:
    Shop: { type: object, required: [id, name], properties: { id: { type: string }, name: { type: string } } }
`;

  it('are there where the row is, and its address names one', async () => {
    await using shops = await createMock({ contract: writeContract(SHOPS) });
    const orders = shops.contracts.find(({ path }) => path.endsWith('/orders'));
    expect((await fetch(orders?.url ?? '')).status).toBe(200);
    const missing = await fetch(`${shops.url}/shops/none/orders`);
    expect([missing.status, Object.keys((await missing.json()) as Json)]).toEqual([404, ['reason']]);
  });

  it('need operations on such rows', async () => {
    const alone = SHOPS.replace('  /shops/{id}:\n', '  /other/{id}:\n');
    await expect(createMock({ contract: writeContract(alone) })).rejects.toThrow(/Invalid parent known/);
  });

  it('hold the query of an operation on a row against its schemas', async () => {
    await using shops = await createMock({ contract: writeContract(SHOPS) });
    const [{ id } = { id: '' }] = (await (await fetch(`${shops.url}/shops`)).json()) as { id: string }[];
    const ask = (query: string): Promise<Response> => fetch(`${shops.url}/shops/${id}?${query}`);
    expect((await ask('view=full&depth=3&other=1')).status).toBe(200);
    const texts = await Promise.all(['view=odd', 'depth=4', 'depth=x'].map(async (query) => (await ask(query)).text()));
    expect(texts[0]).toMatch(/view.*must be one of plain, full/);
    expect(texts[1]).toMatch(/depth.*must be at most 3/);
    expect(texts[2]).toMatch(/depth.*must be integer/);
  });
});
