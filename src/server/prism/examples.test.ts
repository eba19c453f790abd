import { describe, expect, it } from '@jest/globals';
import type { Operation } from '../routing/operations.ts';
import { createSampleList } from '../testing/sample.ts';
import { chooseExample } from './examples.ts';
import type { PrismOperation } from './library.ts';

const RESPONSES = [
  ['200', 'one'],
  ['404', 'bad', 'not-found'],
  ['429', 'not-found', 'busy'],
  ['5XX', 'broken'],
  ['default', 'other', 'one'],
].map(([code, ...names]) => {
  return {
    id: 'r',
    code,
    contents: [{ id: 'c', mediaType: 'application/json', examples: names.map((key) => ({ key })) }],
  };
}) as unknown as PrismOperation['responses'];

const list = createSampleList();
const operation: Operation = { list, isList: true, template: '/', method: 'get', methods: ['GET'] };

describe('chooseExample', () => {
  it.each([
    ['200', 'one', { code: '200', example: 'one' }],
    ['404', 'not-found', { code: '404', example: 'not-found' }],
    ['503', 'broken', { code: '503', example: 'broken' }],
    ['418', 'other', { code: '418', example: 'other' }],
    [undefined, 'one', { code: '200', example: 'one' }],
    [undefined, 'busy', { code: '429', example: 'busy' }],
    [undefined, 'broken', { code: '500', example: 'broken' }],
  ])('for code %p and example %p is %p', (code, example, expected) => {
    expect(chooseExample(RESPONSES, code, example, operation)).toEqual(expected);
  });

  it('is for a code alone the first example that the contract gives with that status', () => {
    expect(chooseExample(RESPONSES, '429', undefined, operation)).toEqual({ code: '429', example: 'busy' });
    expect(chooseExample(RESPONSES, '404', undefined, operation)).toEqual({ code: '404', example: 'not-found' });
    expect(chooseExample(RESPONSES, '200', undefined, operation)).toEqual({ code: '200' });
  });

  it('is for an operation that is no list left to Prism', () => {
    expect(chooseExample(RESPONSES, '429', undefined, { ...operation, isList: false })).toEqual({ code: '429' });
  });

  it.each([
    ['404', 'busy', 'Response 404 has no example busy. It has the examples bad, not-found.'],
    [
      undefined,
      'nope',
      'No response has an example nope. The document has the examples one, bad, not-found, busy, broken, other.',
    ],
  ])('says what there is instead of example %p of %p', (code, example, missing) => {
    expect(chooseExample(RESPONSES, code, example, operation)).toEqual({ missing });
  });

  it('says which codes there are', () => {
    const missing = 'Requested status code 418 is not defined in the document. It defines 200, 404.';
    expect(chooseExample(RESPONSES.slice(0, 2), '418', undefined, operation)).toEqual({ missing });
  });
});
