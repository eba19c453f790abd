import { realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PagewrightError } from '../error.ts';
import { isObject, parsePointer } from '../json-pointer.ts';
import { readSourceDocument, readText, type SourceDocument } from '../source-document.ts';

/** A value of one of the files, and where it stands. */
export interface DocumentPlace {
  readonly source: SourceDocument;
  /** Keys from the root of its file. */
  readonly path: readonly string[];
  readonly value: unknown;
  /** The URI that references at this place are relative to, where an `$id` around it says so. */
  readonly base?: string;
}

/** Where a reference leads, or why it leads nowhere. */
export type Resolution = DocumentPlace | { readonly failure: string };

/** So many references may lead from one to the next. */
const MAX_STEPS = 100;

/** What names places of a file beside pointers. */
interface NameIndex {
  readonly ids: ReadonlyMap<string, DocumentPlace>;
  /** By the base that they belong to, and their name: `https://example.com/a#city`. */
  readonly anchors: ReadonlyMap<string, DocumentPlace>;
}

/** The files of a document: the one that it begins in, and those that its references lead to, read when they are needed. */
export class DocumentFiles {
  readonly entry: SourceDocument;
  readonly #folders: readonly string[];
  readonly #files: Map<string, SourceDocument | { readonly failure: string }>;
  readonly #names = new Map<SourceDocument, NameIndex>();
  readonly #targets = new Map<SourceDocument, Map<string, Resolution>>();
  readonly #underWay = new Set<string>();

  /**
   * @param entry - the file that was named
   * @param allow - folders outside its own that may be read
   */
  constructor(entry: SourceDocument, allow: readonly string[]) {
    for (const folder of allow) {
      if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) continue;
      throw new PagewrightError('invalid-option', `Invalid allow ${folder}: must be an existing folder`);
    }
    this.entry = entry;
    this.#folders = [dirname(resolve(entry.file)), ...allow.map((folder) => resolve(folder))].map(realPathOf);
    this.#files = new Map([[realPathOf(resolve(entry.file)), entry]]);
  }

  /** Those that have been read so far. */
  get sources(): readonly SourceDocument[] {
    return [...this.#files.values()].filter((file) => 'value' in file);
  }

  /** The place of a value that is at hand. */
  root(source: SourceDocument = this.entry): DocumentPlace {
    return { source, path: [], value: source.value };
  }

  /** The place of what stands under a key. */
  step(place: DocumentPlace, key: string): DocumentPlace {
    const value = Object.hasOwn(place.value as object, key) ? (place.value as Record<string, unknown>)[key] : undefined;
    const base = isObject(value) ? baseOf(value, place.base) : place.base;
    return { source: place.source, path: [...place.path, key], value, ...(base !== undefined && { base }) };
  }

  /** Follows references until they lead to something that is none. */
  follow(place: DocumentPlace): Resolution {
    let at = place;
    for (let steps = 0; steps < MAX_STEPS; steps += 1) {
      const reference = referenceOf(at.value);
      if (reference === undefined) return at;
      const target = this.resolve(reference, at);
      if ('failure' in target) return target;
      if (target.value === place.value) break;
      at = target;
    }
    return LOOP;
  }

  /** Finds what a reference points to, which may be a reference itself. */
  resolve(reference: string, from: DocumentPlace): Resolution {
    const isLocal = from.base === undefined;
    const known = isLocal ? this.#targets.get(from.source)?.get(reference) : undefined;
    if (known !== undefined) return known;
    // The way to a target may lead through a reference to the same one.
    const name = `${from.source.file} ${from.base ?? ''} ${reference}`;
    if (this.#underWay.has(name)) return LOOP;
    this.#underWay.add(name);
    const target = this.#lookUp(reference, from);
    this.#underWay.delete(name);
    if (isLocal) {
      const own = this.#targets.get(from.source) ?? new Map<string, Resolution>();
      this.#targets.set(from.source, own);
      own.set(reference, target);
    }
    return target;
  }

  #lookUp(reference: string, from: DocumentPlace): Resolution {
    const [location = '', fragment = ''] = splitOnce(reference, '#');
    if (from.base !== undefined) {
      const own = this.#findById(joinUri(from.base, location), fragment);
      if (own !== undefined) return own;
    }
    if (location === '') return this.#findFragment(this.root(from.source), fragment);
    const isFile = !/^[a-z][a-z0-9+.-]+:/i.test(location) || /^file:/i.test(location);
    // An identifier may have the form of a path, which is rare: the files that are there are looked at first.
    const file = isFile ? this.#open(location, from.source) : NETWORK;
    if (!('failure' in file)) return this.#findFragment(this.root(file), fragment);
    const named =
      this.#findById(joinUri(fileBase(from.source), location), fragment) ?? this.#findById(location, fragment);
    return named ?? file;
  }

  /** A pointer, or the name of an anchor. */
  #findFragment(root: DocumentPlace, fragment: string): Resolution {
    const text = decode(fragment);
    if (text === '') return root;
    if (!text.startsWith('/')) {
      const anchor = this.#namesOf(root.source).anchors.get(`${root.base ?? ''}#${text}`);
      return anchor ?? { failure: `no $anchor ${text} is there` };
    }
    // Percent signs may be part of a key: `/paths/~1a%20b` is written both ways.
    return this.#findPointer(root, parsePointer(text)) ?? this.#findPointer(root, parsePointer(fragment)) ?? NOTHING;
  }

  #findPointer(root: DocumentPlace, segments: readonly string[]): DocumentPlace | undefined {
    let at = root;
    for (const segment of segments) {
      if (!isObject(at.value)) return undefined;
      if (!Object.hasOwn(at.value, segment)) {
        const target = referenceOf(at.value) === undefined ? undefined : this.follow(at);
        if (target === undefined || 'failure' in target || !isObject(target.value)) return undefined;
        if (!Object.hasOwn(target.value, segment)) return undefined;
        at = target;
      }
      at = this.step(at, segment);
    }
    return at;
  }

  #findById(uri: string, fragment: string): DocumentPlace | undefined {
    for (const source of this.sources) {
      const { ids, anchors } = this.#namesOf(source);
      const root = ids.get(uri);
      if (root === undefined) continue;
      const text = decode(fragment);
      if (text === '') return root;
      const found = text.startsWith('/') ? this.#findPointer(root, parsePointer(text)) : anchors.get(`${uri}#${text}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Looked for when the first reference needs it: most documents have none. */
  #namesOf(source: SourceDocument): NameIndex {
    const known = this.#names.get(source);
    if (known !== undefined) return known;
    const ids = new Map<string, DocumentPlace>();
    const anchors = new Map<string, DocumentPlace>();
    this.#names.set(source, { ids, anchors });
    const { $self } = isObject(source.value) ? source.value : {};
    if (typeof $self === 'string') ids.set(joinUri(fileBase(source), $self), this.root(source));
    for (const place of this.walk(source)) {
      const { $id, $anchor, $dynamicAnchor } = place.value as Readonly<Record<string, unknown>>;
      if (typeof $id === 'string' && place.base !== undefined) ids.set(place.base, place);
      for (const name of [$anchor, $dynamicAnchor]) {
        const key = `${place.base ?? ''}#${String(name)}`;
        if (typeof name === 'string' && !anchors.has(key)) anchors.set(key, place);
      }
    }
    return { ids, anchors };
  }

  /** Every object and list of a file, once. */
  *walk(
    source: SourceDocument,
    isLeft: (holder: DocumentPlace, key: string) => boolean = () => false,
  ): Generator<DocumentPlace> {
    const seen = new Set<object>();
    const open: DocumentPlace[] = isObject(source.value) ? [this.root(source)] : [];
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      const value = place.value as object;
      if (seen.has(value)) continue;
      seen.add(value);
      yield place;
      for (const [key, inner] of Object.entries(value))
        if (isObject(inner) && !isLeft(place, key)) open.push(this.step(place, key));
    }
  }

  /** Reads a file that a reference names. */
  #open(location: string, from: SourceDocument): SourceDocument | { readonly failure: string } {
    const file = this.locate(location, from);
    if (typeof file !== 'string') return file;
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    const read = attempt(() => readSourceDocument(file));
    this.#files.set(file, read);
    return read;
  }

  /** The text of a file that an external example names. */
  readExternal(location: string, from: SourceDocument): { readonly text: string } | { readonly failure: string } {
    if (/^[a-z][a-z0-9+.-]+:/i.test(location) && !/^file:/i.test(location))
      return { failure: 'nothing is read from the network' };
    const file = this.locate(location, from);
    return typeof file === 'string' ? attempt(() => ({ text: readText(file) })) : file;
  }

  /** The real path of a file, as long as it may be read. */
  locate(location: string, from: SourceDocument): string | { readonly failure: string } {
    const path = /^file:/i.test(location) ? fileURLToPath(location) : decode(location.replace(/\?.*$/, ''));
    const named = resolve(dirname(resolve(from.file)), path);
    const file = realPathOf(named);
    if (this.#folders.some((folder) => isWithin(folder, file))) return file;
    const folder = dirname(named);
    return { failure: `must not leave ${this.#folders[0]}; --allow ${folder} lets it be read` };
  }
}

const NOTHING = { failure: 'nothing is there' } as const;
const NETWORK = {
  failure: 'must lead to a file; nothing is read from the network. Download it, and refer to the copy',
} as const;
const LOOP = { failure: 'it leads back to itself' } as const;

/** The reference that an object is, if it is one. */
export function referenceOf(value: unknown): string | undefined {
  if (!isObject(value) || Array.isArray(value)) return undefined;
  const { $ref, $dynamicRef, $recursiveRef } = value;
  return [$ref, $dynamicRef, $recursiveRef].find((one) => typeof one === 'string') as string | undefined;
}

function attempt<Result>(read: () => Result): Result | { readonly failure: string } {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PagewrightError)) throw error;
    const [problem] = error.problems;
    const where = problem === undefined || problem.line === 1 ? '' : `line ${problem.line}: `;
    return { failure: where + (problem?.message ?? error.message) };
  }
}

/** An identifier within an `$id` is relative to it. */
function baseOf(value: Readonly<Record<string, unknown>>, around: string | undefined): string | undefined {
  const { $id } = value;
  if (typeof $id !== 'string') return around;
  return joinUri(around ?? '', $id).replace(/#$/, '');
}

function joinUri(base: string, reference: string): string {
  if (reference === '') return base;
  try {
    return new URL(reference, base === '' ? undefined : base).href;
  } catch {
    return reference;
  }
}

function fileBase(source: SourceDocument): string {
  return `file://${resolve(source.file)}`;
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Links are followed, so that none leads out; what is not there stays as it is named. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isWithin(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
