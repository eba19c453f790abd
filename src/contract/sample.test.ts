import { describe, expect, it } from '@jest/globals';
import { createSample } from './sample.ts';

describe('createSample', () => {
  it.each([
    [{ type: 'string', maxLength: 50, pattern: '^/v1/charges' }, '/v1/charges'],
    [{ type: 'string', pattern: '^\\/v1\\/a\\.b$' }, '/v1/a.b'],
    [{ type: 'string', pattern: '^[a-z]+$', minLength: 2 }, 'xx'],
    [{ type: 'string', enum: ['a', 'b'], pattern: 'b' }, 'a'],
  ])('makes of %j the text %s', (schema, text) => {
    expect(createSample(schema)).toBe(text);
  });
});
