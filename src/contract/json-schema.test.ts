import { describe, expect, it } from '@jest/globals';
import { createAjv, cutCycles, propertiesOf, toJsonSchema } from './json-schema.ts';

describe('to json schema', () => {
  describe('toJsonSchema', () => {
    it('makes null a type and a value of the enum', () => {
      expect(toJsonSchema({ type: 'string', nullable: true, enum: ['a'] })).toEqual({
        type: ['string', 'null'],
        enum: ['a', null],
      });
      expect(toJsonSchema({ type: 'string', nullable: false })).toEqual({ type: 'string' });
    });

    it('makes exclusive bounds numbers', () => {
      expect(toJsonSchema({ minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false })).toEqual({
        exclusiveMinimum: 1,
        maximum: 9,
      });
    });

    it('leaves properties with the names of keywords alone, and data as it is', () => {
      const schema = {
        type: 'object',
        properties: { example: { type: 'string', nullable: true }, nullable: { type: 'boolean' } },
        example: { nullable: true },
      };
      expect(toJsonSchema(schema)).toEqual({
        type: 'object',
        properties: { example: { type: ['string', 'null'] }, nullable: { type: 'boolean' } },
        example: { nullable: true },
      });
    });

    it('keeps a schema that contains itself', () => {
      const node: Record<string, unknown> = { type: 'object', properties: {} };
      (node['properties'] as Record<string, unknown>)['next'] = node;
      const converted = toJsonSchema(node) as { properties: { next: unknown } };
      expect(converted.properties.next).toBe(converted);
    });
  });

  describe('propertiesOf', () => {
    it('merges the members of allOf with its own', () => {
      const schema = { allOf: [{ properties: { a: { type: 'string' }, b: {} } }], properties: { a: { maxLength: 3 } } };
      expect(propertiesOf(schema)).toEqual({ a: { type: 'string', maxLength: 3 }, b: {} });
    });
  });
});

describe('cutCycles', () => {
  const comment: Record<string, unknown> = { type: 'object', required: ['text'] };
  comment['properties'] = { text: { type: 'string' }, replies: { type: 'array', items: comment } };

  it('ends a schema where it begins again', () => {
    const validate = createAjv().compile(cutCycles(comment) as object);
    expect(validate({ text: 'a', replies: [{ anything: 1 }] })).toBe(true);
    expect(validate({ replies: [] })).toBe(false);
  });

  it('leaves alone what merely stands in two places', () => {
    const text = { type: 'string' };
    expect(cutCycles({ a: text, b: text })).toEqual({ a: text, b: text });
  });
});
