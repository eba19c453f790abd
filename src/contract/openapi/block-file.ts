import { type Problem, problemsError } from '../error.ts';
import { isObject, isPlainObject } from '../json-pointer.ts';
import type { SourceDocument } from '../source-document.ts';
import { didYouMean } from '../text.ts';
import type { LoadedDocument } from './load-document.ts';

type Part = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

/** A block for an operation that does not stand in the OpenAPI document. */
export interface BlockEntry {
  readonly path: string;
  readonly method: 'get' | 'post';
  readonly block: Part;
  /** A problem at a place of the block. */
  problemAt(place: Path, message: string): Problem;
}

const KEYS = ['extends', 'defaults', 'lists'];

/** Whether a file holds blocks by operationId, and is no OpenAPI document of its own. */
export function isBlockFile({ value }: Pick<SourceDocument, 'value'>): boolean {
  return (
    isObject(value) && value['lists'] !== undefined && !['openapi', 'swagger', 'overlay'].some((key) => key in value)
  );
}

/**
 * Reads blocks that stand in a file of their own: `lists` has them by operationId, or by method and path where an operation has
 * none (`GET /orders`), and `defaults` has what they share. What a list says itself goes before the defaults, and `null` takes a
 * default away.
 *
 * @param document - the OpenAPI document, its references resolved
 * @param blocks - the file of blocks
 * @throws {PagewrightError} `invalid-contract` for lists that the document does not have, with the line
 */
export function readBlockFile(document: Part, blocks: SourceDocument): readonly BlockEntry[] {
  const { value } = blocks;
  const problems: Problem[] = [];
  const report = (path: Path, message: string): void => {
    problems.push(blocks.problemAt(path, message));
  };
  const { defaults = {}, lists } = isObject(value) ? value : {};
  for (const key of Object.keys(isObject(value) ? value : {})) {
    if (!KEYS.includes(key) && !key.startsWith('x-')) report([key], `Unknown key ${key}${didYouMean(key, KEYS)}`);
  }
  if (!isPlainObject(defaults)) report(['defaults'], 'Invalid defaults: must be a part of an x-pagewright block');
  if (!isPlainObject(lists)) {
    report(['lists'], 'Invalid lists: must be a map from operationId, or method and path, to a block');
    throw problemsError('invalid-contract', problems);
  }
  const operations = findOperations(document);
  const entries = Object.entries(lists).flatMap(([name, own]): readonly BlockEntry[] => {
    const place = operations.get(name);
    if (place === undefined)
      report(['lists', name], `Unknown operation ${name}${didYouMean(name, [...operations.keys()])}`);
    else if (own === null || isPlainObject(own)) {
      const block = combine(defaults as Part, own ?? {});
      return [{ ...place, block, problemAt: createLocator(blocks, ['lists', name]) }];
    } else report(['lists', name], 'Invalid block: must be an object, or null where the defaults say all');
    return [];
  });
  if (problems.length > 0) throw problemsError('invalid-contract', problems);
  return entries;
}

/** The operations that may be lists, by each name that they have. */
function findOperations({ paths }: Part): ReadonlyMap<string, Pick<BlockEntry, 'path' | 'method'>> {
  const found = new Map<string, Pick<BlockEntry, 'path' | 'method'>>();
  for (const [path, item] of Object.entries(isObject(paths) ? paths : {})) {
    for (const method of ['get', 'post'] as const) {
      const operation = isObject(item) ? item[method] : undefined;
      if (!isObject(operation)) continue;
      found.set(`${method.toUpperCase()} ${path}`, { path, method });
      const id = operation['operationId'];
      if (typeof id === 'string' && !found.has(id)) found.set(id, { path, method });
    }
  }
  return found;
}

function combine(defaults: Part, own: Part): Part {
  const combined: Record<string, unknown> = { ...defaults };
  for (const [key, value] of Object.entries(own)) {
    const known = combined[key];
    if (value === null) delete combined[key];
    else combined[key] = isPlainObject(known) && isPlainObject(value) ? combine(known, value) : value;
  }
  return combined;
}

/** Finds an entry of a block where the list says it itself, else among the defaults. */
function createLocator(blocks: SourceDocument, own: Path): BlockEntry['problemAt'] {
  return (place, message) => {
    const depth = (from: Path): number => countSteps(blocks.value, [...from, ...place]) - from.length;
    const from = depth(['defaults']) > depth(own) ? ['defaults'] : own;
    return blocks.problemAt([...from, ...place], message);
  };
}

/** How many keys of a path exist. */
function countSteps(root: unknown, path: Path): number {
  let at = root;
  for (const [index, key] of path.entries()) {
    if (!isObject(at) || !Object.hasOwn(at, key)) return index;
    at = (at as Record<string | number, unknown>)[key];
  }
  return path.length;
}

/**
 * Gives operations of a document their blocks, as if they stood in it.
 *
 * @returns the document with them; it stays as it is itself
 */
export function addBlocks(loaded: LoadedDocument, entries: readonly BlockEntry[]): LoadedDocument {
  if (entries.length === 0) return loaded;
  const paths: Record<string, Part> = { ...(loaded.document['paths'] as Readonly<Record<string, Part>>) };
  const copies = new Set<unknown>();
  for (const { path, method, block } of entries) {
    const item = paths[path] ?? {};
    const operation = { ...(item[method] as Part), 'x-pagewright': block };
    copies.add(operation);
    paths[path] = { ...item, [method]: operation };
  }
  const given = new Map(entries.map((entry) => [JSON.stringify(['paths', entry.path, entry.method]), entry]));
  const order = Object.keys(paths);
  const lists = [
    ...loaded.lists.filter((keys) => !given.has(JSON.stringify(keys))),
    ...entries.map(({ path, method }) => ['paths', path, method]),
  ].sort((a, b) => order.indexOf(a[1] ?? '') - order.indexOf(b[1] ?? ''));
  const { source } = loaded;
  return {
    document: { ...loaded.document, paths },
    source: {
      file: source.file,
      isBuiltIn: false,
      get value(): unknown {
        return source.value;
      },
      problemAt(path, message) {
        const entry = path[3] === 'x-pagewright' ? given.get(JSON.stringify(path.slice(0, 3))) : undefined;
        return entry === undefined ? source.problemAt(path, message) : entry.problemAt(path.slice(4), message);
      },
    },
    lists,
    get files() {
      return loaded.files;
    },
    // What a copy holds is known where the copy is not.
    errorsWithin: (objects, { isForeign = true } = {}) =>
      loaded.errorsWithin(
        objects.flatMap((one) => (copies.has(one) ? Object.values(one as Part) : [one])),
        { isForeign },
      ),
    warnings: () => loaded.warnings(),
  };
}
