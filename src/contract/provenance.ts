import type { Block } from './compilation.ts';
import type { Contract, JsonSchema, Located, Parameter, Provenance } from './contract.ts';

/** How binding a rule is that rests on entries of a contract: `page/limit` is the entry `limit` of `page`. */
export function restsOn(...entries: readonly string[]): (contract: Contract) => Provenance {
  return (contract) => weakest(...entries.map((entry) => contract.provenanceOf(entry.split('/')).mark));
}

/**
 * How binding a rule is that an entry states, or that we read into another one where it does not: it is then SHOULD at most.
 *
 * @param entry - `total/when`
 * @param reading - `total`
 */
export function readsFrom(entry: string, reading: string): (contract: Contract) => Provenance {
  return (contract) => strongest(restsOn(entry)(contract), weakest('inferred', restsOn(reading)(contract)));
}

/** How binding a rule is that holds for every contract. */
export function always(mark: Provenance): () => Provenance {
  return () => mark;
}

const STRENGTH: readonly Provenance[] = ['documented', 'inferred', 'chosen'];

/** The weakest of several marks: what rests on all of them binds no more than that. */
export function weakest(...marks: readonly Provenance[]): Provenance {
  return marks.reduce((found, mark) => (STRENGTH.indexOf(mark) > STRENGTH.indexOf(found) ? mark : found), 'documented');
}

/** The strongest of several marks: what any of them makes binding. */
export function strongest(...marks: readonly Provenance[]): Provenance {
  return STRENGTH.find((mark) => marks.includes(mark)) ?? 'chosen';
}

/** What a document says beside the block, of what the block names. */
export interface DocumentStatements {
  readonly parameters: readonly Parameter[];
  /** Whether the operation has a security requirement. */
  readonly isSecured: boolean;
}

/**
 * Where an entry of an `x-pagewright` block comes from: the mark on the entry itself, else the nearest one around it. A mark
 * is a word for the whole entry, or names entries within it. An entry that is neither in the block nor in what OpenAPI says of
 * the things that the block names is our reading of silence, so that nobody has to keep to it.
 *
 * @param block - the block
 * @param path - keys that lead to the entry: `['page', 'limit', 'outOfRange', 'above']`, or `['order', 'created']` for one of the
 *   fields that `by` lists
 * @param statements - what else the document says; nothing by default
 * @returns its mark, `documented` for one that is written without any and `chosen` for one that is not written, which is then
 *   `silent`, and the source where one is named
 */
export function locateProvenance(
  block: Block,
  path: readonly string[],
  statements: DocumentStatements = { parameters: [], isSecured: false },
): Located<Provenance> {
  const place = REPLACED[path.join('/')];
  // Where no link leads on, the position does.
  if (place !== undefined && readEntry(block, path) === undefined) return locateProvenance(block, place, statements);
  if (!isWritten(block, path) && !isStated(block, path, statements)) return { mark: 'chosen', silent: true };
  const mark = nearest(block, path, 'provenance') ?? 'documented';
  const source = nearest(block, path, 'source');
  return source === undefined ? { mark: mark as Provenance } : { mark: mark as Provenance, source };
}

/** Entries in whose place another one says the same, where they are not written. */
const REPLACED: Readonly<Record<string, readonly string[]>> = { 'page/next': ['page', 'position'] };

/** Entries where one word may stand for all that is within. */
const WORDS: ReadonlySet<string> = new Set(['page/limit/outOfRange']);

/** Whether the file has an entry: as a key, as an element of a list, as a part of a single word for all, or as a mark. */
function isWritten(block: Block, path: readonly string[]): boolean {
  let entry: unknown = block;
  for (const [depth, segment] of path.entries()) {
    if (typeof entry !== 'object' || entry === null) return WORDS.has(path.slice(0, depth).join('/'));
    const keys = entry as Readonly<Record<string, unknown>>;
    const inner = keys[segment];
    if (inner === undefined) return isListed(keys, segment) || isMarked(keys['provenance'], segment);
    entry = inner;
  }
  return true;
}

function isListed(entry: Readonly<Record<string, unknown>>, name: string): boolean {
  return Object.values(entry).some((value) => {
    return Array.isArray(value) && value.some((one) => one === name || one === `-${name}`);
  });
}

function isMarked(annotation: unknown, name: string): boolean {
  return typeof annotation === 'object' && annotation !== null && Object.hasOwn(annotation, name);
}

/** Keywords by which the schema of a parameter says what a key of the block would. */
const KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  'page/limit/default': ['default'],
  'page/limit/minimum': ['minimum', 'exclusiveMinimum', 'enum'],
  'page/limit/maximum': ['maximum', 'exclusiveMaximum', 'enum'],
  'page/limit/sizes': ['enum'],
  'page/position/first': ['minimum', 'exclusiveMinimum', 'default'],
};

/** Whether OpenAPI says it of a thing that the block names. */
function isStated(block: Block, path: readonly string[], { parameters, isSecured }: DocumentStatements): boolean {
  if (path[0] === 'access' && path[1] === 'credentials') return path.length === 2 && isSecured;
  const keywords = KEYWORDS[path.join('/')];
  if (keywords === undefined) return false;
  const name = readEntry(block, [...path.slice(0, -1), 'parameter']);
  const schema = parameters.find((parameter) => parameter.name === name)?.schema ?? {};
  return keywords.some((keyword) => statesKeyword(schema, keyword));
}

/** A keyword of the schema, or of what it is put together from. */
function statesKeyword(schema: JsonSchema, keyword: string): boolean {
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((name) => (schema[name] ?? []) as readonly JsonSchema[]);
  return schema[keyword] !== undefined || parts.some((part) => statesKeyword(part, keyword));
}

function readEntry(block: Block, path: readonly string[]): unknown {
  return path.reduce<unknown>((entry, key) => (entry as Readonly<Record<string, unknown>> | undefined)?.[key], block);
}

function nearest(block: Block, path: readonly string[], key: 'provenance' | 'source'): string | undefined {
  let found: string | undefined;
  let entry: unknown = block;
  for (const segment of [...path, undefined]) {
    if (typeof entry !== 'object' || entry === null) break;
    const annotation = (entry as Record<string, unknown>)[key];
    if (typeof annotation === 'string') found = annotation;
    else if (segment !== undefined) found = (annotation as Record<string, string> | undefined)?.[segment] ?? found;
    entry = segment === undefined ? undefined : (entry as Record<string, unknown>)[segment];
  }
  return found;
}
