import { describe, expect, it } from '@jest/globals';
import { expandVariables } from './expand-variables.ts';

describe('expandVariables', () => {
  it.each([
    ['Bearer $TOKEN', 'Bearer t0k'],
    [`$\{TOKEN}x`, 't0kx'],
    ['a$$b', 'a$b'],
    ['costs 5$', 'costs 5$'],
  ])('%s: %s', (text, expected) => {
    expect(expandVariables(text, { TOKEN: 't0k' })).toBe(expected);
  });

  it('says which variable is missing', () => {
    expect(() => expandVariables('$NONE', {})).toThrow('the environment variable NONE is not set');
  });
});
