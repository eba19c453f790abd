import { describe, expect, it } from '@jest/globals';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { collectScenario, parseGreaseSeed, parsePort, parseWhole, readMoment, readSpan } from './parse-flags.ts';

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

describe('parseGreaseSeed', () => {
  it('takes a seed', () => {
    expect(['7', 'monday'].map(parseGreaseSeed)).toEqual(['7', 'monday']);
  });

  it.each(['', 'orders.yaml', './a/orders.yml', 'orders.json', ...builtInContracts()])('does not take %p', (text) => {
    expect(() => parseGreaseSeed(text)).toThrow('Write --grease behind the contracts');
  });
});

describe('readSpan', () => {
  it('takes digits alone for milliseconds', () => {
    expect(['500', '-500', '8d', 'P8D', '1.5s'].map(readSpan)).toEqual([500, -500, '8d', 'P8D', '1.5s']);
  });
});

describe('readMoment', () => {
  it('takes many digits for milliseconds, and a few for what has to be written otherwise', () => {
    expect(['1900000000000', '2030', '2030-01-01'].map(readMoment)).toEqual([1_900_000_000_000, '2030', '2030-01-01']);
  });
});
