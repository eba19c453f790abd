import { describe, expect, it } from '@jest/globals';
import { createAnswer } from '../testing/create-answer.ts';
import { loadContract } from '../testing/load-contract.ts';
import { hasPage } from './answer.ts';

const contract = loadContract('devdraft');

describe('hasPage', () => {
  it('is so for a success with a list of items, and for nothing else', () => {
    expect(hasPage(createAnswer(contract, { body: { data: [] } }))).toBe(true);
    expect(hasPage(createAnswer(contract, { body: {} }))).toBe(false);
    expect(hasPage(createAnswer(contract, { status: 404, body: { data: [] } }))).toBe(false);
    expect(hasPage(undefined)).toBe(false);
  });
});
