import { describe, expect, it } from '@jest/globals';
import { WaiverError } from './waiver-error.ts';

describe('WaiverError', () => {
  it('lists its problems with their places', () => {
    const error = new WaiverError([
      { file: 'w.yaml', line: 3, column: 5, message: '`reason` is missing' },
      { file: 'w.yaml', line: 7, column: 1, message: 'expected text, got 4' },
    ]);
    expect(error.message).toBe('w.yaml:3:5 `reason` is missing\nw.yaml:7:1 expected text, got 4');
    expect(error.code).toBe('invalid-waivers');
  });
});
