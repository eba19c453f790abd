import type { Contract, ErrorAnswer, ErrorCondition } from '../../../src/contract/contract.ts';

/** The more general condition whose answer stands for one that a contract says nothing of. */
const PARENTS: Readonly<Partial<Record<ErrorCondition, ErrorCondition>>> = {
  missingCredential: 'unauthenticated',
  emptyCredential: 'malformedCredential',
  malformedCredential: 'unauthenticated',
  invalidCredential: 'unauthenticated',
  expiredCredential: 'invalidCredential',
  insufficientScope: 'forbidden',
  foreignScope: 'forbidden',
  missingScope: 'invalidParameter',
  missingVersion: 'invalidParameter',
  unsupportedVersion: 'missingVersion',
  retiredVersion: 'unsupportedVersion',
  expiredPosition: 'invalidPosition',
  invalidBackwardPosition: 'invalidPosition',
};

/** The answer of a contract to a condition, or to the nearest more general one; `undefined` where it says nothing. */
export function findErrorAnswer(
  { errors }: Pick<Contract, 'errors'>,
  condition: ErrorCondition,
): ErrorAnswer | undefined {
  const parent = PARENTS[condition];
  return errors.get(condition) ?? (parent === undefined ? undefined : findErrorAnswer({ errors }, parent));
}
