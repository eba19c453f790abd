import type { Contract } from '../../contract/contract.ts';
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
}

interface Candidate {
  readonly contract: Contract;
  readonly template: string;
  readonly methods: ReadonlySet<string>;
  /** The contract of the list whose path it is, if it is one's. */
  readonly owner: Contract | undefined;
  readonly match: (path: string) => PathMatch;
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
    const { contract, owner, template, methods } = candidate;
    const name = method.toLowerCase();
    const documented = name === 'head' && !methods.has('head') ? 'get' : name;
    const operation = { template, method: documented, methods: [...methods].map((one) => one.toUpperCase()) };
    if (owner === undefined) return { contract, isList: false, ...operation };
    return methods.has(documented) ? { contract: owner, isList: documented === 'get', ...operation } : undefined;
  };
}

function listCandidates(contracts: readonly Contract[]): readonly Candidate[] {
  const seen = new Set<unknown>();
  const candidates: Candidate[] = [];
  for (const contract of contracts) {
    const { document } = contract;
    if (seen.has(document)) continue;
    seen.add(document);
    for (const [template, item] of Object.entries((document['paths'] ?? {}) as Record<string, object | null>)) {
      const methods = new Set(METHODS.filter((method) => Object.hasOwn(item ?? {}, method)));
      const owner = contracts.find((one) => one.document === document && one.path === template);
      if (template.startsWith('/'))
        candidates.push({ contract, template, methods, owner, match: createPathMatcher(template) });
    }
  }
  return candidates.sort((a, b) => parametersOf(a.template) - parametersOf(b.template));
}

function fits({ match, owner }: Candidate, path: string): boolean {
  const { fit } = match(path);
  return fit === 'exact' || (fit === 'otherSlash' && owner !== undefined && owner.trailingSlash !== 'strict');
}

function parametersOf(template: string): number {
  return template.split('{').length - 1;
}
