import { describe, expect, it } from '@jest/globals';
import { createTokenShape } from './create-token-shape.ts';

const SHAPE = { forward: '{"v":1,"k":"{key}"}', backward: '{"v":1,"k":"{key}","d":"prev"}' };

describe('createTokenShape', () => {
  it("wraps keys as the document's examples have them", () => {
    const { wrap } = createTokenShape({ shape: SHAPE, encoding: 'base64' });
    expect(wrap('xQp3mJ8LvTyw', 'forward')).toBe('eyJ2IjoxLCJrIjoieFFwM21KOEx2VHl3In0=');
    expect(wrap('aH8xRq4nGVwl', 'backward')).toBe('eyJ2IjoxLCJrIjoiYUg4eFJxNG5HVndsIiwiZCI6InByZXYifQ==');
  });

  it('wraps without encoding', () => {
    expect(createTokenShape({ shape: SHAPE, encoding: 'none' }).wrap('abc', 'backward')).toBe(
      '{"v":1,"k":"abc","d":"prev"}',
    );
  });

  it('leaves the key alone without a shape', () => {
    const shape = createTokenShape({ encoding: 'none' });
    expect(shape.wrap('abc', 'backward')).toBe('abc');
    expect(shape.unwrap('abc')).toEqual(['abc']);
  });

  it.each(['base64', 'none'] as const)('finds the key again (%s)', (encoding) => {
    const { wrap, unwrap } = createTokenShape({ shape: SHAPE, encoding });
    expect(unwrap(wrap('abc', 'forward'))).toEqual(['abc']);
    expect(unwrap(wrap('abc', 'backward'))[0]).toBe('abc');
  });

  it('finds each key that there may be where one shape is part of the other', () => {
    const { unwrap } = createTokenShape({ shape: { forward: 'f{key}', backward: 'fb{key}' }, encoding: 'none' });
    expect(unwrap('fbxyz')).toEqual(['xyz', 'bxyz']);
  });

  it.each(['', 'eyJ2', '{"v":1,"k":""}', '\ud800'])('finds no key in %j', (token) => {
    expect(createTokenShape({ shape: SHAPE, encoding: 'none' }).unwrap(token)).toEqual([]);
  });

  it.each(['no place', '{key}{key}'])('refuses the shape %j', (text) => {
    const shape = { forward: '{key}', backward: text };
    expect(() => createTokenShape({ shape, encoding: 'none' })).toThrow(
      `The shape of a token must name {key} once, and "${text}" does not.`,
    );
  });
});
