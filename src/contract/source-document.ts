import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ErrorCode, Node, Pair, YAMLMap } from 'yaml';
import { type Problem, problemsError } from './error.ts';
import { parsePointer } from './json-pointer.ts';

/** A YAML or JSON file that still knows where each of its values stands. */
export interface SourceDocument {
  readonly file: string;
  /** Its content as plain data. */
  readonly value: unknown;
  /** Whether it is a file of the package itself, which the build has checked. */
  readonly isBuiltIn: boolean;
  /**
   * A problem at a place of the document.
   *
   * @param path - keys from the root; the deepest one that exists counts, local references are followed
   */
  problemAt(path: readonly (string | number)[], message: string): Problem;
}

/**
 * Reads a YAML or JSON file.
 *
 * @param file - its path
 * @returns its content, able to tell the line of each value
 * @throws {PagewrightError} when it cannot be read or is not YAML, with the line
 */
export function readSourceDocument(file: string): SourceDocument {
  const text = readText(file);
  const parsed = findParsed(text);
  if (parsed === undefined) return parseSourceDocument(text, file);
  let source: SourceDocument | undefined;
  return {
    file,
    value: parsed,
    isBuiltIn: true,
    problemAt(path, message) {
      source ??= parseSourceDocument(text, file);
      return source.problemAt(path, message);
    },
  };
}

/** Where the build puts the package's own files as JSON, named by the hash of their text; not there when run from source. */
const PARSED_FILES = new URL('../../parsed/', import.meta.url);

let hasParsedFiles: boolean | undefined;

/** A file's content as it was parsed by the build, which takes a twentieth of the time of parsing YAML. */
function findParsed(text: string): unknown {
  hasParsedFiles ??= existsSync(PARSED_FILES);
  if (!hasParsedFiles) return undefined;
  const file = new URL(parsedFileName(text), PARSED_FILES);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as unknown) : undefined;
}

/**
 * The name under which the build keeps a file that it has parsed.
 *
 * @public scripts/build.mjs calls it in the build
 */
export function parsedFileName(text: string): string {
  return `${createHash('sha256').update(text).digest('hex').slice(0, 32)}.json`;
}

let yaml: typeof import('yaml') | undefined;

/** The parser takes longer to load than most of what is read with it takes to parse. */
function loadYaml(): typeof import('yaml') {
  yaml ??= createRequire(import.meta.url)('yaml') as typeof import('yaml');
  return yaml;
}

/** The same for text that is at hand; `file` is the name that problems are reported under. */
export function parseSourceDocument(text: string, file: string): SourceDocument {
  const { LineCounter, parseDocument } = loadYaml();
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const problem = (offset: number, message: string): Problem => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), message };
  };
  // A tag that is not known is a warning to the parser, which then takes the value for text.
  const mistakes = [...document.errors, ...document.warnings.filter(({ code }) => code === 'TAG_RESOLVE_FAILED')];
  if (mistakes.length > 0) {
    throw problemsError(
      'invalid-contract',
      mistakes.map(({ pos, code, message }) => problem(pos[0], `Invalid YAML: ${describeMistake(code, message)}`)),
    );
  }
  const root = document.contents as Node | null;
  return {
    file,
    value: toPlainData(() => document.toJS({ maxAliasCount: 1000 }), file),
    isBuiltIn: false,
    problemAt: (path, message) => problem(offsetOf(root, path), message),
  };
}

/** The parser's words, but where they speak to programmers. */
function describeMistake(code: ErrorCode, message: string): string {
  switch (code) {
    case 'MULTIPLE_DOCS':
      return 'must be a single document; remove the --- and everything after it';
    case 'TAG_RESOLVE_FAILED':
      return message.replace('Unresolved tag: ', 'unknown tag ').replace('tag:yaml.org,2002:', '!!');
    default:
      return message;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : (error as Error).message;
    throw problemsError('invalid-contract', [{ file, line: 1, column: 1, message: `Cannot read the file: ${reason}` }]);
  }
}

/** Aliases that multiply beyond measure are refused when the document becomes plain data. */
function toPlainData(convert: () => unknown, file: string): unknown {
  try {
    return convert();
  } catch (error) {
    throw problemsError('invalid-contract', [
      { file, line: 1, column: 1, message: `Invalid YAML: ${(error as Error).message}` },
    ]);
  }
}

function offsetOf(root: Node | null, path: readonly (string | number)[]): number {
  let node = root;
  let offset = root?.range?.[0] ?? 0;
  for (const segment of path) {
    const found: { node: Node | null; offset: number } | undefined = enter(followReference(root, node), segment);
    if (found === undefined) break;
    ({ node, offset } = found);
  }
  return offset;
}

function enter(node: Node | null, segment: string | number): { node: Node | null; offset: number } | undefined {
  const { isMap, isSeq } = loadYaml();
  if (isMap(node)) {
    const pair = pairOf(node, String(segment));
    if (pair === undefined) return undefined;
    return { node: pair.value as Node | null, offset: (pair.key as Node).range?.[0] ?? 0 };
  }
  if (!isSeq(node)) return undefined;
  const item = node.items[Number(segment)] as Node | undefined;
  return item === undefined ? undefined : { node: item, offset: item.range?.[0] ?? 0 };
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  const { isScalar } = loadYaml();
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

function followReference(root: Node | null, node: Node | null): Node | null {
  const reference = loadYaml().isMap(node) ? node.get('$ref') : undefined;
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return node;
  let target = root;
  for (const segment of parsePointer(reference.slice(1))) {
    const found = enter(target, segment);
    if (found === undefined) return node;
    target = found.node;
  }
  return target;
}

/**
 * Replaces every local `$ref` of a document by what it points to. A schema that contains itself stays a graph with a
 * cycle: the same target is the same object wherever it is referred to.
 *
 * @param document - an OpenAPI document
 * @returns its content without references
 * @throws {PagewrightError} for a reference to nothing, or to another file
 */
export function resolveReferences(document: SourceDocument): unknown {
  const resolved = new Map<object, unknown>();
  const resolve = (value: unknown, path: readonly string[]): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const known = resolved.get(value);
    if (known !== undefined) return known;
    const reference = (value as { $ref?: unknown }).$ref;
    if (typeof reference === 'string') return resolveReference(value, reference, path);
    const copy: unknown = Array.isArray(value) ? [] : {};
    resolved.set(value, copy);
    for (const [key, entry] of Object.entries(value)) {
      (copy as Record<string, unknown>)[key] = resolve(entry, [...path, key]);
    }
    return copy;
  };
  const resolveReference = (holder: object, reference: string, path: readonly string[]): unknown => {
    const target = lookUp(document.value, reference);
    if (target === undefined || target === holder) {
      const hint = reference.startsWith('#/')
        ? 'nothing is there'
        : 'must be within the file; bundle the document first';
      throw problemsError('invalid-contract', [
        document.problemAt([...path, '$ref'], `Unresolved $ref ${reference}: ${hint}`),
      ]);
    }
    const resolvedTarget = resolve(target, path);
    const siblings = Object.entries(holder).filter(([key]) => key !== '$ref');
    if (siblings.length === 0 || typeof resolvedTarget !== 'object') return resolvedTarget;
    // OpenAPI 3.1 lets a schema stand beside its reference, and a description override the target's.
    const merged = {
      ...resolvedTarget,
      ...Object.fromEntries(siblings.map(([key, entry]) => [key, resolve(entry, [...path, key])])),
    };
    resolved.set(holder, merged);
    return merged;
  };
  return resolve(document.value, []);
}

function lookUp(root: unknown, reference: string): unknown {
  if (!reference.startsWith('#/')) return undefined;
  let value = root;
  for (const segment of parsePointer(reference.slice(1))) {
    const key = decodeURIComponent(segment);
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
