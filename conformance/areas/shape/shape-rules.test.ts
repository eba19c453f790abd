import { describe, expect, it } from '@jest/globals';
import type { JsonSchema } from '../../../src/contract/contract.ts';
import { VALID_CONTRACT, writeContract } from '../../../src/testing/write-contract.ts';
import { loadContract } from '../../testing/fake-list.ts';
import {
  BINDINGS,
  type Binding,
  ERROR_LEVELS,
  isMeaningful,
  listErrorSchemas,
  listMembers,
  markOf,
  pruneSchema,
} from './binding-schemas.ts';
import { createShapeAjv } from './body-inspection.ts';
import { deriveShapeRequirements } from './index.ts';
import { describeSchema, listEnvelopeRules, listShapeRules } from './shape-rules.ts';

describe('list shape rules', () => {
  /** The condition and what follows; a literal with this name would look like a promise. */
  function createRule(condition: JsonSchema, demands: JsonSchema): JsonSchema {
    return Object.fromEntries([
      ['if', condition],
      ['then', demands],
    ]);
  }

  const done = { properties: { state: { const: 'done' } }, required: ['state'] };

  const schema: JsonSchema = {
    'x-provenance': 'inferred',
    required: ['id', 'state'],
    properties: {
      id: { type: 'string', allOf: [{ format: 'uuid', 'x-provenance': 'documented' }] },
      state: { enum: ['open', 'done'], 'x-provenance': 'documented' },
      doneAt: { type: 'string', 'x-provenance': 'chosen' },
      anything: {},
    },
    dependentSchemas: { doneAt: { ...done, 'x-provenance': 'documented' } },
    allOf: [createRule(done, { required: ['doneAt'], 'x-provenance': 'inferred' })],
  };

  interface Judged {
    readonly met: readonly string[];
    readonly broken: readonly string[];
  }

  /** Which rules concern a value, and how they judge it. */
  function judge(value: unknown, rules = listShapeRules('item', schema)): Judged {
    const ajv = createShapeAjv();
    const judged = rules
      .filter(({ concerns }) => ajv.compile(concerns)(value))
      .map(({ draft, demands }) => ({ id: draft.id, isMet: ajv.compile(demands)(value) === true }));
    const list = (isMet: boolean): string[] => judged.filter((one) => one.isMet === isMet).map(({ id }) => id);
    return { met: list(true), broken: list(false) };
  }

  const id = '9ae2e340-b983-4274-b400-c974a9ab40ab';

  describe('listShapeRules', () => {
    it('makes a rule of each demand, as binding as its place in the schema', () => {
      const drafts = listShapeRules('item', schema).map(({ draft }) => `${draft.mark} ${draft.id}: ${draft.demand}`);
      expect(drafts).toEqual([
        'documented item.id: return `id` as a value (uuid)',
        'inferred item.id.inferred: return `id` as a string (uuid)',
        'documented item.state: return `state` as a value, one of open, done',
        'chosen item.doneAt.chosen: return `doneAt` as a string',
        'inferred item.id.present: always include `id`',
        'inferred item.state.present: always include `state`',
        'documented item.doneAt.only-when: include `doneAt` only when `state` is "done"',
        'inferred item.doneAt.whenever: include `doneAt` when `state` is "done"',
      ]);
    });

    it('judges values', () => {
      expect(judge({ id, state: 'done', doneAt: 'now' }).broken).toEqual([]);
      expect(judge({ id, state: 'open' })).toEqual({
        met: [
          'item.id',
          'item.id.inferred',
          'item.state',
          'item.id.present',
          'item.state.present',
          'item.doneAt.only-when',
        ],
        broken: [],
      });
      expect(judge({ id: 'x', state: 'lost', doneAt: 1 }).broken).toEqual([
        'item.id',
        'item.id.inferred',
        'item.state',
        'item.doneAt.chosen',
        'item.doneAt.only-when',
      ]);
      expect(judge({ state: 'done' }).broken).toEqual(['item.id.present', 'item.doneAt.whenever']);
    });

    it('says nothing of a value that is no object', () => {
      expect(judge('text', listShapeRules('item', { required: ['a'], properties: { a: { type: 'string' } } }))).toEqual(
        {
          met: [],
          broken: [],
        },
      );
    });

    it('leaves values alone that other rules look at, but not whether they are there', () => {
      const rules = listShapeRules('body', schema, 'documented', { hasOwnRules: (name) => name === 'id' });
      expect(rules.map(({ draft }) => draft.id)).not.toContain('body.id');
      expect(rules.map(({ draft }) => draft.id)).toContain('body.id.present');
    });

    it('takes the strongest of several marks for one presence', () => {
      const both = { allOf: [{ required: ['a'], 'x-provenance': 'chosen' }, { required: ['a'] }] };
      expect(listShapeRules('item', both).map(({ draft }) => [draft.id, draft.mark])).toEqual([
        ['item.a.present', 'documented'],
      ]);
    });
  });
});

describe('listEnvelopeRules', () => {
  it('has rules for the body, whose items have rules of their own', () => {
    const rules = listEnvelopeRules(loadContract(writeContract(VALID_CONTRACT)));
    expect(rules.map(({ at }) => at)).toEqual([[]]);
    expect(rules[0]?.rules.map(({ draft }) => draft.id)).toEqual([
      'body.count',
      'body.next',
      'body.things.present',
      'body.count.present',
    ]);
  });

  it('goes into objects of the body that hold something of the envelope', () => {
    const nested = VALID_CONTRACT.replace(
      'count: { type: integer }',
      'meta: { type: object, required: [count], properties: { count: { type: integer }, note: { type: string } } }',
    )
      .replace('required: [things, count]', 'required: [things]')
      .replace('total: /count', 'total: /meta/count')
      .replace('count: 1, next', 'meta: { count: 1 }, next');
    const rules = listEnvelopeRules(loadContract(writeContract(nested)));
    expect(rules.map(({ at, rules: inner }) => [at, inner.map(({ draft }) => draft.id)])).toEqual([
      [[], ['body.next', 'body.things.present']],
      [['meta'], ['body.meta.count', 'body.meta.note', 'body.meta.count.present']],
    ]);
  });

  it('takes what several schemas say of an object as one', () => {
    const parts = VALID_CONTRACT.replace(
      'count: { type: integer }',
      'meta: { type: object, required: [count], properties: { count: { type: integer } } }',
    )
      .replace(
        'required: [things, count]',
        'required: [things]\n      allOf: [{ properties: { meta: { type: object, properties: { count: { minimum: 0 } } } } }]',
      )
      .replace('total: /count', 'total: /meta/count')
      .replace('count: 1, next', 'meta: { count: 1 }, next');
    const [, meta] = listEnvelopeRules(loadContract(writeContract(parts)));
    expect(meta?.rules.map(({ draft }) => draft.id)).toEqual(['body.meta.count', 'body.meta.count.present']);
  });

  it('asks links that are shown without a host for no host, whatever format they have', () => {
    const relative = VALID_CONTRACT.replace('next: /next', 'next: { at: /next, as: relativeLink }').replace(
      "next: { type: [string, 'null'] }",
      'next: { type: string, format: uri }',
    );
    const [body] = listEnvelopeRules(loadContract(writeContract(relative)));
    expect(body?.rules.find(({ draft }) => draft.id === 'body.next')?.draft.demand).toBe(
      'return `next` as a string (uri-reference)',
    );
  });
});

describe('describeSchema', () => {
  it.each([
    [{ type: 'string' }, 'a string'],
    [{ type: 'integer' }, 'an integer'],
    [{ type: ['string', 'null'], format: 'uuid' }, 'a string or null (uuid)'],
    [{ type: 'object' }, 'an object'],
    [{}, 'a value'],
    [{ enum: ['a', 'b'] }, 'a value, one of a, b'],
    [{ type: 'string', pattern: '^x', maxLength: 3 }, 'a string (pattern ^x, at most 3 characters)'],
    [
      { type: 'string', allOf: [{ type: 'string', enum: [1, null] }, { format: 'date' }] },
      'a string, one of 1, null (date)',
    ],
  ])('%j: %s', (schema, expected) => {
    expect(describeSchema(schema)).toBe(expected);
  });
});

describe('prune schema', () => {
  const [documented, inferred, chosen] = BINDINGS as readonly [Binding, Binding, Binding];

  describe('pruneSchema', () => {
    const schema = {
      type: 'object',
      description: 'a thing',
      'x-provenance': 'inferred',
      required: ['id'],
      properties: {
        id: { type: 'string', allOf: [{ format: 'uuid', 'x-provenance': 'documented' }] },
        note: { type: 'string', 'x-provenance': 'chosen', example: 'hello' },
      },
    };

    it('keeps what binds at a level, each node by its nearest mark', () => {
      expect(pruneSchema(schema, documented)).toEqual({ properties: { id: { allOf: [{ format: 'uuid' }] } } });
      expect(pruneSchema(schema, inferred)).toEqual({
        type: 'object',
        required: ['id'],
        properties: { id: { type: 'string', allOf: [{ format: 'uuid' }] } },
      });
      expect(pruneSchema(schema, chosen)).toMatchObject({ properties: { note: { type: 'string' } } });
    });

    it('says nothing where nothing binds, and counts the mark around a schema without one', () => {
      expect(pruneSchema({ type: 'string' }, documented, 'chosen')).toEqual({});
      expect(pruneSchema({ type: 'string' }, documented)).toEqual({ type: 'string' });
      expect(pruneSchema({ properties: { a: { 'x-provenance': 'chosen', type: 'string' } } }, documented)).toEqual({});
    });

    it('leaves out annotations, and the prohibition of anything more', () => {
      const noted = { title: 'T', default: 1, examples: [1], 'x-faker': 'x', unevaluatedProperties: false, minimum: 0 };
      expect(pruneSchema(noted, documented)).toEqual({ minimum: 0 });
    });

    it('looks into lists, maps and single schemas', () => {
      const deep = {
        items: { type: 'number', 'x-provenance': 'inferred' },
        prefixItems: [{ type: 'string' }, { type: 'null', 'x-provenance': 'chosen' }],
        dependentSchemas: { a: { required: ['b'] } },
        additionalProperties: { type: 'string' },
      };
      expect(pruneSchema(deep, documented)).toEqual({
        prefixItems: [{ type: 'string' }],
        dependentSchemas: { a: { required: ['b'] } },
        additionalProperties: { type: 'string' },
      });
    });

    it('ends for a schema that holds itself', () => {
      const loop: Record<string, unknown> = { type: 'object' };
      loop['properties'] = { child: loop };
      expect(pruneSchema(loop, documented)).toEqual({ type: 'object' });
    });
  });

  describe('markOf and isMeaningful', () => {
    it('prefer the own mark, and take only objects with members for demands', () => {
      expect([markOf({ 'x-provenance': 'chosen' }, 'inferred'), markOf({}, 'inferred')]).toEqual([
        'chosen',
        'inferred',
      ]);
      expect([{}, [], null, 'x', { type: 'string' }].map(isMeaningful)).toEqual([false, false, false, false, true]);
    });
  });
});

describe('listMembers', () => {
  it('takes an object apart, with all that its allOf adds', () => {
    const base = { required: ['id'], properties: { id: { type: 'string' }, name: { type: 'string' } } };
    const schema = {
      'x-provenance': 'inferred',
      allOf: [base, { 'x-provenance': 'documented', required: ['name'], properties: { name: { minLength: 1 } } }],
    };
    const { properties, required } = listMembers(schema);
    expect([...properties]).toEqual([
      ['id', [{ schema: { type: 'string' }, mark: 'inferred' }]],
      [
        'name',
        [
          { schema: { type: 'string' }, mark: 'inferred' },
          { schema: { minLength: 1 }, mark: 'documented' },
        ],
      ],
    ]);
    expect(required).toEqual([
      { name: 'id', mark: 'inferred' },
      { name: 'name', mark: 'documented' },
    ]);
  });

  it('counts the mark around a schema that has none', () => {
    const { properties } = listMembers({ properties: { a: {}, b: { 'x-provenance': 'documented' } } }, 'chosen');
    expect([...properties.values()].flat().map(({ mark }) => mark)).toEqual(['chosen', 'documented']);
  });

  it('finds what is demanded where a property is there, or where a condition holds', () => {
    const condition = { properties: { state: { const: 'done' } } };
    // A literal with this name would look like a promise.
    const createRule = (demands: object): JsonSchema =>
      Object.fromEntries([
        ['if', condition],
        ['then', demands],
      ]);
    const { dependent, conditional } = listMembers({
      dependentSchemas: { doneAt: { required: ['state'] } },
      allOf: [createRule({ 'x-provenance': 'inferred', required: ['doneAt'] }), { if: condition }],
    });
    expect(dependent).toEqual([{ name: 'doneAt', demands: { schema: { required: ['state'] }, mark: 'documented' } }]);
    expect(conditional).toEqual([
      { condition, demands: { schema: { 'x-provenance': 'inferred', required: ['doneAt'] }, mark: 'inferred' } },
    ]);
  });

  it('finds nothing in a schema without members', () => {
    const { properties, required, dependent, conditional } = listMembers({});
    expect([properties.size, required, dependent, conditional]).toEqual([0, [], [], []]);
  });
});

describe('error schemas', () => {
  const STRICT = 'required: [error], properties: { error: { type: string } }';

  function listAll(schema: string): unknown {
    const contract = loadContract(writeContract(VALID_CONTRACT.replace(STRICT, schema)));
    return ERROR_LEVELS.map((_, level) => [...listErrorSchemas(contract, level)]);
  }

  describe('listErrorSchemas', () => {
    it('has the errors of a document, and not its pages', () => {
      expect(listAll(STRICT)).toEqual([
        [['404', { type: 'object', required: ['error'], properties: { error: { type: 'string' } } }]],
        [],
        [],
      ]);
    });

    it('has at each level what demands more than the stricter ones', () => {
      expect(listAll('properties: { error: { type: string, x-provenance: chosen }, code: { type: integer } }')).toEqual(
        [
          [['404', { type: 'object', properties: { code: { type: 'integer' } } }]],
          [],
          [['404', { type: 'object', properties: { error: { type: 'string' }, code: { type: 'integer' } } }]],
        ],
      );
    });

    it('has nothing for a schema that demands nothing', () => {
      expect(listAll('x-provenance: inferred')).toEqual([[], [['404', { type: 'object' }]], []]);
    });
  });
});

describe('shape requirements', () => {
  function derive(...changes: readonly (readonly [string, string])[]): readonly string[] {
    const text = changes.reduce((found, [search, replacement]) => found.replace(search, replacement), VALID_CONTRACT);
    return deriveShapeRequirements(loadContract(writeContract(text))).map(({ level, id }) => `${level} ${id}`);
  }

  describe('deriveShapeRequirements', () => {
    it('demands what the document says of items, body, errors and every answer', () => {
      expect(derive()).toEqual([
        'must item.id',
        'must item.kind',
        'must item.at',
        'must item.sizes',
        'must item.active',
        'must item.id.present',
        'must item.kind.present',
        'must item.at.present',
        'must body.count',
        'must body.next',
        'must body.things.present',
        'must body.count.present',
        'must media-type',
        'should media-type.errors',
        'must errors.shape',
        'should links.no-secret',
        'must answers.readable',
        'must answers.no-server-error',
        'should answers.charset',
        'should item.whole-texts',
        'may rate-limit.retry-after',
      ]);
    });

    it('demands nothing of links where there are none', () => {
      expect(derive(['          next: /next\n', ''])).not.toContain('should links.no-secret');
    });

    it('demands as much as marks allow, and fresh values where the contract has some', () => {
      const fresh = [
        '        identity: id',
        '        identity: id\n        fresh: { /trace: uuid }\n        provenance: { fresh: inferred }',
      ] as const;
      const property = [
        'count: { type: integer }',
        'count: { type: integer }\n        trace: { type: string }',
      ] as const;
      const example = ['next: null }', 'next: null, trace: 9ae2e340-b983-4274-b400-c974a9ab40ab }'] as const;
      const error = [
        '{ error: no such page }',
        '{ error: no such page, trace: 9ae2e340-b983-4274-b400-c974a9ab40ab }',
      ] as const;
      const found = derive(fresh, property, example, error, [
        'id: { type: string }',
        'id: { type: string, x-provenance: inferred }',
      ]);
      expect(found).toEqual(
        expect.arrayContaining([
          'should item.id.inferred',
          'should fresh.trace.unique',
          'should fresh.trace.in-errors',
        ]),
      );
    });

    it('says why it does not test what cannot be provoked', () => {
      const requirements = deriveShapeRequirements(loadContract(writeContract(VALID_CONTRACT)));
      expect(requirements.find(({ id }) => id === 'rate-limit.retry-after')?.unverifiable).toContain('429');
    });
  });
});
