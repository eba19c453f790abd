import { isObject } from '../json-pointer.ts';
import type { SourceDocument } from '../source-document.ts';
import { type DocumentFiles, type DocumentPlace, referenceOf } from './document-files.ts';

/** Where the other files of a document stand in its bundle. */
const FILES = 'x-files';
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

/**
 * Makes one document of several files, whose references are pointers into itself. A reference that leads nowhere, or into the
 * network, is left out, so that no reader of the bundle follows it.
 *
 * @returns the document of the entry as it is, where all its references are such pointers already
 */
export function bundleDocument(files: DocumentFiles): unknown {
  const { entry } = files;
  if (!hasOtherReferences(entry.value)) return entry.value;
  const bundle = new Bundle(files);
  const value = entry.value as Readonly<Record<string, unknown>>;
  const whole: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const at = files.step(files.root(), key);
    Object.defineProperty(whole, key, plain(key === 'paths' ? copyPaths(at, files, bundle) : bundle.copy(at)));
  }
  const others = bundle.others;
  return others.length === 0 ? whole : { ...whole, [FILES]: others };
}

/** Copies values of several files, each reference rewritten to where its target is in the bundle. */
class Bundle {
  readonly others: unknown[] = [];
  readonly #files: DocumentFiles;
  readonly #positions = new Map<SourceDocument, number>();
  readonly #copies = new Map<object, unknown>();

  constructor(files: DocumentFiles) {
    this.#files = files;
  }

  /** What stands in several places is copied once. */
  copy(place: DocumentPlace): unknown {
    const { value } = place;
    if (!isObject(value)) return value;
    const known = this.#copies.get(value);
    if (known !== undefined) return known;
    const made: unknown = Array.isArray(value) ? [] : {};
    this.#copies.set(value, made);
    const reference = referenceOf(value);
    for (const [key, part] of Object.entries(value)) {
      const isReference = reference !== undefined && part === reference && key.startsWith('$');
      const written = isReference ? this.#rewrite(place) : this.copy(this.#files.step(place, key));
      if (written !== undefined) Object.defineProperty(made, isReference ? '$ref' : key, plain(written));
    }
    return made;
  }

  #rewrite(place: DocumentPlace): string | undefined {
    const target = this.#files.follow(place);
    if ('failure' in target) return undefined;
    const pointer = target.path.map(escapeSegment).join('');
    if (target.source === this.#files.entry) return `#${pointer}`;
    let position = this.#positions.get(target.source);
    if (position === undefined) {
      position = this.#positions.size;
      this.#positions.set(target.source, position);
      this.others[position] = this.copy(this.#files.root(target.source));
    }
    return `#/${FILES}/${position}${pointer}`;
  }
}

function escapeSegment(segment: string): string {
  return `/${segment.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('%', '%25')}`;
}

function hasOtherReferences(root: unknown): boolean {
  const seen = new Set<unknown>();
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (!isObject(value) || seen.has(value)) continue;
    seen.add(value);
    const reference = referenceOf(value);
    if (reference !== undefined && !reference.startsWith('#/')) return true;
    open.push(...Object.values(value));
  }
  return false;
}

function plain(value: unknown): PropertyDescriptor {
  return { value, enumerable: true, configurable: true, writable: true };
}

/** Readers expect operations where they belong, whatever files they are kept in. */
function copyPaths(holder: DocumentPlace, files: DocumentFiles, bundle: Bundle): Readonly<Record<string, unknown>> {
  const paths = inline(holder, files);
  const items = Object.keys(paths.value as object).map((path) => {
    const item = inline(files.step(paths, path), files);
    const copied = bundle.copy(item) as Readonly<Record<string, unknown>>;
    const methods = isObject(item.value) ? Object.keys(item.value).filter((key) => METHODS.includes(key)) : [];
    const operations = methods.map((method) => [method, bundle.copy(inline(files.step(item, method), files))] as const);
    return [path, { ...copied, ...Object.fromEntries(operations) }] as const;
  });
  return Object.fromEntries(items);
}

function inline(place: DocumentPlace, files: DocumentFiles): DocumentPlace {
  const target = files.follow(place);
  return 'failure' in target || !isObject(target.value) ? { ...place, value: {} } : target;
}
