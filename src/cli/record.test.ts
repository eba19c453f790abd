import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { createMock } from '../server/mock.ts';
import { createTestTerminal, run, type TestTerminal } from './testing/test-terminal.ts';

const PEOPLE = `openapi: 3.1.0
info: { title: People, version: '1' }
paths:
  /people:
    get:
      security: [{ key: [] }]
      parameters:
        - { name: page, in: query, schema: { type: integer } }
        - { name: size, in: query, schema: { type: integer, default: 2, maximum: 50 } }
      responses:
        '200':
          description: A page
          content:
            application/json:
              schema:
                type: object
                properties:
                  people: { type: array, items: { $ref: '#/components/schemas/Person' } }
                  total: { type: integer }
      x-pagewright:
        items: /people
        total: /total
        identity: id
        order: { by: [id] }
        page: { style: number, limit: { parameter: size }, position: { parameter: page } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
  schemas:
    Person:
      type: object
      required: [id, name]
      properties:
        id: { type: string }
        manager_id: { type: [string, 'null'] }
        name: { type: string }
        emails: { type: array, items: { type: string, format: email } }
        phone: { type: string, pattern: '^\\+61 4\\d{2} \\d{3} \\d{3}$' }
        home: { type: object, properties: { street: { type: string }, city: { type: string }, country: { type: string } } }
        tier: { type: string, enum: [gold, silver] }
        note: { type: string }
        site: { type: string }
        api_token: { type: string }
        plan: { type: object, properties: { name: { type: string } } }
        joined: { type: string, format: date }
        points: { type: integer }
`;

const person = (id: string, more: object = {}): Record<string, unknown> => ({
  id,
  manager_id: 'per_aaaaaa1',
  name: 'Ada Lovelace',
  emails: ['ada@analytical.example', 'countess@analytical.example'],
  phone: '+61 412 345 678',
  home: { street: '12 St James Square', city: 'London', country: 'GB' },
  tier: 'gold',
  note: 'Call Charles before noon, or write to charles@babbage.example',
  site: 'https://ada.analytical.example/me?token=abc',
  api_token: 'tok-very-secret-1',
  plan: { name: 'Enterprise' },
  joined: '2026-01-02',
  points: 7,
  ...more,
});

const PERSONAL = /Ada|Lovelace|analytical|babbage|Charles|St James|London|345|very-secret|aaaaaa1|let-me-in/;

const rows = [
  person('per_aaaaaa1', { manager_id: null }),
  person('per_bbbbbb2'),
  person('per_cccccc3', { name: 'Grace' }),
  person('per_dddddd4', { points: 'many' }),
  person('per_eeeeee5'),
];

/** As many numbers of one and two digits as there are. */
const numbered = Array.from({ length: 99 }, (_, index) => ({ id: index + 1, name: 'Ada' }));

describe('pagewright record', () => {
  let url = '';
  const server = createServer((request, response) => {
    const { searchParams: query, pathname } = new URL(request.url ?? '', 'http://localhost');
    const held = pathname === '/numbers' ? numbered : rows;
    if (request.headers['x-key'] !== 'let-me-in') return response.writeHead(401).end('{}');
    const size = Number(query.get('size') ?? 2);
    const start = (Number(query.get('page') ?? 1) - 1) * size;
    response.setHeader('content-type', 'application/json');
    return response.end(JSON.stringify({ people: held.slice(start, start + size), total: held.length }));
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  function openFolder(): TestTerminal {
    const terminal = createTestTerminal({ cwd: mkdtempSync(join(tmpdir(), 'record-')), env: { KEY: 'let-me-in' } });
    writeFileSync(join(terminal.cwd, 'people.yaml'), PEOPLE);
    return terminal;
  }

  const words = (...more: string[]): string[] => [
    'record',
    url,
    '--contract',
    'people.yaml',
    '--header',
    'X-Key: $KEY',
    ...more,
  ];

  it('writes a scenario of what the server has, without what is personal', async () => {
    const terminal = openFolder();
    const { exitCode, output } = await run(words(), terminal);
    expect(exitCode).toBe(0);
    expect(output).toContain('Try it: pagewright serve people.yaml --scenario recorded.yaml\n');
    const text = readFileSync(join(terminal.cwd, 'recorded.yaml'), 'utf8');
    expect(text).not.toMatch(PERSONAL);
    const written = (parse(text) as { rows: { recorded: Record<string, unknown>[] } }).rows.recorded;
    expect(written).toHaveLength(4);
    expect(written[0]).toMatchObject({
      id: expect.stringMatching(/^per_[a-f]{6}\d$/),
      manager_id: null,
      emails: [expect.stringContaining('@example.com'), expect.stringContaining('@example.com')],
      phone: expect.stringMatching(/^\+61 4\d\d \d{3} \d{3}$/),
      home: { country: 'GB' },
      tier: 'gold',
      joined: '2026-01-02',
      points: 7,
    });
    // The same person has the same name and id everywhere, and others have others.
    expect(written[1]?.['manager_id']).toBe(written[0]?.['id']);
    expect(written[1]?.['name']).toBe(written[0]?.['name']);
    expect(written[2]?.['name']).not.toBe(written[0]?.['name']);
    expect(new Set(written.map(({ id }) => id)).size).toBe(4);
    expect(output).toMatch(/^ {2}name +name +2 values$/m);
    expect(output).toMatch(/^ {2}emails\/\* +email +2 values$/m);
    expect(output).toMatch(/^ {2}api_token +secret +1 value$/m);
    expect(output).toContain('1 row: points must be integer');
    expect(output).toContain('home/country');
    expect(output).not.toMatch(PERSONAL);

    const mock = await createMock({
      contract: join(terminal.cwd, 'people.yaml'),
      scenario: join(terminal.cwd, 'recorded.yaml'),
      listen: false,
    });
    const response = await mock.handle(new Request(`${mock.listUrl}?size=50`, { headers: mock.headers }));
    expect(((await response.json()) as { people: object[] }).people).toHaveLength(4);
    await mock.close();
  });

  it('keeps ids and fields, replaces others, and reads no more rows than it is told', async () => {
    const flags = ['--out', '-', '--keep-ids', '--keep', 'plan/name', '--replace', 'home/country', '--rows', '2'];
    const { output, errors } = await run(words(...flags), openFolder());
    const written = (parse(output) as { rows: { recorded: Record<string, unknown>[] } }).rows.recorded;
    expect(written.map(({ id }) => id)).toEqual(['per_aaaaaa1', 'per_bbbbbb2']);
    expect(written[0]).toMatchObject({
      plan: { name: 'Enterprise' },
      home: { country: expect.not.stringMatching(/^GB$/) },
    });
    expect(errors).toContain('2 rows of people by 1 request; the list goes on');
  });

  it('gives each row an id of its own, however few there are of its length', async () => {
    const terminal = openFolder();
    const text = PEOPLE.replace('/people:', '/numbers:').replace('id: { type: string }', 'id: { type: integer }');
    writeFileSync(join(terminal.cwd, 'numbers.yaml'), text);
    const numbers = words('--out', '-').map((word) => word.replace('people.yaml', 'numbers.yaml'));
    const { output } = await run(numbers, terminal);
    const written = (parse(output) as { rows: { recorded: Record<string, unknown>[] } }).rows.recorded;
    expect(new Set(written.map(({ id }) => id)).size).toBe(99);
  });

  it('says of which list of a file the rows are', async () => {
    const terminal = openFolder();
    const second = PEOPLE.slice(PEOPLE.indexOf('  /people:'), PEOPLE.indexOf('components:')).replace(
      '/people:',
      '/others:',
    );
    writeFileSync(join(terminal.cwd, 'people.yaml'), PEOPLE.replace('components:', `${second}components:`));
    const { output } = await run(words('--operation', '/people'), terminal);
    expect(output).toContain('Try it: pagewright serve people.yaml --scenario people./people=recorded.yaml\n');
  });

  it('records all lists of a file, each into a scenario of its own', async () => {
    const terminal = openFolder();
    const list = PEOPLE.slice(PEOPLE.indexOf('  /people:'), PEOPLE.indexOf('components:'));
    const others = ['/others', '/teams/{team}/people'].map((path) => list.replace('/people:', `${path}:`)).join('');
    writeFileSync(join(terminal.cwd, 'people.yaml'), PEOPLE.replace('components:', `${others}components:`));
    const { exitCode, output } = await run(words(), terminal);
    expect(exitCode).toBe(0);
    expect(output).toContain('people./people by');
    expect(output).toContain('people./others by');
    expect(output).toContain('people./teams/{team}/people: not recorded: pass --path-param team=…');
    expect(output).toContain(
      'Try them: pagewright serve people.yaml --scenario people./people=recorded/people.-people.yaml --scenario people./others=recorded/people.-others.yaml\n',
    );
    expect(readFileSync(join(terminal.cwd, 'recorded/people.-people.yaml'), 'utf8')).toContain('rows:');
    expect(await run(words('--out', '-'), terminal)).toMatchObject({
      exitCode: 2,
      errors: expect.stringContaining('the file describes several lists'),
    });
  });

  it('replaces no file unless told to', async () => {
    const terminal = openFolder();
    writeFileSync(join(terminal.cwd, 'recorded.yaml'), 'mine');
    const { exitCode, errors } = await run(words(), terminal);
    expect({ exitCode, errors }).toEqual({
      exitCode: 2,
      errors: expect.stringContaining('exists already: pass --force'),
    });
  });

  it('says why there is nothing to record', async () => {
    const { exitCode, errors } = await run(['record', url, '--contract', 'people.yaml'], openFolder());
    expect({ exitCode, errors }).toEqual({ exitCode: 3, errors: expect.stringContaining('responds with 401') });
  });
});
