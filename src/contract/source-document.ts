import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Alias, Document, ErrorCode, Node, Pair, YAMLMap } from 'yaml';
import { describeFileError, type Problem, problemsError } from './error.ts';
import { jsonPlaces } from './json-places.ts';
import { codeFile } from './package-file.ts';

/** A YAML or JSON file that still knows where each of its values stands. */
export interface SourceDocument {
  readonly file: string;
  /** Its content as plain data. What YAML names by an alias is one object in all places. */
  readonly value: unknown;
  /** Whether it is a file of the package itself, which the build has checked. */
  readonly isBuiltIn: boolean;
  /**
   * A problem at a place of the document.
   *
   * @param path - keys from the root; the deepest one that exists counts
   */
  problemAt(path: readonly (string | number)[], message: string): Problem;
}

/** More uses of an alias than this are an attack. */
const MAX_ALIASES = 10_000;

/**
 * Reads a YAML or JSON file, in UTF-8 or UTF-16.
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

/** Whether the package's own files are there as JSON, where the build puts them, named by the hash of their text. */
let hasParsedFiles: boolean | undefined;

/** A file's content as it was parsed by the build, which takes a twentieth of the time of parsing YAML. */
function findParsed(text: string): unknown {
  hasParsedFiles ??= existsSync(codeFile('parsed'));
  if (!hasParsedFiles) return undefined;
  const file = codeFile('parsed', parsedFileName(text));
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

/**
 * Reads the text of a file.
 *
 * @throws {PagewrightError} `invalid-contract` when there is none, or it cannot be read
 */
export function readText(file: string): string {
  try {
    return decodeText(readFileSync(file));
  } catch (error) {
    throw problemsError('invalid-contract', [
      { file, line: 1, column: 1, message: `Cannot read the file: ${describeFileError(error)}` },
    ]);
  }
}

/** Windows writes UTF-16 with a byte order mark; without one, the zero bytes of ASCII tell. */
function decodeText(bytes: Buffer): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (second === 0 && first !== 0 && bytes.length > 1))
    return new TextDecoder('utf-16le').decode(bytes);
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && bytes.length > 1))
    return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}

/** The same for text that is at hand; `file` is the name that problems are reported under. */
export function parseSourceDocument(text: string, file: string): SourceDocument {
  return parseJson(text, file) ?? parseYaml(text, file);
}

/** JSON is parsed in a fraction of the time; what is not quite JSON may be YAML. */
function parseJson(text: string, file: string): SourceDocument | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const places = jsonPlaces(text);
  const duplicate = places.findDuplicate();
  if (duplicate !== undefined) {
    throw problemsError('invalid-contract', [{ file, ...duplicate, message: 'Invalid JSON: Map keys must be unique' }]);
  }
  return {
    file,
    value,
    isBuiltIn: false,
    problemAt: (path, message) => ({ file, ...places.find(path), message }),
  };
}

let yaml: typeof import('yaml') | undefined;

/** The parser takes longer to load than most of what is read with it takes to parse. */
export function loadYaml(): typeof import('yaml') {
  yaml ??= createRequire(import.meta.url)('yaml') as typeof import('yaml');
  return yaml;
}

function parseYaml(text: string, file: string): SourceDocument {
  const { LineCounter, parseDocument } = loadYaml();
  const lines = new LineCounter();
  const parse = (): Document.Parsed => {
    // The parser compares each key with each other one, which takes a third of the time.
    return parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, merge: true });
  };
  const problem = (offset: number, message: string): Problem => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), message };
  };
  const document = parse();
  const form = /^\s*[{[]/.test(text) && /\.json$/i.test(file) ? 'JSON' : 'YAML';
  // A tag that is not known is a warning to the parser, which then takes the value for text.
  const mistakes = [
    ...document.errors.map(({ pos, code, message }) => ({ at: pos[0], text: describeMistake(code, message) })),
    ...document.warnings
      .filter(({ code }) => code === 'TAG_RESOLVE_FAILED')
      .map(({ pos, code, message }) => ({ at: pos[0], text: describeMistake(code, message) })),
    ...listDuplicates(document.contents).map((at) => ({ at, text: 'Map keys must be unique' })),
  ];
  if (mistakes.length > 0) {
    // What follows where the parser gave up is no mistake of the file.
    const end = mistakes.find(({ text }) => text === TOO_DEEP);
    const problems = (end === undefined ? mistakes : [end]).map((mistake) =>
      problem(mistake.at, `Invalid ${form}: ${mistake.text}`),
    );
    throw problemsError('invalid-contract', problems);
  }
  const value = toPlainData(document, problem);
  // The tree takes many times the memory of the text: it lives until what reads the file is done, and is made again later.
  let tree = new WeakRef(document);
  return {
    file,
    value,
    isBuiltIn: false,
    problemAt(path, message) {
      let known = tree.deref();
      if (known === undefined) {
        known = parse();
        tree = new WeakRef(known);
      }
      return problem(offsetOf(known, path), message);
    },
  };
}

const TOO_DEEP = 'nested too deeply';

/** The parser's words, but where they speak to programmers. */
function describeMistake(code: ErrorCode, message: string): string {
  switch (code) {
    case 'RESOURCE_EXHAUSTION':
      return TOO_DEEP;
    case 'MULTIPLE_DOCS':
      return 'must be a single document; remove the --- and everything after it';
    case 'TAG_RESOLVE_FAILED':
      return message.replace('Unresolved tag: ', 'unknown tag ').replace('tag:yaml.org,2002:', '!!');
    default:
      return message.replace(/\bflow map\b/i, 'a map in braces').replace(/\bflow sequence\b/i, 'a list in brackets');
  }
}

/** Where keys stand that their map has already. */
function listDuplicates(root: Node | null): readonly number[] {
  const { isMap, isPair, isSeq } = loadYaml();
  const duplicates: number[] = [];
  const open: unknown[] = [root];
  while (open.length > 0) {
    const node = open.pop();
    if (isPair(node)) open.push(node.value);
    if (!isMap(node) && !isSeq(node)) continue;
    if (isMap(node)) duplicates.push(...duplicatesOf(node));
    for (const item of node.items) open.push(item);
  }
  return duplicates.sort((a, b) => a - b);
}

function duplicatesOf(map: YAMLMap): readonly number[] {
  const { isScalar } = loadYaml();
  const keys = new Set<unknown>();
  return map.items.flatMap(({ key }) => {
    if (!isScalar(key)) return [];
    const isKnown = keys.has(key.value);
    keys.add(key.value);
    return isKnown ? [key.range?.[0] ?? 0] : [];
  });
}

/** Aliases that name nothing, or multiply beyond measure, are found when the document becomes plain data. */
function toPlainData(document: Document.Parsed, problem: (offset: number, message: string) => Problem): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    const { message } = error as Error;
    const unknown = findUnknownAlias(document);
    if (unknown !== undefined) {
      const { source, range } = unknown;
      const text = `Invalid YAML: unknown alias *${source}; there is no &${source} before it`;
      throw problemsError('invalid-contract', [problem(range?.[0] ?? 0, text)]);
    }
    const text = message.startsWith('Excessive alias count') ? 'its aliases expand to too many values' : message;
    throw problemsError('invalid-contract', [problem(0, `Invalid YAML: ${text}`)]);
  }
}

/** The first alias without an anchor before it. */
function findUnknownAlias(document: Document.Parsed): Alias | undefined {
  const { isAlias, visit } = loadYaml();
  const anchors = new Set<string>();
  let found: Alias | undefined;
  visit(document, {
    Node(_, node) {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.add(node.anchor);
        return undefined;
      }
      if (anchors.has(node.source)) return undefined;
      found = node;
      return visit.BREAK;
    },
  });
  return found;
}

function offsetOf(document: Document.Parsed, path: readonly (string | number)[]): number {
  let node = document.contents as Node | null;
  let offset = node?.range?.[0] ?? 0;
  for (const segment of path) {
    const found = enter(document, node, segment);
    if (found === undefined) break;
    ({ node, offset } = found);
  }
  return offset;
}

interface Entered {
  readonly node: Node | null;
  readonly offset: number;
}

function enter(document: Document.Parsed, holder: Node | null, segment: string | number): Entered | undefined {
  const { isAlias, isMap, isSeq } = loadYaml();
  const node = isAlias(holder) ? (holder.resolve(document) ?? null) : holder;
  if (isMap(node)) {
    const pair = pairOf(node, String(segment));
    if (pair !== undefined) return { node: pair.value as Node | null, offset: (pair.key as Node).range?.[0] ?? 0 };
    return enterMerged(document, node, segment);
  }
  if (!isSeq(node)) return undefined;
  const item = node.items[Number(segment)] as Node | undefined;
  return item === undefined ? undefined : { node: item, offset: item.range?.[0] ?? 0 };
}

function enterMerged(document: Document.Parsed, map: YAMLMap, segment: string | number): Entered | undefined {
  const { isSeq } = loadYaml();
  const merged = map.items.find(isMerge)?.value as Node | null | undefined;
  const sources = isSeq(merged) ? (merged.items as Node[]) : [merged ?? null];
  for (const source of sources) {
    const found = source === null ? undefined : enter(document, source, segment);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The parser tells the key by its tag, so that a text in quotes is none. */
function isMerge({ key }: Pair): boolean {
  return loadYaml().isScalar(key) && typeof key.value === 'symbol';
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  const { isScalar } = loadYaml();
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}
