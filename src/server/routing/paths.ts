import type { Contract } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';
import { canonicalPath } from '../../mock/access.ts';
import type { ListMock } from '../../mock/list.ts';
import {
  createOperationFinder,
  createPathTest,
  findParent,
  type ItemRoute,
  type OperationFinder,
} from './operations.ts';

/** Which paths belong to which contract; the same in every session. */
export interface Routing {
  /** What canonical paths begin with, and the index of the contract that they may belong to; the most specific first. */
  readonly routes: readonly { readonly prefix: string; readonly index: number }[];
  readonly findOperation: OperationFinder;
  /** The rows below whose paths lists are, by the index of their contracts, where those have to be there. */
  readonly parents: ReadonlyMap<number, ItemRoute>;
  /** The path of a server below which a path stands, and the rest of it; `undefined` where it stands for itself. */
  findBase(path: string): { readonly base: string; readonly rest: string } | undefined;
}

/**
 * Compiles the paths of contracts that are served side by side.
 *
 * @throws {PagewrightError} `path-taken` when two of them have the same path, or one has a path of the server's own
 */
export function createRouting(contracts: readonly Contract[]): Routing {
  requireSeparatePaths(contracts);
  // Of two templates that fit a path, the one that says more of it comes first.
  const routes = contracts
    .map(({ path }, index) => ({ prefix: canonicalPath(literalStart(path)), index, literals: literalsOf(path) }))
    .sort((a, b) => b.literals - a.literals);
  const parents = contracts.flatMap((contract, index) => {
    const parent = findParent(contract, contracts);
    return parent === undefined ? [] : [[index, parent] as const];
  });
  return {
    routes,
    findOperation: createOperationFinder(contracts),
    parents: new Map(parents),
    findBase: createBaseFinder(contracts),
  };
}

/** A document's servers have paths of their own, `/api/v1`, which clients put in front of those of operations. */
function createBaseFinder(contracts: readonly Contract[]): Routing['findBase'] {
  const bases = [...new Set(contracts.flatMap(({ servers }) => servers.map(canonicalPath)))].sort(
    (a, b) => b.length - a.length,
  );
  if (bases.length === 0) return () => undefined;
  const below = bases.map((base) => {
    return {
      base,
      knows: createPathTest(contracts.filter(({ servers }) => servers.map(canonicalPath).includes(base))),
    };
  });
  return (sent) => {
    const path = canonicalPath(sent);
    const found = below.find(({ base, knows }) => path.startsWith(`${base}/`) && knows(path.slice(base.length)));
    return found && { base: found.base, rest: path.slice(found.base.length) };
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

function requireSeparatePaths(contracts: readonly Contract[]): void {
  const owners = new Map<string, string>();
  for (const { id, path, method } of contracts) {
    // A list by POST may stand on the path of one by GET.
    const shape = `${method} ${path.replace(/\{[^}]*\}/g, '{}').replace(/\/$/, '')}`;
    const other = owners.get(shape);
    if (other !== undefined) {
      const reason = other === id ? `${id} is given twice` : `${other} and ${id} both have the path ${path}`;
      throw new PagewrightError('path-taken', `${reason}: a server can have each path only once`);
    }
    const own = /^\/(__admin|__session)(?:\/|$)/.exec(path)?.[1];
    if (own !== undefined) {
      const use = own === '__admin' ? 'the admin API' : 'sessions';
      throw new PagewrightError(
        'path-taken',
        `${id} has the path ${path}: paths below /${own} are reserved for ${use}`,
      );
    }
    owners.set(shape, id);
  }
}

/**
 * The list whose contract shapes the 404 of an unknown path: the one that has the most leading segments in common with it.
 *
 * @returns `undefined` when none has any
 */
export function findNearestList(lists: readonly ListMock[], path: string): ListMock | undefined {
  const segments = canonicalPath(path).split('/').slice(1);
  let nearest: ListMock | undefined;
  let most = 0;
  for (const list of lists) {
    const template = list.contract.path
      .split('/')
      .slice(1)
      .map((segment) => (segment.includes('{') ? segment : canonicalPath(segment)));
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
