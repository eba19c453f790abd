import { describe, expect, it } from '@jest/globals';
import { createPaint } from './paint.ts';

describe('createPaint', () => {
  it('styles text, or leaves it', () => {
    expect(createPaint(true)('red', 'x')).toBe('\u001b[31mx\u001b[39m');
    expect(createPaint(false)('red', 'x')).toBe('x');
  });

  it('nests', () => {
    const paint = createPaint(true);
    expect(paint('bold', paint('red', 'x'))).toBe('\u001b[1m\u001b[31mx\u001b[39m\u001b[22m');
  });
});
