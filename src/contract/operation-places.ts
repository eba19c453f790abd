import type { Block } from './compilation.ts';
import { isObject } from './json-pointer.ts';

/** On which path an operation stands: that of the list, that of one of its items, or any other. */
export type OperationPlace = 'collection' | 'item' | 'other';

/** An operation that may act on rows of a list. */
export interface FoundOperation {
  readonly template: string;
  /** Lower case. */
  readonly method: string;
  readonly pathItem: Block;
  readonly operation: Block;
  readonly place: OperationPlace;
}

/** A declaration that is for no list. */
interface Misplaced {
  readonly path: readonly string[];
  readonly message: string;
}

const METHODS = ['get', 'put', 'post', 'patch', 'delete'];

/** What all lists of a document look at, worked out once. */
interface DocumentIndex {
  /** Templates by their shape. */
  readonly templates: ReadonlyMap<string, string>;
  readonly declared: readonly Omit<FoundOperation, 'place'>[];
  readonly lists: readonly {
    readonly path: string;
    readonly method: string;
    readonly operationId: string | undefined;
  }[];
  /** The list that each path belongs to, by its shape. */
  readonly homes: ReadonlyMap<string, DocumentIndex['lists'][number]>;
}

const indexes = new WeakMap<object, DocumentIndex>();

/**
 * Finds the operations of a document that may act on rows of a list.
 *
 * @param list - path template and method of the list
 * @returns those on its path and on that of an item below it, and those that are declared for it; with what is wrong with
 *   declarations that are for no list, which only the first list of a document reports
 */
export function findOperations(
  document: Block,
  list: { readonly path: string; readonly method: string },
): { readonly found: readonly FoundOperation[]; readonly mistakes: readonly Misplaced[] } {
  const index = indexes.get(document) ?? createIndex(document);
  indexes.set(document, index);
  const onPaths = [
    ...collectionsOf(list.path)
      .flatMap((shape) => index.templates.get(shape) ?? [])
      .map((template) => ({ template, place: 'collection' as const })),
    ...itemsOf(list.path)
      .flatMap((shape) => index.templates.get(shape) ?? [])
      .map((template) => ({ template, place: 'item' as const })),
  ];
  const own = onPaths.flatMap(({ template, place }) =>
    operationsOf(document, template).map((one) => ({ ...one, place })),
  );
  const elsewhere = index.declared
    .filter(({ template }) => !onPaths.some((one) => one.template === template))
    .map((one) => ({ ...one, place: 'other' as const }));
  const found = [...own, ...elsewhere].filter((one) => {
    if (one.operation['x-pagewright'] !== undefined) return false;
    const isDeclared = one.operation['x-pagewright-operation'] !== undefined;
    return isSame(isDeclared ? ownerOf(index, one) : index.homes.get(shapeOf(one.template)), list);
  });
  return { found, mistakes: isSame(index.lists[0], list) ? findMistakes(index) : [] };
}

function createIndex(document: Block): DocumentIndex {
  const paths = Object.keys((document['paths'] ?? {}) as object);
  const operations = paths.flatMap((template) => operationsOf(document, template));
  const lists = operations
    .filter(({ operation }) => operation['x-pagewright'] !== undefined)
    .map(({ template, method, operation }) => ({ path: template, method, operationId: operation['operationId'] }));
  return {
    templates: new Map(paths.map((template) => [shapeOf(template), template])),
    declared: operations.filter(({ operation }) => operation['x-pagewright-operation'] !== undefined),
    lists,
    homes: findHomes(lists),
  };
}

function operationsOf(document: Block, template: string): readonly Omit<FoundOperation, 'place'>[] {
  const pathItem = document['paths'][template] as unknown;
  if (!isObject(pathItem)) return [];
  return METHODS.flatMap((method) => {
    const operation = pathItem[method];
    return isObject(operation) ? [{ template, method, pathItem, operation }] : [];
  });
}

/** A template with its parameters without names, and without a slash at the end. */
export function shapeOf(template: string): string {
  return template.replace(/\{[^}]*\}/g, '{}').replace(/\/$/, '');
}

/** Last segments of a path that say how a collection is read, and are no part of its name. */
const READING = /\/(?:list|search|query|all|find|filter)$/i;

/** Whether the last segment of a path says how a collection is read, and is no part of its name. */
export function isReading(segment: string): boolean {
  return READING.test(`/${segment}`);
}

/** What stands at the end of every path of some APIs. */
const EXTENSION = /\.(?:json|xml)$/;

/** Shapes of the path on which items are created. */
function collectionsOf(path: string): readonly string[] {
  const shape = shapeOf(path);
  return READING.test(shape) ? [shape, shape.replace(READING, '')] : [shape];
}

/** Shapes of the path of an item. */
function itemsOf(path: string): readonly string[] {
  return collectionsOf(path).flatMap((shape) => {
    const extension = EXTENSION.exec(shape)?.[0] ?? '';
    const bare = shape.slice(0, shape.length - extension.length);
    return [`${bare}/{}${extension}`, `${bare}({})`, `${bare}('{}')`];
  });
}

type List = DocumentIndex['lists'][number];

/** Which list is at home on a path: of two, the one whose own path is shorter, and GET before POST. */
function findHomes(lists: readonly List[]): ReadonlyMap<string, List> {
  const homes = new Map<string, List>();
  const ranked = [...lists].sort((a, b) => shapeOf(a.path).length - shapeOf(b.path).length || byMethod(a, b));
  for (const list of ranked) {
    for (const shape of [...collectionsOf(list.path), ...itemsOf(list.path)]) {
      if (!homes.has(shape)) homes.set(shape, list);
    }
  }
  return homes;
}

function byMethod(a: List, b: List): number {
  return a.method.localeCompare(b.method);
}

function isSame(a: List | undefined, b: { readonly path: string; readonly method: string }): boolean {
  return a?.path === b.path && a.method === b.method.toLowerCase();
}

/** The list that a declaration is for: the one that it names, else the one whose path it stands below, else the only one. */
function ownerOf(
  { lists }: Pick<DocumentIndex, 'lists'>,
  { template, operation }: Pick<FoundOperation, 'template' | 'operation'>,
): List | undefined {
  const declared = operation['x-pagewright-operation'] as { list?: unknown } | null;
  const named = isObject(declared) ? declared.list : undefined;
  if (named !== undefined) return lists.find(({ operationId }) => operationId === named);
  const shape = shapeOf(template);
  const isBelow = (above: string): boolean => shape.startsWith(above) && /^(?:[/(:]|$)/.test(shape.slice(above.length));
  const [nearest] = lists
    .filter(({ path }) => collectionsOf(path).some(isBelow))
    .sort((a, b) => shapeOf(b.path).length - shapeOf(a.path).length || byMethod(a, b));
  return nearest ?? (lists.length === 1 ? lists[0] : undefined);
}

function findMistakes(index: DocumentIndex): readonly Misplaced[] {
  return index.declared.flatMap((found) => {
    const declared = found.operation['x-pagewright-operation'] as { list?: unknown } | false;
    if (declared === false || ownerOf(index, found) !== undefined) return [];
    const path = ['paths', found.template, found.method, 'x-pagewright-operation'];
    const names = index.lists.map(({ operationId, path: template }) => operationId ?? template).join(', ');
    const named = isObject(declared) ? declared.list : undefined;
    return [
      named === undefined
        ? { path, message: `Missing list: must be the operationId of one of ${names}` }
        : { path: [...path, 'list'], message: `Unknown list ${String(named)}: the document has ${names}` },
    ];
  });
}
