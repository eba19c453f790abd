import { describe, expect, it } from '@jest/globals';
import { createPaint } from './create-paint.ts';

describe('createPaint', () => {
  const paintAll = (isTTY: boolean | undefined, env: Record<string, string>): string => {
    const paint = createPaint({ write: () => true, isTTY }, env);
    return paint.bold(paint.accent('a')) + paint.dim('b');
  };

  it('paints on a terminal', () => {
    expect(paintAll(true, {})).toBe('\u001b[1m\u001b[36ma\u001b[39m\u001b[22m\u001b[2mb\u001b[22m');
  });

  it('has colours for what went well and what did not', () => {
    const paint = createPaint({ write: () => true, isTTY: true }, {});
    expect([paint.good('a'), paint.careful('b'), paint.bad('c')]).toEqual([
      '\u001b[32ma\u001b[39m',
      '\u001b[33mb\u001b[39m',
      '\u001b[31mc\u001b[39m',
    ]);
  });

  it.each([
    [false, {}],
    [undefined, {}],
    [true, { NO_COLOR: '1' }],
    [true, { TERM: 'dumb' }],
  ])('does not where the terminal is %p and the environment %p', (isTTY, env) => {
    expect(paintAll(isTTY, env as Record<string, string>)).toBe('ab');
  });

  it('does where NO_COLOR is empty', () => {
    expect(paintAll(true, { NO_COLOR: '' })).not.toBe('ab');
  });
});
