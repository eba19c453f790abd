import { describe, expect, it } from '@jest/globals';
import { matchIds } from './match-ids.ts';

describe('matchIds', () => {
  it.each([
    ['filter.*.inclusive', 'filter.created__gte.inclusive', true],
    ['filter.*.inclusive', 'filter.a.b.inclusive', true],
    ['filter.*.inclusive', 'filter.a.exact', false],
    ['limit.*', 'limit.', true],
    ['limit.*', 'unlimited.x', false],
    ['filter.metadata__*.exact', 'filter.metadata__*.exact', true],
    ['a.b', 'aXb', false],
    ['a+b', 'a+b', true],
  ])('%s, %s: %s', (pattern, id, expected) => {
    expect(matchIds([pattern])(id)).toBe(expected);
    expect(matchIds(['nothing', pattern])(id)).toBe(expected);
  });

  it('matches nothing without patterns', () => {
    expect(matchIds([])('a')).toBe(false);
  });
});
