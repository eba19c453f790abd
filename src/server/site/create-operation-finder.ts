import { createPathMatcher, type PathMatch } from '../../mock/create-path-matcher.ts';
import type { ListMock } from '../../mock/list-mock.ts';
import type { Site } from './site.ts';

interface Candidate {
  readonly list: ListMock;
  readonly template: string;
  readonly methods: ReadonlySet<string>;
  /** The list whose path this is, if it is one's. */
  readonly ownList: ListMock | undefined;
  readonly match: (path: string) => PathMatch;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/**
 * Compiles the search for the operation that a request means, in the documents of all contracts.
 *
 * @returns a function from method and path to the operation; `undefined` where the documents have no such path, and for a
 *   list's own path where they do not have the method
 */
export function createOperationFinder(lists: readonly ListMock[]): Site['findOperation'] {
  const candidates = listCandidates(lists);
  return (method, path) => {
    const candidate = candidates.find((one) => fits(one, path));
    if (candidate === undefined) return undefined;
    const { list, ownList, template, methods } = candidate;
    const name = method.toLowerCase();
    const documented = name === 'head' && !methods.has('head') ? 'get' : name;
    const operation = { template, method: documented, methods: [...methods].map((one) => one.toUpperCase()) };
    if (ownList === undefined) return { list, isList: false, ...operation };
    return methods.has(documented) ? { list: ownList, isList: documented === 'get', ...operation } : undefined;
  };
}

function listCandidates(lists: readonly ListMock[]): readonly Candidate[] {
  const seen = new Set<unknown>();
  const candidates: Candidate[] = [];
  for (const list of lists) {
    const { document } = list.contract;
    if (seen.has(document)) continue;
    seen.add(document);
    for (const [template, item] of Object.entries((document['paths'] ?? {}) as Record<string, object | null>)) {
      const methods = new Set(METHODS.filter((method) => Object.hasOwn(item ?? {}, method)));
      const ownList = lists.find(({ contract }) => contract.document === document && contract.path === template);
      if (template.startsWith('/'))
        candidates.push({ list, template, methods, ownList, match: createPathMatcher(template) });
    }
  }
  return candidates.sort((a, b) => parametersOf(a.template) - parametersOf(b.template));
}

function fits({ match, ownList }: Candidate, path: string): boolean {
  const { fit } = match(path);
  return (
    fit === 'exact' || (fit === 'otherSlash' && ownList !== undefined && ownList.contract.trailingSlash !== 'strict')
  );
}

function parametersOf(template: string): number {
  return template.split('{').length - 1;
}
