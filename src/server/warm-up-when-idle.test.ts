import { describe, expect, it, jest } from '@jest/globals';
import type { World } from '../mock/world.ts';
import type { Table, View } from '../store/table.ts';
import { createSampleList } from './testing/create-sample-list.ts';
import { warmUpWhenIdle } from './warm-up-when-idle.ts';

/** A world that counts what is asked of its tables. */
function watchWorld(): { world: World; asked: () => number } {
  const { world } = createSampleList();
  let count = 0;
  const table = (name: string): Table | undefined => {
    const found = world.table(name);
    if (found === undefined) return undefined;
    const select = (): View => {
      count += 1;
      return found.select({ criteria: [], order: world.contract.order.by });
    };
    return { size: found.size, select } as unknown as Table;
  };
  return { world: { ...world, table }, asked: () => count };
}

describe('warmUpWhenIdle', () => {
  it('takes its steps one by one, until all are taken', () => {
    jest.useFakeTimers();
    const { world, asked } = watchWorld();
    warmUpWhenIdle([world]);
    expect(asked()).toBe(0);
    jest.advanceTimersByTime(10);
    expect(asked()).toBe(1);
    jest.runAllTimers();
    expect(asked()).toBe(2);
    jest.useRealTimers();
  });

  it('leaves the rest when it is stopped', () => {
    jest.useFakeTimers();
    const { world, asked } = watchWorld();
    warmUpWhenIdle([world])();
    jest.runAllTimers();
    expect(asked()).toBe(0);
    jest.useRealTimers();
  });
});
