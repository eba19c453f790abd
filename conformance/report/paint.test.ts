import { describe, expect, it } from '@jest/globals';
import { createPaint, supportsColor } from './paint.ts';

describe('createPaint', () => {
  it('styles text, or leaves it', () => {
    const { dim, accent, success, warning, error, info } = createPaint(true);
    expect([dim('x'), accent('x'), success('x'), warning('x'), error('x'), info('x')]).toEqual([
      '\u001b[2mx\u001b[22m',
      '\u001b[36mx\u001b[39m',
      '\u001b[32mx\u001b[39m',
      '\u001b[33mx\u001b[39m',
      '\u001b[31mx\u001b[39m',
      '\u001b[34mx\u001b[39m',
    ]);
    expect(createPaint(false).error('x')).toBe('x');
  });

  it('nests', () => {
    const paint = createPaint(true);
    expect(paint.bold(paint.error('x'))).toBe('\u001b[1m\u001b[31mx\u001b[39m\u001b[22m');
  });
});

describe('supportsColor', () => {
  it.each([
    [true, {}, true],
    [true, { NO_COLOR: '' }, true],
    [true, { NO_COLOR: '1' }, false],
    [true, { TERM: 'dumb' }, false],
    [false, {}, false],
    [undefined, {}, false],
    [false, { FORCE_COLOR: '1' }, true],
    [false, { FORCE_COLOR: '' }, true],
    [true, { FORCE_COLOR: '1', NO_COLOR: '1', TERM: 'dumb' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [true, { FORCE_COLOR: 'false' }, false],
  ])('on a terminal %p, with %p: %p', (isTTY, env, expected) => {
    expect(supportsColor({ isTTY }, env)).toBe(expected);
  });
});
