import { describe, expect, it } from '@jest/globals';
import type { JsonSchema } from '../../../src/contract/contract.ts';
import { VALID_CONTRACT, writeContract } from '../../../src/testing/write-contract.ts';
import { loadContract } from '../../testing/mock-target.ts';
import { createShapeAjv } from './body-inspection.ts';
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
        'documented item.id: give `id` as a value of its schema (uuid)',
        'inferred item.id.inferred: give `id` as a string (uuid)',
        'documented item.state: give `state` as a value of its schema, one of open, done',
        'chosen item.doneAt.chosen: give `doneAt` as a string',
        'inferred item.id.present: always give `id`',
        'inferred item.state.present: always give `state`',
        'documented item.doneAt.only-when: give `doneAt` only when `state` is "done"',
        'inferred item.doneAt.whenever: give `doneAt` when `state` is "done"',
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
      const rules = listShapeRules('body', schema, 'documented', (name) => name === 'id');
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
});

describe('describeSchema', () => {
  it.each([
    [{ type: 'string' }, 'a string'],
    [{ type: 'integer' }, 'an integer'],
    [{ type: ['string', 'null'], format: 'uuid' }, 'a string or null (uuid)'],
    [{ type: 'object' }, 'an object'],
    [{}, 'a value of its schema'],
    [{ enum: ['a', 'b'] }, 'a value of its schema, one of a, b'],
    [{ type: 'string', pattern: '^x', maxLength: 3 }, 'a string (like ^x, at most 3 characters)'],
    [
      { type: 'string', allOf: [{ type: 'string', enum: [1, null] }, { format: 'date' }] },
      'a string, one of 1, null (date)',
    ],
  ])('%j: %s', (schema, expected) => {
    expect(describeSchema(schema)).toBe(expected);
  });
});
