import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ControlledMock, openControlledMock } from '../testing/open-controlled-mock.ts';

let opened: ControlledMock;
beforeAll(async () => {
  opened = await openControlledMock();
});
afterAll(() => opened.mock.close());

describe('requireKnownFilters', () => {
  it.each([
    ['--contract', 'zzzzzzzz', 'there is no contract zzzzzzzz; there are orders\n'],
    ['--contract', 'order', 'there is no contract order; did you mean orders?\n'],
    ['--fault', 'rate-limits', 'there is no fault rate-limits; did you mean rate-limit?\n'],
    ['--fault', 'nope', 'there is no fault nope; there are latency, '],
    ['--fault', '503', 'there is no fault 503; there are latency, '],
    ['--method', 'nope', 'method is "nope"; expected a method of HTTP, such as GET\n'],
    ['--status', '999', 'status is "999"; expected 100 to 599, or a class from 1xx to 5xx\n'],
    ['--status', '6xx', 'status is "6xx"; expected 100 to 599'],
  ])('refuses %s %s', async (flag, value, message) => {
    for (const others of [[], ['--follow'], ['--har', '-']]) {
      expect(await opened.refuse('journal', flag, value, ...others)).toEqual([2, expect.stringContaining(message)]);
    }
  });

  it('lets pass what there is, though no exchange is so', async () => {
    const words = ['--contract', 'orders', '--fault', 'cycle', '--method', 'query', '--status', '5XX'];
    expect(await opened.print('journal', ...words)).toBe('no exchange\n');
  });
});
