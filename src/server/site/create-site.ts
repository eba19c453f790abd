import type { ListMock } from '../../mock/list-mock.ts';
import { ServerError } from '../server-error.ts';
import { createOperationFinder } from './create-operation-finder.ts';
import type { Site } from './site.ts';

/**
 * Puts lists together to be served side by side.
 *
 * @throws {ServerError} when two of them have the same path, or one is in the place of the administration
 */
export function createSite(lists: readonly ListMock[]): Site {
  requireSeparatePaths(lists);
  // Of two templates that fit a path, the one that says more of it comes first.
  const routes = [...lists]
    .sort((a, b) => literalsOf(b.contract.path) - literalsOf(a.contract.path))
    .map((list) => ({ prefix: literalStart(list.contract.path), list }));
  return {
    lists,
    answer(request) {
      for (const { prefix, list } of routes) {
        if (!request.path.startsWith(prefix)) continue;
        const response = list.handle(request);
        if (response !== undefined) return response;
      }
      return undefined;
    },
    findOperation: createOperationFinder(lists),
  };
}

/** What every path of a template begins with, but for a slash at its end. */
function literalStart(template: string): string {
  const brace = template.indexOf('{');
  return brace === -1 ? template.replace(/\/$/, '') : template.slice(0, brace);
}

function literalsOf(template: string): number {
  return template.split('/').filter((segment) => segment !== '' && !segment.includes('{')).length;
}

function requireSeparatePaths(lists: readonly ListMock[]): void {
  const owners = new Map<string, string>();
  for (const { contract } of lists) {
    const shape = contract.path.replace(/\{[^}]*\}/g, '{}').replace(/\/$/, '');
    const other = owners.get(shape);
    if (other !== undefined) {
      const reason =
        other === contract.id
          ? `${contract.id} is given twice`
          : `${other} and ${contract.id} are both at ${contract.path}`;
      throw new ServerError('path-taken', `${reason}; one server can have each path once`);
    }
    if (/^\/__admin(\/|$)/.test(contract.path)) {
      throw new ServerError(
        'path-taken',
        `${contract.id} is at ${contract.path}; what begins with /__admin is the administration's`,
      );
    }
    owners.set(shape, contract.id);
  }
}
