import { describe, expect, it } from '@jest/globals';
import { createAjv } from './create-ajv.ts';
import { cutCycles } from './cut-cycles.ts';

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
