import { describe, expect, it } from '@jest/globals';
import { compileParameters } from '../../src/contract/compile-parameters.ts';
import type { JsonSchema, Parameter } from '../../src/contract/contract.ts';
import { encodeRequest, type Pairs } from './request.ts';

type Form = Partial<Omit<Parameter, 'schema'>>;

function encode(pairs: Pairs, parameters: Readonly<Record<string, readonly [JsonSchema, Form?]>>, method = 'GET') {
  const declared = Object.entries(parameters).map(([name, [schema, form]]): Parameter => {
    return { name, in: 'query', style: 'form', explode: true, required: false, schema, ...form };
  });
  return encodeRequest({ method: method as 'GET' | 'POST', parameters: declared }, pairs);
}

const TEXTS = { type: 'array', items: { type: 'string' } };

describe('encodeRequest', () => {
  it('puts what is not declared into the query', () => {
    expect(encode([['zz', 'a b']], {})).toEqual({ query: [['zz', 'a b']], headers: {} });
  });

  it('puts each parameter where it is declared', () => {
    const parameters = {
      size: [{ type: 'integer' }, { in: 'header' }],
      token: [{ type: 'string' }, { in: 'cookie' }],
      kind: [{ type: 'string' }],
    } as const;
    const pairs: Pairs = [
      ['size', '5'],
      ['token', 't1'],
      ['kind', 'a'],
    ];
    expect(encode(pairs, parameters)).toEqual({ query: [['kind', 'a']], headers: { size: '5', cookie: 'token=t1' } });
  });

  it.each<[string, Form, readonly (readonly [string, string])[]]>([
    [
      'exploded',
      {},
      [
        ['status', 'new'],
        ['status', 'open'],
      ],
    ],
    ['with commas', { explode: false }, [['status', 'new,open']]],
    ['with pipes', { style: 'pipeDelimited', explode: false }, [['status', 'new|open']]],
    ['with spaces', { style: 'spaceDelimited', explode: false }, [['status', 'new open']]],
  ])('writes a list %s', (_, form, query) => {
    expect(encode([['status', ['new', 'open']]], { status: [TEXTS, form] }).query).toEqual(query);
  });

  it('writes a single value of a list as one, and several values of a text with commas', () => {
    expect(encode([['status', 'new, or open']], { status: [TEXTS] }).query).toEqual([['status', 'new, or open']]);
    expect(encode([['status', ['a', 'b']]], { status: [{ type: 'string' }] }).query).toEqual([['status', 'a,b']]);
  });

  describe('in a body', () => {
    const body = { in: 'body' } as const;
    const parameters = {
      'options/size': [{ type: 'integer' }, body],
      'options/cursor': [{ type: 'string' }, body],
      archived: [{ type: 'boolean' }, body],
      status: [TEXTS, body],
      loose: [{ type: ['string', 'integer'] }, body],
    } as const;

    it('nests values, in the types that are declared', () => {
      const pairs: Pairs = [
        ['options/size', '5'],
        ['options/cursor', '12'],
        ['archived', 'true'],
        ['status', 'new'],
        ['loose', '7'],
      ];
      expect(JSON.parse(encode(pairs, parameters, 'POST').body ?? '')).toEqual({
        options: { size: 5, cursor: '12' },
        archived: true,
        status: ['new'],
        loose: '7',
      });
    });

    it('leaves a value that is wrong as it is', () => {
      const { body: text } = encode([['options/size', 'abc']], parameters, 'POST');
      expect(text).toBe('{"options":{"size":"abc"}}');
    });

    it('is an empty object without values, and only there by POST', () => {
      expect(encode([], parameters, 'POST').body).toBe('{}');
      expect(encode([], parameters).body).toBeUndefined();
    });
  });

  describe('of a list by POST', () => {
    const text = { type: 'string', minLength: 1, example: 'x' } as const;
    const requestSchema = {
      type: 'object',
      required: ['client', 'range'],
      properties: {
        client: text,
        range: {
          type: 'object',
          required: ['kind'],
          properties: { kind: { enum: ['day', 'week'] }, days: { type: 'integer' } },
        },
        limit: { type: 'integer' },
      },
    };
    const parameters = compileParameters(
      {},
      {
        requestBody: { required: true, content: { 'application/json': { schema: requestSchema } } },
      },
    );
    const bodyOf = (pairs: Pairs, given?: Readonly<Record<string, unknown>>): unknown => {
      return JSON.parse(encodeRequest({ method: 'POST', parameters, requestSchema }, pairs, given).body ?? '');
    };

    it('has what the schema requires of every body, at any depth', () => {
      expect(bodyOf([['limit', '5']])).toEqual({ client: 'x', range: { kind: 'day' }, limit: 5 });
    });

    it('has what it was given in place of samples, typed as the schema says', () => {
      const given = { client: '7', 'range/days': '3', range: '{"kind":"week"}' };
      expect(bodyOf([], given)).toEqual({ client: '7', range: { kind: 'week' } });
      expect(bodyOf([], { 'range/days': '3', client: 9 })).toEqual({ client: 9, range: { kind: 'day', days: 3 } });
    });
  });
});
