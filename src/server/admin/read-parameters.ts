import type { IncomingMessage } from 'node:http';
import { readTarget } from '../http/read-target.ts';
import { ServerError } from '../server-error.ts';

/**
 * Reads the query of a request to the administration.
 *
 * @param known - the names that it may have
 * @throws {ServerError} for any other name, or one that is given twice
 */
export function readParameters<Name extends string>(
  request: IncomingMessage,
  known: readonly Name[],
): Partial<Record<Name, string>> {
  const parameters: Partial<Record<Name, string>> = {};
  for (const [name, value] of new URLSearchParams(readTarget(request.url ?? '').query)) {
    const found = known.find((one) => one === name);
    if (found === undefined) {
      const names = known.length === 0 ? 'there are none here' : `expected ${known.join(', ')}`;
      throw new ServerError('invalid-request', `there is no parameter ${name}; ${names}`);
    }
    if (parameters[found] !== undefined) throw new ServerError('invalid-request', `${name} is given twice`);
    parameters[found] = value;
  }
  return parameters;
}
