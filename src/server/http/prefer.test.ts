import { describe, expect, it } from '@jest/globals';
import { readPrefer } from './prefer.ts';

describe('readPreferences', () => {
  it.each([
    ['code=404', { code: '404' }],
    ['code=404, example=gone', { code: '404', example: 'gone' }],
    ['Code=404; EXAMPLE="not \\"here\\""', { code: '404', example: 'not "here"' }],
    ['example = a-b_c , dynamic=true', { example: 'a-b_c', dynamic: true }],
    ['code=404, code=500', { code: '404' }],
    ['fault=cycle', { fault: 'cycle' }],
    ['fault="latency:ms=300,jitterMs=50"; code=429', { fault: 'latency:ms=300,jitterMs=50', code: '429' }],
    ['return=minimal, respond-async, wait=10', { others: ['return', 'respond-async', 'wait'] }],
    ['code', { code: '' }],
    ['', {}],
    ['example="code=500"', { example: 'code=500' }],
  ])('reads %p', (header, expected) => {
    expect(readPrefer(header)).toEqual({ others: [], ...expected });
  });

  it('reads a header that was sent twice', () => {
    expect(readPrefer(['code=404', 'example=gone'])).toEqual({ code: '404', example: 'gone', others: [] });
  });
});
