import { describe, expect, it } from '@jest/globals';
import { toWireText } from './to-wire-text.ts';

describe('toWireText', () => {
  it('has a character for every byte of the UTF-8 text', () => {
    expect(toWireText('/a?é=😀')).toBe('/a?\u00c3\u00a9=\u00f0\u009f\u0098\u0080');
  });
});
