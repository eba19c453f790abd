import type { ListMaker } from '../choose-list-maker.ts';
import { ServerError } from '../server-error.ts';

/**
 * Makes sure that lists are as they should be before they are greased: whoever asked for a bug wants to see it.
 *
 * @throws {ServerError} when a deviation is on
 */
export function requireNoDeviation({ deviation }: ListMaker): void {
  if (deviation === undefined) return;
  throw new ServerError(
    'invalid-option',
    `grease and the deviation ${deviation.name} are asked for; expected one of them`,
  );
}
