import { describe, expect, it } from '@jest/globals';
import type { ErrorAnswer, Json } from '../../../src/contract/contract.ts';
import { fc } from '../../../src/testing/properties.ts';
import { findDifference } from './find-difference.ts';

const envelope = { roles: new Map(), atEnd: 'omitted', fresh: [] } as const;

function answer(body: Json, parts: Partial<ErrorAnswer> = {}): ErrorAnswer {
  const base = { condition: 'invalidParameter', status: 400, example: 'bad', mediaType: 'application/json' } as const;
  return { ...base, headers: [], fill: [], body, ...parts };
}

describe('findDifference', () => {
  it.each<[string, Json | undefined, Json, unknown]>([
    ['the same', { error: 'bad', code: 1 }, { error: 'bad', code: 1 }, undefined],
    ['more members', { error: 'bad', more: true }, { error: 'bad' }, undefined],
    ['another text', { error: 'worse' }, { error: 'bad' }, { at: '/error', expected: 'bad', received: 'worse' }],
    ['a member less', {}, { error: 'bad' }, { at: '/error', expected: 'bad', received: undefined }],
    ['a list for an object', [], {}, { at: '', expected: {}, received: [] }],
    ['a list that is shorter', { e: ['a'] }, { e: ['a', 'b'] }, { at: '/e/1', expected: 'b', received: undefined }],
    ['no body', undefined, { error: 'bad' }, { at: '', expected: { error: 'bad' }, received: undefined }],
    ['null for a text', { error: null }, { error: 'bad' }, { at: '/error', expected: 'bad', received: null }],
    ['odd names', { 'a/b': { '~': 1 } }, { 'a/b': { '~': 2 } }, { at: '/a~1b/~0', expected: 2, received: 1 }],
  ])('tells %s', (_, body, expected, difference) => {
    expect(findDifference(body, answer(expected), { envelope })).toEqual(difference);
  });

  it('compares no values that are new in every answer, are filled in, or list violations, but wants them to be there', () => {
    const expected = answer(
      { traceId: 'x', message: 'page {x}', errors: [{ field: 'a' }] },
      {
        fill: [{ pointer: ['message'], text: 'page {parameter}' }],
        violations: { in: ['errors'], as: 'list', per: 'rule' },
      },
    );
    const fresh = { ...envelope, fresh: [{ pointer: ['traceId'], format: 'uuid' }] } as const;
    const body = { traceId: 'y', message: 'page 7', errors: [] };
    expect(findDifference(body, expected, { envelope: fresh })).toBeUndefined();
    for (const key of ['traceId', 'message', 'errors']) {
      const { [key]: _, ...without } = body as Record<string, Json>;
      expect(findDifference(without, expected, { envelope: fresh })?.at).toBe(`/${key}`);
    }
  });

  it('compares only what is the same in every implementation, where the contract says what that is', () => {
    const expected = answer({ code: 'bad', detail: 'in our words' }, { fixed: [['code']] });
    expect(findDifference({ code: 'bad', detail: 'in theirs' }, expected, { envelope })).toBeUndefined();
    expect(findDifference({ detail: 'in our words' }, expected, { envelope })?.at).toBe('/code');
  });

  it('finds none between a body and itself with more members, and one wherever a scalar is another', () => {
    const key = fc.stringMatching(/^[a-z/~]{1,4}$/);
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.string(),
        fc.integer(),
        fc.boolean(),
        tie('object'),
        fc.array(tie('value'), { maxLength: 3 }),
      ),
      object: fc.dictionary(key, tie('value'), { maxKeys: 3 }),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, value, { minKeys: 1, maxKeys: 3 }), fc.string(), (raw, addition) => {
        const body = JSON.parse(JSON.stringify(raw)) as Record<string, Json>;
        expect(findDifference({ ...body, [`+${addition}`]: 1 }, answer(body), { envelope })).toBeUndefined();
        const [first = ''] = Object.keys(body);
        const changed = { ...body, [first]: { ' ': 'something else' } };
        expect(findDifference(body, answer(changed), { envelope })).toBeDefined();
      }),
    );
  });
});
