import { describe, expect, it } from '@jest/globals';
import { createExchange } from '../testing/create-result.ts';
import { describeExchange, describeStatus } from './describe-status.ts';

describe('describeStatus', () => {
  it.each([
    [{ status: 200 }, '200 OK'],
    [{ status: 404 }, '404 Not Found'],
    [{ status: 799 }, '799'],
    [{ status: 0, failure: 'the connection was\nclosed' }, 'no response: the connection was closed'],
    [{ status: 0 }, 'no response: the reason is not known'],
  ])('of %j', (parts, text) => {
    expect(describeStatus(createExchange(parts))).toBe(text);
  });
});

describe('describeExchange', () => {
  it('has everything on one line', () => {
    expect(describeExchange(createExchange({ url: 'https://a.example/\u001bx', durationMs: 41 }))).toBe(
      'GET https://a.example/\\u001bx → 200 OK, 41 ms',
    );
  });
});
