import { describe, expect, it } from '@jest/globals';
import { createProgress, type Progress } from './progress.ts';
import { measureWidth } from './text.ts';

interface Fixture {
  readonly progress: Progress;
  readonly written: string[];
  readonly clock: { now: number };
}

function start(isTTY: boolean, columns = 80): Fixture {
  const written: string[] = [];
  const clock = { now: 1000 };
  const stream = { isTTY, columns, write: (text: string) => written.push(text) };
  return { progress: createProgress(stream, () => clock.now), written, clock };
}

const half = { done: 23, total: 46, requests: 1, failed: 0, current: 'filters' };

describe('createProgress on a terminal', () => {
  it('writes one line anew', () => {
    const { progress, written, clock } = start(true);
    progress.update(half);
    clock.now += 100;
    progress.update({ ...half, done: 46, requests: 212, failed: 2 });
    progress.finish();
    expect(written).toEqual([
      '\r━━━━━━━━┄┄┄┄┄┄┄┄ 23 of 46 requirements · 1 request · filters\u001b[K',
      '\r━━━━━━━━━━━━━━━━ 46 of 46 requirements · 212 requests · 2 failed · filters\u001b[K',
      '\r\u001b[K',
    ]);
  });

  it('does not flicker, but shows the end at once', () => {
    const { progress, written } = start(true);
    for (let done = 0; done <= 46; done += 1) progress.update({ ...half, done });
    expect(written).toHaveLength(2);
    expect(written[1]).toContain('46 of 46');
  });

  it('keeps to one line, whatever is being checked', () => {
    const { progress, written } = start(true, 40);
    progress.update({ ...half, current: `a\n\u001b[2J${'東'.repeat(50)}` });
    expect(measureWidth((written[0] ?? '').replace('\r', '').replace('\u001b[K', ''))).toBeLessThan(40);
    expect(written[0]).not.toContain('\n');
  });

  it('does without a total, and leaves nothing when nothing was shown', () => {
    const { progress, written } = start(true);
    progress.finish();
    expect(written).toEqual([]);
    progress.update({ done: 3, requests: 9, failed: 0 });
    expect(written).toEqual(['\r· 3 requirements · 9 requests\u001b[K']);
  });
});

describe('createProgress elsewhere', () => {
  it('writes a line now and then', () => {
    const { progress, written, clock } = start(false);
    for (let second = 0; second < 35; second += 1) {
      clock.now += 1000;
      progress.update({ ...half, done: second });
    }
    progress.finish();
    expect(written).toEqual([9, 19, 29].map((done) => `${done} of 46 requirements · 1 request · filters\n`));
  });
});

describe('createProgress nowhere', () => {
  it('is silent', () => {
    const progress = createProgress(undefined);
    progress.update(half);
    expect(() => progress.finish()).not.toThrow();
  });
});
