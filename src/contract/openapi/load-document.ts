import { type Problem, problemsError } from '../error.ts';
import { isObject } from '../json-pointer.ts';
import { readSourceDocument, type SourceDocument } from '../source-document.ts';
import { bundleDocument } from './bundle.ts';
import { findExcess } from './composition.ts';
import { DocumentFiles, type DocumentPlace, referenceOf } from './document-files.ts';
import { blockMethod, DocumentGraph, type GradedProblem } from './document-graph.ts';
import { convertSwagger, isSwagger } from './swagger.ts';

/** How a document is loaded. */
export interface LoadOptions {
  /** Folders outside that of the file which its references may lead into. */
  readonly allow?: readonly string[];
  /** Changes the file before its references are resolved, as an overlay does. */
  readonly amend?: (entry: SourceDocument) => SourceDocument;
}

/** An OpenAPI document, ready to be looked into. */
export interface LoadedDocument {
  /**
   * Its content: references resolved, with the same object wherever the same is referred to; schemas as JSON Schema 2020-12.
   * It is made as far as somebody looks at it.
   */
  readonly document: Readonly<Record<string, unknown>>;
  /**
   * The file that it begins in. Its problems follow references into other files; its value is the document for others that
   * read OpenAPI, with pointers into itself for references.
   */
  readonly source: SourceDocument;
  /** The files that it was read from so far. */
  readonly files: readonly string[];
  /** Keys that lead to the operations with an `x-pagewright` block. */
  readonly lists: readonly (readonly string[])[];
  /**
   * What is wrong within some objects of the document, so far that they cannot be what they are meant to be. Whoever has not
   * written the document (`isForeign`) is spared the flaws of its schemas, which then allow anything; so is an overlay.
   */
  errorsWithin(objects: readonly unknown[], options?: { readonly isForeign?: boolean }): readonly Problem[];
  /** What is wrong elsewhere, or what is passed over. */
  warnings(): readonly Problem[];
}

/**
 * Loads an OpenAPI document of version 3.0, 3.1, 3.2 or 2.0, with the files that it refers to.
 *
 * @param file - its path
 * @throws {PagewrightError} `invalid-contract` when it cannot be read or is no such document, with the line
 */
export function loadDocument(file: string, options: LoadOptions = {}): LoadedDocument {
  const read = readSourceDocument(file);
  const converted = isSwagger(read) ? convertSwagger(read) : read;
  const amended = options.amend?.(converted) ?? converted;
  const isAmended = amended !== converted;
  const entry = withVersion(amended);
  const files = new DocumentFiles(entry, options.allow ?? []);
  const graph = new DocumentGraph(files);
  const { lists, misplaced } = findLists(files);
  return {
    document: graph.document,
    source: createSource(files),
    get files() {
      return files.sources.map(({ file }) => file);
    },
    lists,
    errorsWithin: (objects, { isForeign = isAmended } = {}) => {
      const { components } = graph.document;
      const schemes = isObject(components) ? components['securitySchemes'] : undefined;
      const seen = new Set<object>();
      const problems = [
        ...graph.problemsOfObject(graph.document),
        ...graph.problemsWithin([schemes, ...objects], seen),
      ];
      const excess = findExcess(seen);
      const counts: readonly GradedProblem['severity'][] = isForeign ? ['error'] : ['error', 'flaw'];
      return [...misplaced, ...problemsOf(problems, counts), ...(excess === undefined ? [] : [excess])];
    },
    warnings: () => {
      const operations = lists.map(([, path = '', method = '']) => operationAt(graph.document, path, method));
      const problems = graph.problemsWithin(operations, new Set());
      const listed = [
        ...problemsOf(problems, isAmended ? ['flaw', 'warning'] : ['warning']),
        ...listBrokenReferences(files),
      ];
      return [...new Map(listed.map((problem) => [JSON.stringify(problem), problem])).values()];
    },
  };
}

function problemsOf(
  problems: readonly GradedProblem[],
  severities: readonly GradedProblem['severity'][],
): readonly Problem[] {
  return problems.filter(({ severity }) => severities.includes(severity)).map(({ problem }) => problem);
}

function operationAt(document: Readonly<Record<string, unknown>>, path: string, method: string): unknown {
  const paths = document['paths'] as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  return paths[path]?.[method];
}

/** The document with its version as a text: without quotes, YAML reads `3.1` as a number. */
function withVersion(source: SourceDocument): SourceDocument {
  const value = source.value;
  const version = isObject(value) ? value['openapi'] : undefined;
  if (typeof version === 'string' && /^3\.[0-2](?:\.\d+)?(?:-.+)?$/.test(version)) return source;
  if (version === 3 || version === 3.1 || version === 3.2)
    return { ...source, value: { ...(value as object), openapi: `${version.toFixed(1)}.0` } };
  const swagger = isObject(value) ? value['swagger'] : undefined;
  const [key, told] =
    swagger !== undefined
      ? ['swagger', `Invalid Swagger version ${JSON.stringify(swagger)}: must be 2.0`]
      : version === undefined
        ? ['openapi', `Missing openapi: must be the version, 3.0, 3.1 or 3.2 (or swagger: '2.0')`]
        : [
            'openapi',
            `Invalid OpenAPI version ${JSON.stringify(version)}: must be 3.0, 3.1 or 3.2, or 2.0 as swagger: '2.0'`,
          ];
  throw problemsError('invalid-contract', [source.problemAt([key], told)]);
}

interface FoundBlocks {
  readonly lists: readonly (readonly string[])[];
  readonly misplaced: readonly Problem[];
}

/** The operations with a block, and blocks that stand where no list is. */
function findLists(files: DocumentFiles): FoundBlocks {
  const paths = enter(files, files.root(), 'paths');
  const found = keysOf(paths).map((path) => findInPath(files, paths as DocumentPlace, path));
  return {
    lists: found.flatMap(({ lists }) => lists),
    misplaced: found.flatMap(({ misplaced }) => misplaced),
  };
}

const LIST_METHODS = ['get', 'post'];

function findInPath(files: DocumentFiles, paths: DocumentPlace, path: string): FoundBlocks {
  const item = enter(files, paths, path);
  if (item === undefined || !isObject(item.value)) return { lists: [], misplaced: [] };
  const operations = keysOf(item).flatMap((method) => {
    const place = isObject((item.value as Readonly<Record<string, unknown>>)[method])
      ? enter(files, item, method)
      : undefined;
    if (place === undefined) return [];
    // An overlay puts a block beside the reference to an operation that stands elsewhere.
    const own = files.step(item, method);
    const holder = [place, own].find(hasBlock);
    return holder === undefined ? [] : [{ method, place: holder }];
  });
  const beside = hasBlock(item) ? blockMethod(item.value) : undefined;
  const methods = [...operations.map(({ method }) => method), ...(beside === undefined ? [] : [beside])];
  const wrong = [
    ...operations.filter(({ method }) => !LIST_METHODS.includes(method)).map(({ place }) => place),
    ...(hasBlock(item) && beside === undefined ? [item] : []),
  ];
  return {
    lists: [...new Set(methods)]
      .filter((method) => LIST_METHODS.includes(method))
      .map((method) => ['paths', path, method]),
    misplaced: wrong.map((place) =>
      problemAt(
        place,
        ['x-pagewright'],
        'Invalid place of x-pagewright: must be on the get or post operation of a list',
      ),
    ),
  };
}

function hasBlock({ value }: DocumentPlace): boolean {
  return isObject(value) && value['x-pagewright'] !== undefined;
}

function keysOf(place: DocumentPlace | undefined): readonly string[] {
  return isObject(place?.value) ? Object.keys(place.value) : [];
}

function problemAt(place: DocumentPlace, path: readonly string[], message: string): Problem {
  return place.source.problemAt([...place.path, ...path], message);
}

/** Goes to what is under a key, references followed. */
function enter(files: DocumentFiles, holder: DocumentPlace, key: string): DocumentPlace | undefined {
  if (!isObject(holder.value) || !Object.hasOwn(holder.value, key)) return undefined;
  const target = files.follow(files.step(holder, key));
  return 'failure' in target ? undefined : target;
}

/** The document as a source: places are looked for through references, in whatever file they are. */
function createSource(files: DocumentFiles): SourceDocument {
  const { entry } = files;
  let bundle: { readonly value: unknown } | undefined;
  return {
    file: entry.file,
    isBuiltIn: entry.isBuiltIn,
    get value(): unknown {
      bundle ??= { value: bundleDocument(files) };
      return bundle.value;
    },
    problemAt(path, message) {
      let at = files.root();
      const keys = path.map(String);
      for (const [index, key] of keys.entries()) {
        const next = stepThrough(files, at, key) ?? stepAside(files, at, keys, index);
        if (next === undefined) {
          // What is not there is told at the object that it is missing from.
          const end = files.follow(at);
          const holder = 'failure' in end || index === 0 ? at : end;
          return holder.source.problemAt([...holder.path, ...keys.slice(index)], message);
        }
        at = next;
      }
      return at.source.problemAt(at.path, message);
    },
  };
}

function stepThrough(files: DocumentFiles, holder: DocumentPlace, key: string): DocumentPlace | undefined {
  if (!isObject(holder.value)) return undefined;
  if (Object.hasOwn(holder.value, key)) return files.step(holder, key);
  if (referenceOf(holder.value) === undefined) return undefined;
  const target = files.follow(holder);
  if ('failure' in target || !isObject(target.value) || !Object.hasOwn(target.value, key)) return undefined;
  return files.step(target, key);
}

/** A block of an operation may stand beside it. */
function stepAside(
  files: DocumentFiles,
  at: DocumentPlace,
  keys: readonly string[],
  index: number,
): DocumentPlace | undefined {
  if (keys[0] !== 'paths' || keys[index] !== 'x-pagewright' || index !== 3 || !isObject(at.value)) return undefined;
  const [, path = ''] = keys;
  const paths = enter(files, files.root(), 'paths');
  const item = paths === undefined ? undefined : enter(files, paths, path);
  return item === undefined || !isObject(item.value) || item.value['x-pagewright'] === undefined
    ? undefined
    : files.step(item, 'x-pagewright');
}

/** Keys whose values are data, in which a reference is only a text. */
const DATA: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'enum', 'const', 'value']);

/** References that lead nowhere in what has been read, wherever they stand. */
function listBrokenReferences(files: DocumentFiles): readonly Problem[] {
  const isData = (holder: DocumentPlace, key: string): boolean => DATA.has(key) && holder.path.at(-1) !== 'properties';
  const problems: Problem[] = [];
  for (const source of files.sources) {
    for (const place of files.walk(source, isData)) {
      const reference = referenceOf(place.value);
      const target = reference === undefined ? undefined : files.follow(place);
      if (target === undefined || !('failure' in target)) continue;
      problems.push(problemAt(place, ['$ref'], `Unresolved $ref ${reference}: ${target.failure}`));
    }
  }
  return problems;
}
