import { describe, expect, it } from '@jest/globals';
import { describeEvidence, describeWaiver } from './describe-evidence.ts';
import { createEvidence, createResult } from './testing/create-result.ts';

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
    expect(describeEvidence(createEvidence({ expected: ids, received: ids.slice(1) })).difference).toBe('missing "a"');
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
    expect(describeWaiver(createResult({ verdict: 'waived', waiver }))).toBe('Waived until 2026-01-31: Known (OPS-1)');
    expect(describeWaiver(createResult({ verdict: 'fail', waiver }))).toBe('The expired waiver: Known (OPS-1)');
    expect(describeWaiver(createResult())).toBeUndefined();
  });
});
