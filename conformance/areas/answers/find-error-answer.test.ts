import { describe, expect, it } from '@jest/globals';
import type { ErrorAnswer, ErrorCondition } from '../../../src/contract/contract.ts';
import { findErrorAnswer } from './find-error-answer.ts';

function find(condition: ErrorCondition, ...described: readonly ErrorCondition[]): ErrorCondition | undefined {
  const errors = new Map(described.map((one) => [one, { condition: one } as ErrorAnswer]));
  return findErrorAnswer({ errors }, condition)?.condition;
}

describe('findErrorAnswer', () => {
  it.each<[ErrorCondition, readonly ErrorCondition[], ErrorCondition | undefined]>([
    ['expiredCredential', ['expiredCredential', 'unauthenticated'], 'expiredCredential'],
    ['expiredCredential', ['invalidCredential', 'unauthenticated'], 'invalidCredential'],
    ['expiredCredential', ['unauthenticated'], 'unauthenticated'],
    ['emptyCredential', ['malformedCredential', 'missingCredential'], 'malformedCredential'],
    ['retiredVersion', ['invalidParameter'], 'invalidParameter'],
    ['invalidBackwardPosition', ['invalidPosition'], 'invalidPosition'],
    ['unauthenticated', ['missingCredential'], undefined],
    ['notFound', ['forbidden', 'unauthenticated'], undefined],
  ])('%s of %j: %s', (condition, described, expected) => {
    expect(find(condition, ...described)).toBe(expected);
  });
});
