import { describe, expect, it } from '@jest/globals';
import { TargetError } from '../target-error.ts';
import { createMemo } from './create-memo.ts';

const keepAll = (): boolean => true;

describe('createMemo', () => {
  it('brings what was brought before', async () => {
    const memo = createMemo<number>();
    await memo.share('a', async () => 1, keepAll);
    expect(await memo.share('a', async () => 2, keepAll)).toEqual({ value: 1, shared: true });
    expect(await memo.share('b', async () => 3, keepAll)).toEqual({ value: 3, shared: false });
  });

  it('runs once for all who ask at the same time', async () => {
    const memo = createMemo<number>();
    let runs = 0;
    const run = async (): Promise<number> => {
      runs += 1;
      return runs;
    };
    const all = await Promise.all([1, 2, 3].map(() => memo.share('a', run, keepAll)));
    expect(all.map(({ value, shared }) => [value, shared])).toEqual([
      [1, false],
      [1, true],
      [1, true],
    ]);
  });

  it('runs again after what was not worth keeping', async () => {
    const memo = createMemo<number>();
    const keep = (value: number): boolean => value > 1;
    await memo.share('a', async () => 1, keep);
    await memo.share('a', async () => 2, keep);
    expect(await memo.share('a', async () => 3, keep)).toEqual({ value: 2, shared: true });
  });

  it('runs again after a failure', async () => {
    const memo = createMemo<number>();
    await expect(memo.share('a', () => Promise.reject(new Error('no')), keepAll)).rejects.toThrow('no');
    expect(await memo.share('a', async () => 1, keepAll)).toEqual({ value: 1, shared: false });
  });

  it('shares a failure of the target, and runs for itself when another ran out of requests', async () => {
    const memo = createMemo<number>();
    const failWith = (kind: 'timeout' | 'budget-exhausted') => (): Promise<number> =>
      Promise.reject(new TargetError(kind, kind));
    const own = async (): Promise<number> => 1;
    const [, shared] = await Promise.allSettled([
      memo.share('a', failWith('timeout'), keepAll),
      memo.share('a', own, keepAll),
    ]);
    expect(shared).toMatchObject({ status: 'rejected', reason: { kind: 'timeout' } });
    const [, alone] = await Promise.allSettled([
      memo.share('b', failWith('budget-exhausted'), keepAll),
      memo.share('b', own, keepAll),
    ]);
    expect(alone).toEqual({ status: 'fulfilled', value: { value: 1, shared: false } });
  });
});
