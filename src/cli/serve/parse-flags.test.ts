import { describe, expect, it } from '@jest/globals';
import { collectScenario, parsePort, parseWhole } from './parse-flags.ts';

describe('parseWhole', () => {
  it('reads whole numbers', () => {
    expect(['0', '1000000'].map(parseWhole)).toEqual([0, 1_000_000]);
  });

  it.each(['', '-1', '1.5', '1e3', 'x', '0x10', '9999999999'])('refuses %p', (text) => {
    expect(() => parseWhole(text)).toThrow('Expected a whole number.');
  });
});

describe('parsePort', () => {
  it('reads ports', () => {
    expect(['0', '4010', '65535'].map(parsePort)).toEqual([0, 4010, 65535]);
  });

  it.each(['65536', '-1', 'http', '', '80.5'])('refuses %p', (text) => {
    expect(() => parsePort(text)).toThrow('Expected a port from 0 (any that is free) to 65535.');
  });
});

describe('collectScenario', () => {
  it('takes one for all contracts', () => {
    expect(collectScenario('demo', undefined)).toBe('demo');
  });

  it('collects one for each contract', () => {
    expect(collectScenario('b=./x=y.yaml', collectScenario('a=demo', undefined))).toEqual({
      a: 'demo',
      b: './x=y.yaml',
    });
  });

  it.each([
    ['', undefined],
    ['=demo', undefined],
    ['a=', undefined],
    ['demo', 'ties'],
    ['demo', { a: 'ties' }],
    ['a=demo', 'ties'],
  ])('refuses %p after %p', (text, known) => {
    expect(() => collectScenario(text, known)).toThrow(/^(?:Expected a name|Give one scenario)/);
  });
});
