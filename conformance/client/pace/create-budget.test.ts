import { describe, expect, it } from '@jest/globals';
import { createBudget } from './create-budget.ts';

describe('createBudget', () => {
  it('counts requests by why they were sent', () => {
    const budget = createBudget(10);
    budget.spend('first');
    budget.spend('retry');
    budget.spend('rate-limit');
    budget.spend('first');
    expect(budget.usage).toEqual({ requests: 4, retries: 1, rateLimited: 1 });
    expect(budget.remaining).toBe(6);
  });

  it('refuses what is beyond it, and counts nothing then', () => {
    const budget = createBudget(1);
    budget.spend('first');
    expect(() => budget.spend('first')).toThrow('the budget of 1 requests is spent');
    expect(budget.usage.requests).toBe(1);
  });

  it('counts a fork’s requests in both, and those of one fork not in another', () => {
    const whole = createBudget(5);
    const [one, other] = [whole.fork(), whole.fork()];
    one.spend('first');
    one.spend('first');
    other.spend('retry');
    expect([whole, one, other].map(({ usage }) => usage.requests)).toEqual([3, 2, 1]);
    expect([whole, one, other].map(({ remaining }) => remaining)).toEqual([2, 2, 2]);
  });

  it('limits a fork by its own part and by the whole', () => {
    const whole = createBudget(3);
    const fork = whole.fork(2);
    fork.spend('first');
    fork.spend('first');
    expect(() => fork.spend('first')).toThrow('the budget of 2 requests is spent');
    expect(whole.usage.requests).toBe(2);
    whole.spend('first');
    const late = whole.fork();
    expect(() => late.spend('first')).toThrow('the budget of 3 requests is spent');
    expect(() => late.check()).toThrow('the budget of 3 requests is spent');
    expect(late.usage.requests).toBe(0);
  });
});
