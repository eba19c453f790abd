import type { Contract } from '../../contract/contract.ts';
import type { ListMock } from '../../mock/list-mock.ts';
import { ServerError } from '../server-error.ts';
import { createOperationFinder, type OperationFinder } from './operations.ts';

/** Which paths lead to which contract, in every session. */
export interface Routing {
  /** The beginnings of paths, with the place among the contracts of the one that they may lead to; the likeliest first. */
  readonly routes: readonly { readonly prefix: string; readonly index: number }[];
  readonly findOperation: OperationFinder;
}

/**
 * Puts contracts together to be served side by side.
 *
 * @throws {ServerError} when two of them have the same path, or one is in a place that is the server's own
 */
export function createRouting(contracts: readonly Contract[]): Routing {
  requireSeparatePaths(contracts);
  // Of two templates that fit a path, the one that says more of it comes first.
  const routes = contracts
    .map(({ path }, index) => ({ prefix: literalStart(path), index, literals: literalsOf(path) }))
    .sort((a, b) => b.literals - a.literals);
  return { routes, findOperation: createOperationFinder(contracts) };
}

/** What every path of a template begins with, but for a slash at its end. */
function literalStart(template: string): string {
  const brace = template.indexOf('{');
  return brace === -1 ? template.replace(/\/$/, '') : template.slice(0, brace);
}

function literalsOf(template: string): number {
  return template.split('/').filter((segment) => segment !== '' && !segment.includes('{')).length;
}

function requireSeparatePaths(contracts: readonly Contract[]): void {
  const owners = new Map<string, string>();
  for (const { id, path } of contracts) {
    const shape = path.replace(/\{[^}]*\}/g, '{}').replace(/\/$/, '');
    const other = owners.get(shape);
    if (other !== undefined) {
      const reason = other === id ? `${id} is given twice` : `${other} and ${id} are both at ${path}`;
      throw new ServerError('path-taken', `${reason}; one server can have each path once`);
    }
    const own = /^\/(__admin|__session)(?:\/|$)/.exec(path)?.[1];
    if (own !== undefined) {
      const use = own === '__admin' ? 'the administration’s' : 'for sessions';
      throw new ServerError('path-taken', `${id} is at ${path}; what begins with /${own} is ${use}`);
    }
    owners.set(shape, id);
  }
}

/**
 * The list whose contract should say that a path leads nowhere: the one whose path begins most like it, by whole segments.
 *
 * @returns `undefined` when none begins like it
 */
export function findNearestList(lists: readonly ListMock[], path: string): ListMock | undefined {
  const segments = path.split('/').slice(1);
  let nearest: ListMock | undefined;
  let most = 0;
  for (const list of lists) {
    const template = list.contract.path.split('/').slice(1);
    const common = countCommon(template, segments);
    if (common > most) {
      nearest = list;
      most = common;
    }
  }
  return nearest;
}

function countCommon(template: readonly string[], segments: readonly string[]): number {
  const end = template.findIndex(
    (segment, index) => segment === '' || segment.includes('{') || segment !== segments[index],
  );
  return end === -1 ? template.length : end;
}
