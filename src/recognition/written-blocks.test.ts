import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { fc } from '../testing/properties.ts';
import { runs } from '../testing/runs.ts';
import { type Guesses, guessBlocks } from './guesses.ts';
import { writeBlockFile, writeOverlay } from './written-blocks.ts';

type Part = Readonly<Record<string, unknown>>;

/** Lists of which each has some of the same properties. */
const options = fc.record({
  path: fc.constantFrom('/a', "/it's", '/c/{id}/d', '/e\\f'),
  size: fc.boolean(),
  total: fc.constantFrom(undefined, 'total', 'total_count'),
  items: fc.constantFrom('data', 'rows'),
  identity: fc.constantFrom('id', 'key'),
});

function guess(lists: readonly Readonly<Record<string, unknown>>[]): Guesses {
  const paths = lists.map(({ path, size, total, items, identity }, index) => {
    const item = { type: 'object', required: [identity], properties: { [String(identity)]: { type: 'string' } } };
    const properties = {
      [String(items)]: { type: 'array', items: item },
      ...(total !== undefined && { [String(total)]: { type: 'integer' } }),
    };
    const parameter = (name: string): Part => ({ name, in: 'query', schema: { type: 'integer' } });
    const operation = {
      operationId: `list${index}`,
      parameters: [parameter('page'), ...(size === true ? [parameter('per_page')] : [])],
      responses: { 200: { content: { 'application/json': { schema: { type: 'object', properties } } } } },
    };
    return [`${String(path)}${index}`, { get: operation }] as const;
  });
  return guessBlocks({ openapi: '3.1.0', paths: Object.fromEntries(paths) });
}

/** As the loader combines them. */
function combine(defaults: Part, own: Part): Part {
  const combined: Record<string, unknown> = { ...defaults };
  for (const [key, value] of Object.entries(own)) {
    const known = combined[key];
    if (value === null) delete combined[key];
    else if (typeof known === 'object' && typeof value === 'object' && !Array.isArray(value))
      combined[key] = combine(known as Part, value as Part);
    else combined[key] = value;
  }
  return combined;
}

const where = { document: './x.yaml', title: 'X: a "title"' };

describe('writeBlockFile', () => {
  it('says of each list what was guessed, by defaults or by itself', () => {
    fc.assert(
      fc.property(fc.array(options, { minLength: 1, maxLength: 7 }), (lists) => {
        const guesses = guess(lists);
        const { defaults = {}, lists: own } = parse(writeBlockFile(guesses, where)) as {
          defaults?: Part;
          lists: Record<string, Part>;
        };
        const written = guesses.lists.map(({ list }) => combine(defaults, own[list.operation.operationId ?? ''] ?? {}));
        expect(written).toEqual(guesses.lists.map(({ block }) => block));
      }),
      { numRuns: runs(300) },
    );
  });

  it('says what most have alike once', () => {
    const usual = { path: '/a', size: true, total: 'total', items: 'data', identity: 'id' };
    const { defaults, lists } = parse(writeBlockFile(guess([usual, usual, { ...usual, size: false }]), where)) as {
      defaults: Part;
      lists: Part;
    };
    expect(defaults).toMatchObject({ total: '/total', page: { limit: { parameter: 'per_page' } } });
    expect(lists).toEqual({ list0: {}, list1: {}, list2: { page: { limit: null } } });
  });
});

describe('writeOverlay', () => {
  it('has an action for each list, whatever its path holds', () => {
    fc.assert(
      fc.property(fc.array(options, { minLength: 1, maxLength: 5 }), (lists) => {
        const guesses = guess(lists);
        const { actions } = parse(writeOverlay(guesses, where)) as {
          actions: readonly { update: { 'x-pagewright': Part } }[];
        };
        expect(actions.map(({ update }) => update['x-pagewright'])).toEqual(guesses.lists.map(({ block }) => block));
      }),
      { numRuns: runs(300) },
    );
  });
});
