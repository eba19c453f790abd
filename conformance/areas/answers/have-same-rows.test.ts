import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../../list/answer.ts';
import { createAnswer } from '../../testing/create-answer.ts';
import { loadContract } from '../../testing/load-contract.ts';
import { haveSameRows } from './have-same-rows.ts';

const skipping = loadContract('devdraft');

function page(...ids: readonly string[]): Answer {
  return createAnswer(skipping, { body: { data: ids.map((id) => ({ id })) } });
}

describe('haveSameRows', () => {
  it.each<[readonly string[], readonly string[], boolean, boolean]>([
    [['a', 'b'], ['a', 'b'], true, true],
    [[], [], true, true],
    [['a', 'b'], ['b', 'a'], false, false],
    [['a', 'b', 'c'], ['a', 'b'], false, true],
    [['a', 'b'], ['a', 'c', 'b'], false, false],
    [['a'], [], false, false],
  ])('%j, %j: %s where a client counts, %s where the target says how to go on', (one, other, counting, told) => {
    for (const [id, expected] of [
      ['devdraft', counting],
      ['piriod', counting],
      ['pyng', told],
      ['wingback', told],
    ] as const) {
      const contract = loadContract(id);
      expect([id, haveSameRows(contract, page(...one), page(...other))]).toEqual([id, expected]);
      expect([id, haveSameRows(contract, page(...other), page(...one))]).toEqual([id, expected]);
    }
  });

  it('is not so of what is no page', () => {
    const refusal = createAnswer(skipping, { status: 400 });
    expect(haveSameRows(skipping, refusal, refusal)).toBe(false);
    expect(haveSameRows(skipping, page(), undefined)).toBe(false);
  });
});
