import { describe, expect, it } from '@jest/globals';
import { collectHeader, collectParameter, collectRole, collectText, parseRate } from './parse-pairs.ts';

describe('flags that may be given several times', () => {
  it('become values by name', () => {
    expect(collectHeader('b: 2', collectHeader('A:  x: y'))).toEqual({ A: 'x: y', b: '2' });
    expect(collectParameter('c=', collectParameter('a=b=c'))).toEqual({ a: 'b=c', c: '' });
    expect(collectRole('old=B: 2', collectRole('old=A: 1'))).toEqual({ old: { A: '1', B: '2' } });
    expect(collectText('b', collectText('a'))).toEqual(['a', 'b']);
    expect([parseRate('5/s'), parseRate('0.5')]).toEqual([5, 0.5]);
  });

  it('say what would be right', () => {
    expect(() => collectHeader('no colon')).toThrow("Expected 'Name: value'");
    expect(() => collectParameter('=x')).toThrow('Expected name=value');
    expect(() => collectRole('expired')).toThrow('Expected ROLE=');
    expect(() => parseRate('0')).toThrow('Expected requests per second');
  });
});
