import { describe, expect, it } from '@jest/globals';
import { createShapeAjv } from './create-shape-ajv.ts';

describe('createShapeAjv', () => {
  it.each([
    ['email', 'ana+news@example', true],
    ['email', 'jörg@exämple.com', true],
    ['email', 'ana', false],
    ['email', 'a b@example.com', false],
    ['uri', 'https://example.com/a b', false],
    ['uri', 'https://example.com/[1]', true],
    ['uri', 'urn:x:y', true],
    ['uri', '/relative', false],
    ['uuid', 'no uuid', false],
    ['date-time', '2026-02-30T00:00:00Z', false],
    ['date-time', '2026-02-28 00:00:00Z', false],
    ['date-time', '2026-02-28T00:00:00', false],
    ['date-time', '2026-02-28', false],
    ['date-time', '2026-02-28T00:00:00.123456+05:30', true],
    ['date-time', '2026-02-28T00:00:00Z', true],
  ])('%s, %s: %s', (format, value, expected) => {
    expect(createShapeAjv().compile({ type: 'string', format })(value)).toBe(expected);
  });
});
