import type { Document, Pair, Scalar, YAMLMap } from 'yaml';
import { loadYaml } from '../contract/source-document.ts';
import type { BlockNote } from './block.ts';
import { confidenceOf, type GuessedList, type Guesses, nameOf } from './guesses.ts';

/** What a written file says of where it is from. */
export interface WriteOptions {
  /** The document, relative to the file that is written. */
  readonly document: string;
  readonly title: string;
}

/**
 * Writes an OpenAPI Overlay 1.0 document that gives each list its block.
 *
 * @returns YAML, a comment before each guess: how sure it is, and what speaks for it
 */
export function writeOverlay(guesses: Guesses, { document, title }: WriteOptions): string {
  const file = createDocument({
    overlay: '1.0.0',
    info: { title: `Pages of the lists of ${title}`, version: '1.0.0' },
    extends: document,
    actions: guesses.lists.map(({ list, block }) => ({
      target: `$.paths['${list.operation.path.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'].${list.operation.method}`,
      update: { 'x-pagewright': block },
    })),
  });
  flow(file, ['info']);
  for (const [index, guess] of guesses.lists.entries()) {
    annotate(file, ['actions', index], 'target', heading(guess));
    writeNotes(file, ['actions', index, 'update', 'x-pagewright'], guess.notes);
  }
  return finish(file, guesses, document);
}

/**
 * Writes a file of blocks by operationId, with defaults for what most lists have alike.
 *
 * @returns YAML with the comments of `writeOverlay`, those of the defaults once
 */
export function writeBlockFile(guesses: Guesses, { document }: WriteOptions): string {
  const [first, ...others] = guesses.lists;
  const defaults = first === undefined || others.length === 0 ? {} : shared(guesses.lists.map(({ block }) => block));
  const own = guesses.lists.map((guess) => [keyFor(guess), difference(guess.block, defaults)] as const);
  const file = createDocument({
    extends: document,
    ...(Object.keys(defaults).length > 0 && { defaults }),
    lists: Object.fromEntries(own),
  });
  if (first !== undefined && others.length > 0) {
    const model = guesses.lists.find(({ block }) => Object.keys(difference(block, defaults)).length === 0) ?? first;
    writeNotes(file, ['defaults'], model.notes);
  }
  for (const [index, guess] of guesses.lists.entries()) {
    annotate(file, ['lists'], own[index]?.[0] ?? '', heading(guess));
    writeNotes(file, ['lists', own[index]?.[0] ?? ''], guess.notes);
  }
  return finish(file, guesses, document);
}

/** An operationId, unless there is none. */
function keyFor({ list }: GuessedList): string {
  return list.operation.operationId ?? nameOf(list);
}

function heading(guess: GuessedList): string {
  const doubts = guess.doubts.map((doubt) => `\n Not known: ${doubt}.`).join('');
  return ` ${nameOf(guess.list)}${doubts}`;
}

function createDocument(content: object): Document {
  const { Document: YamlDocument } = loadYaml();
  // Lists alike are written out each for itself: an alias would make one of what may be changed for one.
  return new YamlDocument(content, { aliasDuplicateObjects: false });
}

function writeNotes(file: Document, at: readonly (string | number)[], notes: readonly BlockNote[]): void {
  for (const key of ['position', 'echo']) flow(file, [...at, 'page', key]);
  for (const note of notes) {
    const holder = [...at, ...note.at.slice(0, -1)];
    annotate(file, holder, note.at.at(-1) ?? '', ` ${note.confidence}: ${note.evidence}`);
    const value = file.getIn([...at, ...note.at]);
    if (typeof value === 'object' && value !== null) flow(file, [...at, ...note.at]);
  }
}

/** Puts a comment before a key, if it is there. */
function annotate(file: Document, holder: readonly (string | number)[], key: string, comment: string): void {
  const map = file.getIn(holder) as YAMLMap | undefined;
  const pair = map?.items?.find((one: Pair) => String((one.key as Scalar).value ?? one.key) === key);
  if (pair === undefined) return;
  const scalar = typeof pair.key === 'string' ? file.createNode(pair.key) : (pair.key as Scalar);
  scalar.commentBefore = comment.replaceAll(/[\r\t]/g, ' ');
  pair.key = scalar;
}

function flow(file: Document, at: readonly (string | number)[]): void {
  const node = file.getIn(at);
  if (typeof node === 'object' && node !== null) (node as { flow?: boolean }).flow = true;
}

function finish(file: Document, { lists, others }: Guesses, document: string): string {
  const unsure = lists.filter((guess) => confidenceOf(guess) === 'unsure').length;
  file.commentBefore = [
    ` Written by "pagewright init" from ${document}. Each entry is a guess, marked with how sure it is and what speaks for it:`,
    ' certain, likely, or unsure. Correct what is wrong; what the vendor documents may be marked provenance: documented.',
    ...(unsure > 0
      ? [` ${unsure} of ${lists.length} lists are worth a look: search for "unsure" and "Not known".`]
      : []),
  ].join('\n');
  const left = others.map(({ list, reason }) => ` ${nameOf(list)}: ${reason}`);
  if (left.length > 0) file.comment = ['', ' Without a block:', ...left].join('\n');
  return file.toString({ lineWidth: 130 });
}

type Part = Readonly<Record<string, unknown>>;

/** What more than half of the blocks have alike; those that have it otherwise, or not, say so. */
function shared(blocks: readonly Part[]): Part {
  const isUsual = (count: number): boolean => count * 2 > blocks.length;
  const entries = [...new Set(blocks.flatMap((block) => Object.keys(block)))].flatMap((key) => {
    const values = blocks.flatMap((block) => (block[key] === undefined ? [] : [block[key]]));
    if (!isUsual(values.length)) return [];
    if (values.every(isPart)) {
      const inner = shared(values);
      return Object.keys(inner).length === 0 ? [] : [[key, inner] as const];
    }
    const counts = new Map<string, number>();
    for (const value of values) counts.set(JSON.stringify(value), (counts.get(JSON.stringify(value)) ?? 0) + 1);
    const [most] = [...counts].sort((a, b) => b[1] - a[1]);
    return most !== undefined && isUsual(most[1]) ? [[key, JSON.parse(most[0]) as unknown] as const] : [];
  });
  return Object.fromEntries(entries);
}

function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a list has to say beside the defaults; `null` takes away what it does not have. */
function difference(block: Part, defaults: Part): Part {
  const own = Object.entries(block).flatMap(([key, value]) => {
    const usual = defaults[key];
    if (JSON.stringify(value) === JSON.stringify(usual)) return [];
    if (!isPart(value) || !isPart(usual)) return [[key, value] as const];
    const inner = difference(value, usual);
    return Object.keys(inner).length === 0 ? [] : [[key, inner] as const];
  });
  const missing = Object.keys(defaults).filter((key) => block[key] === undefined);
  return Object.fromEntries([...own, ...missing.map((key) => [key, null] as const)]);
}
