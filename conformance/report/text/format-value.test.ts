import { describe, expect, it } from '@jest/globals';
import { fc } from '../../../src/testing/properties.ts';
import { formatValue } from './format-value.ts';

describe('formatValue', () => {
  it.each([
    [undefined, 'nothing'],
    [null, 'null'],
    [12, '12'],
    ['two rows, newest first', 'two rows, newest first'],
    ['12', '"12"'],
    ['null', '"null"'],
    ['', '""'],
    [' padded', '" padded"'],
    ['nothing', '"nothing"'],
    [[1, 'a', null], '[1, "a", null]'],
    [{ a: [1], b: {} }, '{"a": [1], "b": {}}'],
    [['x\n  y'], '["x\\n  y"]'],
  ])('shows %p', (value, text) => {
    expect(formatValue(value)).toBe(text);
  });

  it('fills lines with what is long', () => {
    const ids = Array.from({ length: 12 }, (_, index) => `order-${index}`);
    expect(formatValue({ ids, total: 12 })).toBe(
      [
        '{',
        '  "ids": [',
        '    "order-0", "order-1", "order-2", "order-3", "order-4", "order-5", "order-6",',
        '    "order-7", "order-8", "order-9", "order-10", "order-11"',
        '  ],',
        '  "total": 12',
        '}',
      ].join('\n'),
    );
  });

  it('is still JSON, whatever the value', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
        expect(JSON.parse(formatValue(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
