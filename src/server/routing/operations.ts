import type { Contract } from '../../contract/contract.ts';
import type { ItemOperation } from '../../contract/item-operation.ts';
import { shapeOf } from '../../contract/operation-places.ts';
import { createPathMatcher, type PathMatch } from '../../mock/access.ts';
import type { ListMock } from '../../mock/list.ts';

/** One operation of a contract file. */
export interface Operation {
  /** A list of the same file; of a list's operation, that list. */
  readonly list: ListMock;
  /** Whether it is the list's own operation. */
  readonly isList: boolean;
  /** Its path template. */
  readonly template: string;
  /** Lower case, as the document has it: `get` for a HEAD request. */
  readonly method: string;
  /** The methods that the document has on the path, upper case. */
  readonly methods: readonly string[];
  /** What the list itself has to do with the path; absent: nothing. */
  readonly item?: ItemRoute;
}

/** How a path has to do with the rows of a list. */
export interface ItemRoute {
  /** The list whose rows they are. */
  readonly contract: Contract;
  /** The operation that the list carries out; absent: another answers, and the row has to be there. */
  readonly operation?: ItemOperation;
  /** An operation on the row that the path is below, or is the path of, and how many segments its path has. */
  readonly above?: { readonly operation: ItemOperation; readonly segments: number };
}

interface Candidate {
  readonly contract: Contract;
  readonly template: string;
  readonly methods: ReadonlySet<string>;
  /** The contracts of the lists whose path it is. */
  readonly owners: readonly Contract[];
  readonly match: (path: string) => PathMatch;
  /** By method in lower case, and for all others under an empty name. */
  readonly items: ReadonlyMap<string, ItemRoute>;
}

/** An operation, with the contract of its list in place of the list. */
type ContractOperation = Omit<Operation, 'list'> & { readonly contract: Contract };

/** Finds the operation of a method and path. */
export type OperationFinder = (method: string, path: string) => ContractOperation | undefined;

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/**
 * Creates the search for the operation of a request in the documents of all contracts. It finds `undefined` where the documents
 * have no such path, and on a list's own path where they do not have the method.
 */
export function createOperationFinder(contracts: readonly Contract[]): OperationFinder {
  const candidates = listCandidates(contracts);
  return (method, path) => {
    const candidate = candidates.find((one) => fits(one, path));
    if (candidate === undefined) return undefined;
    const { contract, owners, template, methods, items } = candidate;
    const name = method.toLowerCase();
    const documented = name === 'head' && !methods.has('head') ? 'get' : name;
    if (owners.length > 0 && !methods.has(documented)) return undefined;
    const owner = owners.find((one) => one.method.toLowerCase() === documented);
    const item = items.get(documented) ?? items.get('');
    return {
      contract: owner ?? owners[0] ?? contract,
      isList: owner !== undefined,
      template,
      method: documented,
      methods: [...methods].map((one) => one.toUpperCase()),
      ...(item !== undefined && { item }),
    };
  };
}

/** Creates the test of whether the documents of contracts have a path, whatever the method. */
export function createPathTest(contracts: readonly Contract[]): (path: string) => boolean {
  const candidates = listCandidates(contracts);
  return (path) => candidates.some((one) => fits(one, path));
}

function listCandidates(contracts: readonly Contract[]): readonly Candidate[] {
  const candidates = [...new Set(contracts.map(({ document }) => document))].flatMap((document) => {
    return listDocument(contracts.filter((one) => one.document === document));
  });
  return candidates.sort((a, b) => {
    return parametersOf(a.template) - parametersOf(b.template) || literalsOf(b.template) - literalsOf(a.template);
  });
}

/** @param contracts - all of one document */
function listDocument(contracts: readonly Contract[]): readonly Candidate[] {
  const [contract] = contracts;
  if (contract === undefined) return [];
  const paths = (contract.document['paths'] ?? {}) as Record<string, object | null>;
  const findItems = createItemFinder(contracts);
  return Object.entries(paths).flatMap(([template, item]) => {
    if (!template.startsWith('/')) return [];
    const methods = new Set(METHODS.filter((method) => Object.hasOwn(item ?? {}, method)));
    const owners = contracts.filter((one) => one.path === template);
    return [{ contract, template, methods, owners, match: createPathMatcher(template), items: findItems(template) }];
  });
}

/** For a list below the rows of another, an operation on those, and where their paths end. */
export function findParent(contract: Contract, contracts: readonly Contract[]): ItemRoute | undefined {
  if (contract.parent === undefined) return undefined;
  const others = contracts.filter((one) => one.document === contract.document && one !== contract);
  return createItemFinder(others)(contract.path).get('');
}

/**
 * Creates what says how the lists of a document have to do with a path: by the operations on rows that they carry out there, and
 * for all else by the row that the path is below.
 */
function createItemFinder(contracts: readonly Contract[]): (template: string) => ReadonlyMap<string, ItemRoute> {
  const routes = new Map<string, [method: string, route: ItemRoute][]>();
  const rows = new Map<string, ItemRoute>();
  for (const contract of contracts) {
    for (const operation of contract.operations) {
      const { path, method, identity, kind } = operation;
      routes.set(path, [...(routes.get(path) ?? []), [method.toLowerCase(), { contract, operation }]]);
      // The path of a move goes on behind the identity of the row.
      if (identity?.in !== 'path' || kind === 'move' || path === contract.path || rows.has(shapeOf(path))) continue;
      rows.set(shapeOf(path), { contract, above: { operation, segments: shapeOf(path).split('/').length } });
    }
  }
  const own = new Set(contracts.map(({ path }) => path));
  return (template) => {
    const found = new Map(routes.get(template) ?? []);
    const segments = shapeOf(template).split('/');
    const above = segments.map((_, index) => rows.get(segments.slice(0, index + 1).join('/')));
    const nearest = above.findLast((route) => route !== undefined);
    return nearest === undefined || own.has(template) ? found : found.set('', nearest);
  };
}

function fits({ match, owners }: Candidate, path: string): boolean {
  const { fit } = match(path);
  return fit === 'exact' || (fit === 'otherSlash' && owners.some(({ trailingSlash }) => trailingSlash !== 'strict'));
}

function parametersOf(template: string): number {
  return template.split('{').length - 1;
}

function literalsOf(template: string): number {
  return template.replace(/\{[^}]*\}/g, '').length;
}
