import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PagewrightError } from '../error.ts';
import { loadContracts } from '../load-contracts.ts';

const list = (operationId: string): string => `
    get:
      ${operationId}
      parameters: [{ name: page, in: query, schema: { type: integer } }]
      responses:
        '200':
          description: A page
          content:
            application/json:
              schema: { properties: { rows: { type: array, items: { $ref: '#/components/schemas/Row' } }, total: { type: integer } } }`;

const DOCUMENT = `openapi: 3.1.0
info: { title: Rows, version: '1' }
paths:
  /a:${list('operationId: listA')}
  /b:${list('summary: No id')}
components:
  schemas:
    Row: { type: object, required: [id], properties: { id: { type: string }, state: { type: string } } }
`;

const DEFAULTS = `defaults:
  items: /rows
  total: /total
  identity: id
  order: { by: [id] }
  page: { style: number, position: { parameter: page }, limit: { fixed: 10 } }
`;

function write(blocks: string, name = 'rows.pagewright.yaml'): { readonly file: string; readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'blocks-'));
  writeFileSync(join(folder, 'rows.yaml'), DOCUMENT);
  writeFileSync(join(folder, name), blocks);
  return { file: join(folder, 'rows.yaml'), folder };
}

function problemsOf(file: string): readonly string[] {
  try {
    loadContracts(file);
  } catch (error) {
    if (!(error instanceof PagewrightError)) throw error;
    return error.problems.map(({ file: at, line, message }) => `${at.split('/').at(-1)}:${line} ${message}`);
  }
  return [];
}

describe('blocks beside a document', () => {
  it('are found by operationId, or by method and path, and share their defaults', () => {
    const { file } = write(
      `${DEFAULTS}lists:\n  listA: { page: { limit: { fixed: 5 } } }\n  GET /b: { total: null }\n`,
    );
    const [a, b] = loadContracts(file);
    expect([a?.id, a?.path, a?.page.limit.default, a?.envelope.roles.has('total')]).toEqual([
      'rows.listA',
      '/a',
      5,
      true,
    ]);
    expect([b?.path, b?.page.limit.default, b?.envelope.roles.has('total')]).toEqual(['/b', 10, false]);
  });

  it('are loaded by their own name too, with the document that they extend or stand beside', () => {
    const { folder } = write(`${DEFAULTS}lists: { listA: }\n`);
    expect(loadContracts(join(folder, 'rows.pagewright.yaml')).map(({ id }) => id)).toEqual(['rows']);
    const other = write(`extends: ./rows.yaml\n${DEFAULTS}lists: { listA: }\n`, 'mine.pagewright.yaml');
    expect(loadContracts(join(other.folder, 'mine.pagewright.yaml')).map(({ path }) => path)).toEqual(['/a']);
    expect(loadContracts(other.file, { overlay: join(other.folder, 'mine.pagewright.yaml') })).toHaveLength(1);
  });

  it.each([
    ['lists: { listC: }', ':7 Unknown operation listC; did you mean listA?'],
    ['lists: { listA: 5 }', ':7 Invalid block: must be an object'],
    ['lists: []', ':7 Invalid lists: must be a map'],
    ['lists: { listA: }\nlist: {}', ':8 Unknown key list; did you mean lists?'],
    ['lists: { listA: { identity: name } }', ':7 Unknown field name: an item has id, state'],
  ])('with %j say their line', (lists, problem) => {
    expect(problemsOf(write(`${DEFAULTS}${lists}\n`).file)[0]).toContain(problem);
  });

  it('tell mistakes of the defaults where the defaults are', () => {
    const { file } = write(`${DEFAULTS.replace('identity: id', 'identity: name')}lists: { listA: }\n`);
    expect(problemsOf(file)).toEqual(['rows.pagewright.yaml:4 Unknown field name: an item has id, state']);
  });

  it('can stand beside an overlay', () => {
    const { file, folder } = write(`${DEFAULTS}lists: { listA: }\n`);
    const overlay = 'overlay: 1.0.0\nactions: [{ target: $.info, update: { title: Others } }]\n';
    writeFileSync(join(folder, 'rows.overlay.yaml'), overlay);
    expect(loadContracts(file).map(({ title }) => title)).toEqual(['Others']);
  });

  it('must say which document they are for', () => {
    const { folder } = write('lists: { listA: }\n', 'alone.pagewright.yaml');
    expect(problemsOf(join(folder, 'alone.pagewright.yaml'))[0]).toContain(
      'Missing extends: must be the path of the OpenAPI document',
    );
    const wrong = write('extends: ./nowhere.yaml\nlists: { listA: }\n', 'alone.pagewright.yaml');
    expect(problemsOf(join(wrong.folder, 'alone.pagewright.yaml'))[0]).toContain(':1 Invalid extends ./nowhere.yaml');
  });
});
