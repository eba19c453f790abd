import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../../contract/contract.ts';
import { loadContracts } from '../../contract/load-contracts.ts';
import { loadScenario } from '../../dataset/scenarios/load-scenario.ts';
import { fc } from '../../testing/properties.ts';
import { runs } from '../../testing/runs.ts';
import { writeContract } from '../../testing/write-contract.ts';
import { createListMock, type ListMock } from '../list.ts';
import type { MockResponse } from '../message.ts';
import { createMockState } from '../state.ts';
import { createRequest } from '../testing/create-request.ts';
import { headerOf, readBody } from '../testing/read-body.ts';
import { createItemOperations, type ItemOperations } from './operations.ts';

const NOTES = fileURLToPath(new URL('../testing/notes.yaml', import.meta.url));
const NOW = Date.UTC(2026, 4, 5, 9, 30);
const ALPHA = { authorization: 'Bearer alpha-token' };
const BETA = { authorization: 'Bearer beta-token' };

/** A client of the list and of the operations on its rows. */
interface Client {
  readonly mock: ListMock;
  readonly operations: ItemOperations;
  setTime(now: number): void;
  send(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): MockResponse;
  list(query?: string): readonly Record<string, unknown>[];
}

const known = new Map<string, Contract>();

function open(file: string = NOTES, credentials: Readonly<Record<string, string>> = ALPHA): Client {
  const contract = known.get(file) ?? loadContracts(file)[0];
  if (contract === undefined) throw new Error(`no contract in ${file}`);
  known.set(file, contract);
  let now = NOW;
  const scenario = loadScenario({ contract, now, size: 20 });
  const mock = createListMock({ state: createMockState({ contract, scenario, now: () => now }), key: 'k', seed: '1' });
  const operations = createItemOperations({ state: mock.state, fresh: mock.nextFreshValue });
  const send: Client['send'] = (method, path, body, headers = {}) => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const request = {
      ...createRequest(path, { method, headers: { 'content-type': 'application/json', ...credentials, ...headers } }),
      body: text as string | undefined,
    };
    const operation = contract.operations.find((one) => {
      const shape = new RegExp(`^${one.path.replace(/\{[^}]+\}/g, '[^/]+')}$`);
      return one.method === method && shape.test(request.path);
    });
    const response = operation === undefined ? mock.handle(request) : operations.handle(operation, request);
    if (response === undefined) throw new Error(`${method} ${path} was not answered`);
    return response;
  };
  const list: Client['list'] = (query = '') => {
    const page = readBody(send('GET', contract.path + query)) as Record<string, unknown>;
    return (page['notes'] ?? page['data'] ?? page['items']) as readonly Record<string, unknown>[];
  };
  return {
    mock,
    operations,
    setTime: (time) => {
      now = time;
    },
    send,
    list,
  };
}

const readJson = (response: MockResponse): Record<string, unknown> => readBody(response) as Record<string, unknown>;

describe('creation', () => {
  it('adds a row that the list shows at its place, under every order and filter', () => {
    const { send, list } = open();
    const before = list();
    const created = send('POST', '/notes', { title: 'aaa first', stars: 5 });
    const note = readJson(created);
    expect([created.status, headerOf(created, 'location')]).toEqual([
      201,
      `http://mock.test/notes/${String(note['id'])}`,
    ]);
    expect(list()[0]).toEqual(note);
    expect(list()).toHaveLength(before.length + 1);
    expect(list('?order=title').findIndex(({ id }) => id === note['id'])).toBe(0);
    expect(
      list('?order=-stars')
        .filter(({ stars }) => stars === 5)
        .map(({ id }) => id),
    ).toContain(note['id']);
    expect(list('?state=draft').map(({ id }) => id)).toContain(note['id']);
    expect(list('?state=archived').map(({ id }) => id)).not.toContain(note['id']);
    expect(readJson(send('GET', `/notes/${String(note['id'])}`))).toMatchObject(note);
  });

  it('fills in what only the server knows: number, times by the clock, defaults, the state that rows begin in', () => {
    const { send, list } = open();
    const numbers = list().map(({ id }) => Number(id));
    const note = readJson(send('POST', '/notes', { title: 'x' }));
    expect(note).toEqual({
      id: expect.any(Number),
      title: 'x',
      stars: 3,
      state: 'draft',
      author: null,
      created_at: '2026-05-05T09:30:00Z',
      updated_at: '2026-05-05T09:30:00Z',
    });
    expect(numbers).not.toContain(note['id']);
  });

  it('keeps what is only sent to itself, and shows elsewhere what the list does not show', () => {
    const { send, list } = open();
    const note = readJson(send('POST', '/notes', { title: 'x', text: 'long', password: 'hush' }));
    const all = JSON.stringify([note, list(), readJson(send('GET', `/notes/${String(note['id'])}`))]);
    expect(all).not.toContain('hush');
    expect(readJson(send('GET', `/notes/${String(note['id'])}`))['text']).toBe('long');
    expect(list()[0]).not.toHaveProperty('text');
  });

  it('ignores what is read-only, and members that nobody knows', () => {
    const note = readJson(open().send('POST', '/notes', { title: 'x', colour: 'red', labels: { a: 'b' } }));
    expect(note).toMatchObject({ labels: { a: 'b' } });
    expect(note).not.toHaveProperty('colour');
  });

  it.each([
    ['a wrong type', { title: 5 }, ['body', 'title'], 'type'],
    ['a missing member', { stars: 1 }, ['body', 'title'], 'required'],
    ['a value out of bounds', { title: 'x', stars: 9 }, ['body', 'stars'], 'maximum'],
    ['a wrong value deeper down', { title: 'x', labels: { a: 1 } }, ['body', 'labels', 'a'], 'type'],
  ])('answers %s in the shape of the document’s own response', (_what, body, loc, type) => {
    const { send, list } = open();
    const before = list();
    const response = send('POST', '/notes', body);
    expect([response.status, readBody(response)]).toEqual([422, { detail: [{ loc, msg: expect.any(String), type }] }]);
    expect(list()).toEqual(before);
  });

  it.each([
    ['no JSON', '{"title":', {}, 422],
    ['no object', '[1]', {}, 422],
    ['nothing', '', {}, 422],
    ['depth without end', '['.repeat(200_000), {}, 422],
    ['depth within what may be anything', `{"title":"x","labels":${'{"a":'.repeat(5000)}1${'}'.repeat(5001)}`, {}, 422],
    ['another media type', 'title=x', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a patch', '[]', { 'content-type': 'application/json-patch+json' }, 415],
  ])('rejects a body that is %s', (_what, body, headers, status) => {
    const { send, list } = open();
    const before = list();
    expect(send('POST', '/notes', body, headers).status).toBe(status);
    expect(list()).toEqual(before);
  });

  it('takes keys that mean something to JavaScript for keys', () => {
    const { send, list } = open();
    const body = '{"title":"x","title":"y","__proto__":{"stars":5},"labels":{"__proto__":"p","constructor":"c"}}';
    const note = readJson(send('POST', '/notes', body));
    expect([note['title'], note['stars']]).toEqual(['y', 3]);
    expect(Object.getOwnPropertyNames(note['labels'])).toEqual(['__proto__', 'constructor']);
    expect(list()[0]).toEqual(note);
    expect(({} as Record<string, unknown>)['stars']).toBeUndefined();
  });

  it('whatever is sent, answers with a status of the client, and lists only rows that the schema allows', () => {
    const client = open();
    const before = client.list().length;
    let created = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.record({ title: fc.string(), stars: fc.integer() }).map((one) => JSON.stringify(one)),
        ),
        (body) => {
          const { status } = client.send('POST', '/notes', body);
          if (status === 201) created += 1;
          expect([201, 415, 422]).toContain(status);
        },
      ),
      { numRuns: runs(300) },
    );
    expect(client.list('?size=500')).toHaveLength(Math.min(500, before + created));
  });
});

describe('one row', () => {
  it('is read, and a row that there is not is answered as the document says', () => {
    const { send, list } = open();
    const [note] = list();
    expect(readJson(send('GET', `/notes/${String(note?.['id'])}`))).toEqual({ ...note, text: expect.any(String) });
    const missing = send('GET', '/notes/999999');
    expect([missing.status, readBody(missing)]).toEqual([404, { detail: expect.stringMatching(/999999/) }]);
    expect(send('GET', '/notes/no-number').status).toBe(404);
    expect(send('GET', '/notes/__proto__').status).toBe(404);
  });

  it('is the same each time, what the list does not show included', () => {
    const { send, list } = open();
    const path = `/notes/${String(list()[3]?.['id'])}`;
    expect(readBody(send('GET', path))).toEqual(readBody(send('GET', path)));
    expect(readBody(open().send('GET', path))).toEqual(readBody(send('GET', path)));
  });

  it('is changed by a patch, which leaves alone what it does not name', () => {
    const { send, list, setTime } = open();
    const note = readJson(
      send('POST', '/notes', { title: 'x', author: 'me', text: 'long', labels: { a: '1', b: '2' } }),
    );
    const path = `/notes/${String(note['id'])}`;
    setTime(NOW + 60_000);
    const changed = readJson(send('PATCH', path, { stars: 1, labels: { b: null, c: '3' } }));
    expect(changed).toEqual({ ...note, stars: 1, labels: { a: '1', c: '3' }, updated_at: '2026-05-05T09:31:00Z' });
    expect(list().find(({ id }) => id === note['id'])).toEqual(changed);
    expect(readJson(send('GET', path))['text']).toBe('long');
  });

  it('loses by null what it need not have; what it must have and may be null is null', () => {
    const { send } = open();
    const path = `/notes/${String(readJson(send('POST', '/notes', { title: 'x', author: 'me' }))['id'])}`;
    const merge = { 'content-type': 'application/merge-patch+json' };
    expect(readJson(send('PATCH', path, { author: null, stars: null }, merge))).toMatchObject({ author: null });
    expect(readJson(send('GET', path))).not.toHaveProperty('stars');
    expect(send('PATCH', path, { title: null }, merge).status).toBe(422);
  });

  it.each([
    ['PATCH', { stars: 9 }, {}, 422],
    ['PATCH', { title: '' }, {}, 422],
    ['PATCH', '[]', { 'content-type': 'application/json-patch+json' }, 415],
    ['PUT', { stars: 1 }, {}, 422],
    ['PATCH', { id: 4, stars: 1 }, {}, 200],
  ])('%s of %j is answered with its own status', (method, body, headers, status) => {
    const { send, list } = open();
    expect(send(method, `/notes/${String(list()[0]?.['id'])}`, body, headers).status).toBe(status);
  });

  it('is replaced: what is not sent is gone or its default, what only the server sets stays', () => {
    const { send, list, setTime } = open();
    const note = readJson(send('POST', '/notes', { title: 'x', stars: 5, author: 'me', labels: { a: '1' } }));
    setTime(NOW + 60_000);
    const replaced = send('PUT', `/notes/${String(note['id'])}`, { title: 'z' });
    const { labels: _gone, ...rest } = note;
    const expected = { ...rest, title: 'z', stars: 3, author: null, updated_at: '2026-05-05T09:31:00Z' };
    expect([replaced.status, readBody(replaced)]).toEqual([200, expected]);
    expect(list().find(({ id }) => id === note['id'])).toEqual(expected);
  });

  it('is created by a replacement where the document has 201 for it', () => {
    const { send, list } = open();
    const created = send('PUT', '/notes/4711', { title: 'z' });
    expect([created.status, readJson(created)['id']]).toEqual([201, 4711]);
    expect(list().map(({ id }) => id)).toContain(4711);
  });

  it('is deleted once', () => {
    const { send, list } = open();
    const before = list();
    const path = `/notes/${String(before[2]?.['id'])}`;
    const deleted = send('DELETE', path);
    expect([deleted.status, deleted.body, deleted.headers]).toEqual([204, '', []]);
    expect(list()).toEqual(before.filter((note) => note !== before[2]));
    expect([send('DELETE', path).status, send('GET', path).status, send('PATCH', path, { stars: 1 }).status]).toEqual([
      404, 404, 404,
    ]);
  });

  it('leaves its number to no other', () => {
    const { send } = open();
    const create = (): string => String(readJson(send('POST', '/notes', { title: 'x' }))['id']);
    const first = create();
    send('DELETE', `/notes/${first}`);
    expect(create()).not.toBe(first);
  });

  it('is moved through its lifecycle, as far as that allows it', () => {
    const { send, list } = open();
    const id = String(readJson(send('POST', '/notes', { title: 'x' }))['id']);
    const archived = send('POST', `/notes/${id}/archive`);
    expect([archived.status, readBody(archived)]).toEqual([
      200,
      expect.objectContaining({ state: 'archived', archived_at: '2026-05-05T09:30:00Z' }),
    ]);
    expect(list('?state=archived').map((note) => String(note['id']))).toContain(id);
    const again = send('POST', `/notes/${id}/archive`);
    expect([again.status, readBody(again)]).toEqual([409, { detail: expect.stringMatching(/archive requires state/) }]);
  });
});

describe('any sequence of operations', () => {
  type Step = readonly [
    method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    pick: number,
    title: string,
    stars: number | undefined,
  ];
  type Note = { id: number; title: string; stars?: number; state: string; created_at: string };
  const step = fc.tuple(
    fc.constantFrom('POST' as const, 'PATCH' as const, 'PUT' as const, 'DELETE' as const),
    fc.nat(40),
    fc.string({ minLength: 1, maxLength: 5 }),
    fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
  );

  /** What a naive server would do. */
  function apply(notes: Note[], [method, pick, title, stars]: Step, response: Note | undefined): void {
    const at = pick % Math.max(1, notes.length);
    const note = notes[at];
    if (method === 'POST') notes.push(response as Note);
    else if (method === 'DELETE') notes.splice(at, 1);
    else if (note !== undefined)
      Object.assign(note, { title, ...((stars !== undefined || method === 'PUT') && { stars: stars ?? 3 }) });
  }

  /** Sends a step to the mock, and does the same to the notes. */
  function take({ send }: Client, notes: Note[], step: Step): void {
    const [method, pick, title, stars] = step;
    const id = notes[pick % Math.max(1, notes.length)]?.id;
    const body = method === 'DELETE' ? undefined : { title, ...(stars !== undefined && { stars }) };
    const response = send(method, method === 'POST' ? '/notes' : `/notes/${String(id)}`, body);
    const isMissing = id === undefined && method !== 'POST';
    expect(response.status).toBe(isMissing ? 404 : { POST: 201, DELETE: 204, PATCH: 200, PUT: 200 }[method]);
    if (!isMissing) apply(notes, step, method === 'DELETE' ? undefined : (readBody(response) as Note));
  }

  it('leaves the rows that a naive server would have, in every order and under every filter', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const client = open();
        const notes = client.list().map((note) => ({ ...note }) as unknown as Note);
        for (const one of steps) take(client, notes, one);
        const ids = (query: string): readonly unknown[] => client.list(query).map((note) => note['id']);
        const sortBy = (key: (note: Note) => number): readonly Note[] =>
          [...notes].sort((a, b) => key(a) - key(b) || a.id - b.id);
        const newest = sortBy((note) => -Date.parse(note.created_at));
        expect(ids('?order=stars')).toEqual(sortBy((note) => note.stars ?? 9).map(({ id }) => id));
        expect(ids('')).toEqual(newest.map(({ id }) => id));
        expect(ids('?state=draft')).toEqual(newest.filter(({ state }) => state === 'draft').map(({ id }) => id));
        const titles = notes.map(({ id }) => readJson(client.send('GET', `/notes/${id}`))['title']);
        expect(titles).toEqual(notes.map(({ title }) => title));
      }),
      { numRuns: runs(100) },
    );
  });
});

describe('patches of steps', () => {
  const NOTE =
    '{ type: object, required: [id, title], properties: { id: { type: string, readOnly: true }, title: { type: string }, tags: { type: array, items: { type: string } }, owner: { type: object, properties: { name: { type: string } } }, secret: { type: string, readOnly: true } } }';
  const file = writeContract(`openapi: 3.1.0
info: { title: Notes, version: '1' }
paths:
  /notes:
    get:
      parameters: [{ name: limit, in: query, schema: { type: integer, default: 50 } }, { name: skip, in: query, schema: { type: integer } }]
      responses: { '200': { description: ok, content: { application/json: { schema: { type: object, required: [items], properties: { items: { type: array, items: ${NOTE} } } } } } } }
      x-pagewright: { items: /items, identity: id, order: { by: [id] }, page: { style: offset, limit: { parameter: limit, maximum: 50 }, position: { parameter: skip } } }
  /notes/{id}:
    patch:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      requestBody: { content: { application/json-patch+json: { schema: { type: array, items: { type: object } } } } }
      responses: { '200': { description: ok, content: { application/json: { schema: ${NOTE} } } } }
`);
  const steps = { 'content-type': 'application/json-patch+json' };

  it('are carried out one after another, all or none', () => {
    const { send, list } = open(file, {});
    const path = `/notes/${String(list()[0]?.['id'])}`;
    const patch = [
      { op: 'replace', path: '/title', value: 'x' },
      { op: 'add', path: '/tags', value: ['a'] },
      { op: 'add', path: '/tags/-', value: 'b' },
      { op: 'test', path: '/tags/1', value: 'b' },
      { op: 'add', path: '/owner', value: { name: 'me' } },
      { op: 'remove', path: '/owner/name' },
    ];
    const changed = send('PATCH', path, patch, steps);
    expect([changed.status, readBody(changed)]).toMatchObject([200, { title: 'x', tags: ['a', 'b'], owner: {} }]);
    const refused = send('PATCH', path, [...patch, { op: 'test', path: '/title', value: 'y' }], steps);
    expect([refused.status, list()[0]]).toEqual([409, readBody(changed)]);
  });

  it.each<[what: string, patch: unknown, status: number]>([
    ['no list', {}, 400],
    ['a step that is none', [1], 400],
    ['an unknown step', [{ op: 'shake', path: '/title' }], 400],
    ['a path to nothing', [{ op: 'remove', path: '/nothing' }], 400],
    ['a wrong value', [{ op: 'replace', path: '/title', value: 5 }], 400],
    ['the end of a member that has to be', [{ op: 'remove', path: '/title' }], 400],
    ['the end of all', [{ op: 'replace', path: '', value: null }], 400],
    [
      'growth without end',
      Array.from({ length: 40 }, (_, index) => ({ op: 'copy', from: '', path: `/tags${index}` })),
      400,
    ],
    ['a way to the prototype', [{ op: 'add', path: '/__proto__/polluted', value: true }], 400],
    ['a change of what is read-only', [{ op: 'add', path: '/secret', value: 'mine' }], 200],
  ])('with %s', (_what, patch, status) => {
    const { send, list } = open(file, {});
    const before = list();
    const path = `/notes/${String(before[0]?.['id'])}`;
    expect(send('PATCH', path, patch, steps).status).toBe(status);
    expect(list()).toEqual(before);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('access', () => {
  it('is that of the list: without a credential 401, and the rows of another tenant are not there', () => {
    const own = open();
    const { send, mock } = own;
    const id = String(own.list()[0]?.['id']);
    const withoutCredential = { authorization: '' };
    expect(send('DELETE', `/notes/${id}`, undefined, withoutCredential).status).toBe(401);
    expect(send('POST', '/notes', { title: 'x' }, { authorization: 'Bearer nobody' }).status).toBe(401);
    const created = readJson(send('POST', '/notes', { title: 'theirs' }, BETA));
    expect(mock.state.table('beta')?.find(String(created['id']))).toBeDefined();
    expect(own.list().map(({ title }) => title)).not.toContain('theirs');
  });

  it('is nobody’s where the document asks for nothing, and then that of whoever shows a credential', () => {
    const text = readFileSync(NOTES, 'utf8').replace(
      'operationId: createNote',
      'operationId: createNote\n      security: []',
    );
    const { send, mock } = open(writeContract(text));
    const create = (headers: Readonly<Record<string, string>>): string =>
      String(readJson(send('POST', '/notes', { title: 'x' }, headers))['id']);
    expect(mock.state.table('beta')?.find(create(BETA))).toBeDefined();
    expect(mock.state.table('alpha')?.find(create({ authorization: '' }))).toBeDefined();
  });

  it('of what stands below a row needs the row', () => {
    const { mock, operations, list } = open();
    const [read] = mock.contract.operations.filter(({ kind }) => kind === 'read');
    if (read === undefined) throw new Error('nothing reads a row');
    const ask = (id: string): MockResponse | undefined => {
      return operations.findMissing(read, createRequest(`/notes/${id}/comments`, { headers: ALPHA }), `/notes/${id}`);
    };
    expect(ask(String(list()[0]?.['id']))).toBeUndefined();
    expect(ask('999999')?.status).toBe(404);
  });
});

describe('other shapes', () => {
  const shape = (schemas: string, paths: string): string => `openapi: 3.0.3
info: { title: Shapes, version: '1' }
paths:
${paths}
components:
  schemas:
${schemas}
`;
  const BLOCK = `identity: id, order: { by: [id] }, page: { style: offset, limit: { parameter: limit, maximum: 500 }, position: { parameter: skip } }`;
  const PARAMETERS = `parameters: [{ name: limit, in: query, schema: { type: integer, default: 500 } }, { name: skip, in: query, schema: { type: integer } }]`;

  it('finds the item within the envelopes of requests and responses', () => {
    const item = `{ type: object, required: [id, type, attributes], properties: { id: { type: string }, type: { type: string, enum: [thing] }, attributes: { type: object, required: [name, created_at], properties: { name: { type: string }, note: { type: string }, created_at: { type: string, format: date-time, readOnly: true } } } } }`;
    const file = writeContract(
      shape(
        `    Thing: ${item}
    NewThing: { type: object, required: [data], properties: { data: { type: object, required: [type, attributes], properties: { type: { type: string }, attributes: { type: object, required: [name], properties: { name: { type: string }, note: { type: string } } } } } } }
    One: { type: object, required: [data, jsonapi], properties: { data: { $ref: '#/components/schemas/Thing' }, jsonapi: { type: object, required: [version], properties: { version: { type: string, enum: ['1.1'] } } } } }`,
        `  /things:
    get:
      ${PARAMETERS}
      responses: { '200': { description: ok, content: { application/vnd.api+json: { schema: { type: object, required: [data], properties: { data: { type: array, items: { $ref: '#/components/schemas/Thing' } } } } } } } }
      x-pagewright: { items: /data, ${BLOCK} }
    post:
      requestBody: { content: { application/vnd.api+json: { schema: { $ref: '#/components/schemas/NewThing' } } } }
      responses: { '201': { description: ok, content: { application/vnd.api+json: { schema: { $ref: '#/components/schemas/One' } } } } }
  /things/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    patch:
      requestBody: { content: { application/vnd.api+json: { schema: { $ref: '#/components/schemas/NewThing' } } } }
      responses: { '200': { description: ok, content: { application/vnd.api+json: { schema: { $ref: '#/components/schemas/One' } } } } }
    get:
      responses: { '200': { description: ok, content: { application/vnd.api+json: { schema: { $ref: '#/components/schemas/One' } } } } }`,
      ),
    );
    const { send, list } = open(file, {});
    const type = { 'content-type': 'application/vnd.api+json' };
    const created = send('POST', '/things', { data: { type: 'thing', attributes: { name: 'n' } } }, type);
    const { data, jsonapi } = readJson(created) as { data: { id: string }; jsonapi: unknown };
    expect([created.status, jsonapi]).toEqual([201, { version: '1.1' }]);
    expect(data).toEqual({
      id: expect.any(String),
      type: 'thing',
      attributes: { name: 'n', created_at: '2026-05-05T09:30:00Z' },
    });
    const patch = { data: { type: 'thing', id: data.id, attributes: { name: 'n', note: 'm' } } };
    expect(readJson(send('PATCH', `/things/${data.id}`, patch, type))['data']).toEqual({
      ...data,
      attributes: { name: 'n', note: 'm', created_at: '2026-05-05T09:30:00Z' },
    });
    expect(list().find(({ id }) => id === data.id)).toMatchObject({ attributes: { note: 'm' } });
  });

  it('reads forms, changes by POST, and says of what is deleted that it is', () => {
    const file = writeContract(
      shape(
        `    Thing: { type: object, required: [id, object, created], properties: { id: { type: string }, object: { type: string, enum: [thing] }, name: { type: string, nullable: true }, amount: { type: integer }, live: { type: boolean }, metadata: { type: object, additionalProperties: { type: string } }, created: { type: integer, format: unix-time } } }
    NewThing: { type: object, properties: { name: { type: string }, amount: { type: integer, minimum: 1 }, live: { type: boolean }, metadata: { type: object, additionalProperties: { type: string } } } }`,
        `  /v1/things:
    get:
      ${PARAMETERS}
      responses: { '200': { description: ok, content: { application/json: { schema: { type: object, required: [data], properties: { data: { type: array, items: { $ref: '#/components/schemas/Thing' } } } } } } } }
      x-pagewright: { items: /data, ${BLOCK} }
    post:
      requestBody: { content: { application/x-www-form-urlencoded: { schema: { $ref: '#/components/schemas/NewThing' } } } }
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }, default: { description: no, content: { application/json: { schema: { type: object, required: [error], properties: { error: { type: object, required: [message], properties: { message: { type: string }, type: { type: string } } } } } } } } }
  /v1/things/{thing}:
    parameters: [{ name: thing, in: path, required: true, schema: { type: string } }]
    post:
      requestBody: { content: { application/x-www-form-urlencoded: { schema: { $ref: '#/components/schemas/NewThing' } } } }
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } } }
    delete:
      responses: { '200': { description: ok, content: { application/json: { schema: { type: object, required: [id, object, deleted], properties: { id: { type: string }, object: { type: string, enum: [thing] }, deleted: { type: boolean, enum: [true] } } } } } } }`,
      ),
    );
    const { send, list } = open(file, {});
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const created = send('POST', '/v1/things', 'name=a+b&amount=5&live=true&metadata[k]=v&metadata[w]=7', form);
    const thing = readJson(created);
    expect([created.status, thing]).toEqual([
      200,
      {
        id: expect.any(String),
        object: 'thing',
        name: 'a b',
        amount: 5,
        live: true,
        metadata: { k: 'v', w: '7' },
        created: NOW / 1000,
      },
    ]);
    const path = `/v1/things/${String(thing['id'])}`;
    expect(readJson(send('POST', path, 'metadata[k]=x', form))).toEqual({ ...thing, metadata: { k: 'x', w: '7' } });
    const wrong = send('POST', '/v1/things', 'amount=0', form);
    expect([wrong.status, readJson(wrong)]).toMatchObject([
      400,
      { error: { message: expect.stringMatching(/amount/) } },
    ]);
    const deleted = send('DELETE', path);
    expect([deleted.status, readBody(deleted)]).toEqual([200, { id: thing['id'], object: 'thing', deleted: true }]);
    expect(list().map(({ id }) => id)).not.toContain(thing['id']);
  });

  it('finds rows by the field that the path names, where that is not the identity', () => {
    const pod =
      '{ type: object, required: [metadata], properties: { kind: { type: string, enum: [Pod] }, metadata: { type: object, required: [uid, name], properties: { uid: { type: string, format: uuid, readOnly: true }, name: { type: string }, labels: { type: object, additionalProperties: { type: string } }, creationTimestamp: { type: string, format: date-time, readOnly: true } } } } }';
    const one = `responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Pod' } } } }, '409': { description: taken } }`;
    const body = `requestBody: { content: { '*/*': { schema: { $ref: '#/components/schemas/Pod' } } } }`;
    const file = writeContract(
      shape(
        `    Pod: ${pod}`,
        `  /pods:
    get:
      ${PARAMETERS}
      responses: { '200': { description: ok, content: { application/json: { schema: { type: object, required: [items], properties: { items: { type: array, items: { $ref: '#/components/schemas/Pod' } } } } } } } }
      x-pagewright: { items: /items, ${BLOCK.replace('identity: id', 'identity: metadata/uid').replace('[id]', '[metadata/uid]')} }
    post: { ${body}, ${one} }
  /pods/{name}:
    parameters: [{ name: name, in: path, required: true, schema: { type: string } }]
    get: { ${one} }
    put: { ${body}, ${one} }
    delete: { ${one} }`,
      ),
    );
    const { send, list } = open(file, {});
    const created = send('POST', '/pods', { metadata: { name: 'web', labels: { a: 'b' } } });
    const { metadata } = readJson(created) as { metadata: Record<string, unknown> };
    expect(metadata).toEqual({
      uid: expect.any(String),
      name: 'web',
      labels: { a: 'b' },
      creationTimestamp: '2026-05-05T09:30:00Z',
    });
    expect(send('POST', '/pods', { metadata: { name: 'web' } }).status).toBe(409);
    expect(readJson(send('GET', '/pods/web'))).toEqual(readJson(created));
    expect(readJson(send('PUT', '/pods/web', { metadata: { name: 'web' } }))['metadata']).toMatchObject({
      uid: metadata['uid'],
    });
    expect(send('PUT', '/pods/web', { metadata: { name: 'other' } }).status).toBe(400);
    expect([send('DELETE', '/pods/web').status, send('GET', '/pods/web').status]).toEqual([200, 404]);
    expect(list().some((row) => (row['metadata'] as Record<string, unknown>)['name'] === 'web')).toBe(false);
  });

  it('rejects what another row is found by', () => {
    const user =
      '{ type: object, required: [id, username], properties: { id: { type: integer, readOnly: true }, username: { type: string }, bio: { type: string } } }';
    const one = `responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } } }`;
    const body = `requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } }`;
    const file = writeContract(
      shape(
        `    User: ${user}`,
        `  /users:
    get:
      ${PARAMETERS}
      responses: { '200': { description: ok, content: { application/json: { schema: { type: object, required: [items], properties: { items: { type: array, items: { $ref: '#/components/schemas/User' } } } } } } } }
      x-pagewright: { items: /items, ${BLOCK} }
    post: { ${body}, ${one} }
  /users/{username}:
    parameters: [{ name: username, in: path, required: true, schema: { type: string } }]
    get: { ${one} }
    patch: { ${body}, ${one} }`,
      ),
    );
    const { send } = open(file, {});
    const statuses = ['zoe', 'adam', 'zoe'].map((username) => send('POST', '/users', { username }).status);
    expect(statuses).toEqual([200, 200, 409]);
    expect(readJson(send('PATCH', '/users/zoe', { bio: 'x' }))).toMatchObject({ username: 'zoe', bio: 'x' });
    expect(send('PATCH', '/users/zoe', { username: 'adam' }).status).toBe(409);
    expect(readJson(send('PATCH', '/users/zoe', { username: 'zoey' }))).toMatchObject({ username: 'zoey', bio: 'x' });
    expect([send('GET', '/users/zoey').status, send('GET', '/users/zoe').status]).toEqual([200, 404]);
  });

  it('with one schema for requests and responses, what only a server knows need not be sent', () => {
    const schemas = `    Thing: { type: object, required: [id, created, name], properties: { id: { type: string, format: uuid }, name: { type: string }, created: { type: string, format: date-time } } }`;
    const { send } = open(
      writeContract(
        shape(
          schemas,
          `  /things:
    get:
      ${PARAMETERS}
      responses: { '200': { description: ok, content: { application/json: { schema: { type: object, required: [items], properties: { items: { type: array, items: { $ref: '#/components/schemas/Thing' } } } } } } } }
      x-pagewright: { items: /items, ${BLOCK} }
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
      responses: { '201': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }, '409': { description: taken } }`,
        ),
      ),
      {},
    );
    const created = send('POST', '/things', { name: 'n' });
    expect([created.status, readJson(created)]).toMatchObject([201, { name: 'n', created: '2026-05-05T09:30:00Z' }]);
    expect(send('POST', '/things', {}).status).toBe(400);
    const own = { id: '00000000-0000-4000-8000-000000000abc', created: '2020-01-01T00:00:00Z', name: 'm' };
    expect(readBody(send('POST', '/things', own))).toEqual(own);
    expect([send('POST', '/things', own).status, send('POST', '/things', own).body]).toEqual([409, '']);
  });
});
