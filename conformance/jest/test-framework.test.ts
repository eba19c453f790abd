import { beforeAll, describe, expect, it } from '@jest/globals';
import { findFramework, type TestFramework } from './test-framework.ts';
import { createRecorder } from './testing/create-recorder.ts';

describe('findFramework', () => {
  it('takes the globals of a test file', () => {
    const globals = globalThis as unknown as Record<string, unknown>;
    expect(findFramework().describe).toBe(globals['describe']);
  });

  it('takes what is imported just as well', () => {
    const imported: TestFramework = { describe, it, beforeAll };
    expect(findFramework(imported)).toEqual(imported);
  });

  it('says what to do where there are none', () => {
    const { beforeAll: _, ...incomplete } = createRecorder();
    expect(() => findFramework({})).toThrow('call this in a test file');
    expect(() => findFramework(incomplete)).toThrow(TypeError);
  });
});
