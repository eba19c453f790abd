import { describe, expect, it } from '@jest/globals';
import { createSample } from './sample.ts';

describe('createSample', () => {
  it.each([
    [{ type: 'string', maxLength: 50, pattern: '^/v1/charges' }, '/v1/charges'],
    [{ type: 'string', pattern: '^\\/v1\\/a\\.b$' }, '/v1/a.b'],
    [{ type: 'string', pattern: '^[a-z]+$', minLength: 2 }, 'xx'],
    [{ type: 'string', enum: ['a', 'b'], pattern: 'b' }, 'a'],
    [
      { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$', minLength: 20 },
      '2026-01-01T00:00:00Z',
    ],
    [{ type: 'string', pattern: '^[A-Z]{3}$', minLength: 3, maxLength: 3 }, 'USD'],
    [{ type: 'string', pattern: '^[0-9]{9}$', minLength: 9 }, '111111111'],
    [{ type: 'string', pattern: '^nobody could guess [0-9]{3}$' }, ''],
  ])('makes of %j the text %s', (schema, text) => {
    expect(createSample(schema)).toBe(text);
  });
});
