import { describe, expect, it } from '@jest/globals';
import { fc } from '../../src/testing/properties.ts';
import { createEvidence, createResult } from '../testing/results.ts';
import { describeEvidence, describeWaiver, formatValue } from './evidence.ts';

describe('describe evidence', () => {
  describe('describeEvidence', () => {
    it('leaves out what is not known', () => {
      expect(describeEvidence(createEvidence({ expected: null }))).toEqual({
        demand: 'The newest order comes first.',
        expected: 'null',
        curl: [],
      });
    });

    it('spells out control characters, everywhere', () => {
      const bell = 'a\u0007';
      const text = describeEvidence(createEvidence({ demand: bell, expected: bell, received: [bell], curl: [bell] }));
      expect(text).toEqual({ demand: 'a\\u0007', expected: 'a\\u0007', received: '["a\\u0007"]', curl: ['a\\u0007'] });
    });

    it('says where long lists differ', () => {
      const ids = [...'abcdefgh'];
      expect(describeEvidence(createEvidence({ expected: ids, received: ids.slice(1) })).difference).toBe(
        'missing "a"',
      );
    });

    it('cuts what is endless', () => {
      const ids = Array.from({ length: 100_000 }, (_, index) => ({ index }));
      const { received = '' } = describeEvidence(createEvidence({ received: ids }));
      expect(received.split('\n')).toHaveLength(60);
    });
  });

  describe('describeWaiver', () => {
    const waiver = { id: 'a', reason: 'Known (OPS-1)', expires: '2026-01-31' };

    it('tells a waiver in force from an expired one', () => {
      expect(describeWaiver(createResult({ verdict: 'waived', waiver }))).toBe(
        'Waived until 2026-01-31: Known (OPS-1)',
      );
      expect(describeWaiver(createResult({ verdict: 'fail', waiver }))).toBe('Expired waiver: Known (OPS-1)');
      expect(describeWaiver(createResult())).toBeUndefined();
    });
  });
});

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
