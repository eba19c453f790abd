import { isDeepStrictEqual } from 'node:util';
import { expect } from '@jest/globals';

/** `expect(actual).toStrictEqual(wanted)`, which takes its time only when there is something to report. */
export function expectSame(actual: unknown, wanted: unknown): void {
  if (!isDeepStrictEqual(actual, wanted)) expect(actual).toStrictEqual(wanted);
}
