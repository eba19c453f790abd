import type { Problem } from '../error.ts';
import { isObject } from '../json-pointer.ts';
import { type DocumentFiles, type DocumentPlace, referenceOf } from './document-files.ts';
import {
  CHILDREN,
  type Child,
  expectedAt,
  findMissing,
  isHttpHeader,
  isTarget,
  type Kind,
  spreadQueryString,
  withScopes,
  wordFor,
} from './object-kinds.ts';
import {
  allowNull,
  define,
  fillSchema,
  isAnnotation,
  isNullable,
  type SchemaContext,
  type Shell,
} from './schema-graph.ts';
import { notePlace } from './schema-places.ts';

/** Something that is wrong in a document. */
export interface GradedProblem {
  readonly problem: Problem;
  /**
   * An error cannot be left alone; a flaw can, by whoever has not written the document: what is wrong within a schema then allows
   * anything.
   */
  readonly severity: 'error' | 'flaw' | 'warning';
}

/**
 * A document with its references resolved: the same target is the same object wherever it is referred to, so that what
 * contains itself is a graph. Operations and components are made when somebody looks at them: most of a large document is
 * never needed.
 */
export class DocumentGraph {
  readonly document: Readonly<Record<string, unknown>>;
  readonly #files: DocumentFiles;
  readonly #made = new Map<Kind, WeakMap<object, unknown>>();
  readonly #problems = new Map<object, GradedProblem[]>();
  /** What has still to be written into shells. Not by recursion: a document can be deeper than the stack. */
  readonly #pending = new Map<object, () => void>();
  #isFilling = false;

  constructor(files: DocumentFiles) {
    this.#files = files;
    this.document = this.#make('document', files.root()) as Readonly<Record<string, unknown>>;
    this.#fillAll();
  }

  /** What is wrong in an object itself, not in what it holds. */
  problemsOfObject(made: object): readonly GradedProblem[] {
    return this.#problems.get(made) ?? [];
  }

  /** What is wrong in some objects of the graph and all that they hold; objects in `seen` are passed over. */
  problemsWithin(roots: readonly unknown[], seen: Set<object>): readonly GradedProblem[] {
    const problems: GradedProblem[] = [];
    const open = [...roots];
    while (open.length > 0) {
      const value = open.pop();
      if (!isObject(value) || seen.has(value)) continue;
      seen.add(value);
      problems.push(...(this.#problems.get(value) ?? []));
      open.push(...Object.values(value));
    }
    return problems;
  }

  /** The object of a kind at a place, references followed. */
  #make(kind: Kind, place: DocumentPlace): unknown {
    const raw = place.value;
    if (!isObject(raw)) return raw;
    const made = this.#made.get(kind) ?? new WeakMap<object, unknown>();
    this.#made.set(kind, made);
    const known = made.get(raw);
    if (known !== undefined) return known;
    const reference = referenceOf(raw);
    if (reference !== undefined) {
      const whole = this.#makeReference(kind, place, reference);
      made.set(raw, whole);
      return whole;
    }
    const shell = this.#shell(place);
    made.set(raw, shell);
    this.#pending.set(shell, () => this.#fill(kind, shell, place));
    return shell;
  }

  #shell(place: DocumentPlace): Shell {
    const shell: Shell = {};
    notePlace(shell, place);
    return shell;
  }

  #makeReference(kind: Kind, place: DocumentPlace, reference: string): unknown {
    const end = this.#files.follow(place);
    const failure =
      'failure' in end ? end.failure : isTarget(kind, end.value) ? undefined : `must lead to a ${wordFor(kind)}`;
    if (failure !== undefined) {
      const shell = this.#shell(place);
      this.#report(
        shell,
        this.#files.step(place, '$ref'),
        `Unresolved $ref ${reference}: ${failure}`,
        kind === 'schema' ? 'flaw' : 'error',
      );
      return shell;
    }
    // The next one only: it may have something beside its reference as well.
    const target = this.#make(kind, this.#files.resolve(reference, place) as DocumentPlace);
    const raw = place.value as Readonly<Record<string, unknown>>;
    const siblings = Object.keys(raw).filter((key) => raw[key] !== reference || !key.startsWith('$'));
    if (siblings.length === 0 || !isObject(target)) return target;
    const shell = this.#shell(place);
    const isOverlay = kind !== 'schema' || siblings.every(isAnnotation);
    this.#pending.set(shell, () => {
      if (isOverlay) this.#overlay(kind, shell, target, place);
      else this.#join(shell, target, place);
    });
    return shell;
  }

  /** What is beside a reference counts more than what it leads to. */
  #overlay(kind: Kind, shell: Shell, target: object, place: DocumentPlace): void {
    this.#finish(target);
    const raw = place.value as Readonly<Record<string, unknown>>;
    if (kind === 'schema' && isNullable(raw)) shell['anyOf'] = [target, { type: 'null' }];
    else Object.defineProperties(shell, Object.getOwnPropertyDescriptors(target));
    if (kind === 'schema') this.#fillSchema(shell, place, true);
    else this.#fill(kind, shell, place);
    delete shell['$ref'];
    const problems = this.#problems.get(target);
    if (problems !== undefined) this.#problems.set(shell, [...problems, ...(this.#problems.get(shell) ?? [])]);
  }

  /** OpenAPI 3.1 lets a schema stand beside its reference: both hold. */
  #join(shell: Shell, target: unknown, place: DocumentPlace): void {
    const own: Shell = {};
    this.#fillSchema(own, place);
    const raw = place.value as Readonly<Record<string, unknown>>;
    for (const key of Object.keys(own)) if (isAnnotation(key)) define(shell, key, own[key]);
    shell['allOf'] = [target, own];
    if (isNullable(raw)) allowNull(shell);
  }

  /** Makes sure that a shell holds what it will. */
  #finish(shell: object): void {
    const fill = this.#pending.get(shell);
    if (fill === undefined) return;
    this.#pending.delete(shell);
    fill();
  }

  #fillAll(): void {
    if (this.#isFilling) return;
    this.#isFilling = true;
    try {
      for (const [shell] of this.#pending) this.#finish(shell);
    } finally {
      this.#isFilling = false;
    }
  }

  #fill(kind: Kind, shell: Shell, place: DocumentPlace): void {
    if (kind === 'schema') {
      this.#fillSchema(shell, place);
      return;
    }
    for (const [key, value] of Object.entries(place.value as object)) {
      const child = Object.hasOwn(CHILDREN[kind], key) ? CHILDREN[kind][key] : undefined;
      if (child === undefined) this.#fillPlain(kind, shell, this.#files.step(place, key));
      // Nothing behind a key of YAML is null, and as good as no key.
      else if (value !== null) this.#fillChild(shell, key, child, this.#files.step(place, key));
    }
    if (kind === 'example') this.#fillExample(shell, place);
    if (kind === 'pathItem') this.#moveBlock(shell, place);
    // What HTTP itself says of these headers counts, as OpenAPI wants it.
    if (kind === 'parameter' && isHttpHeader(shell)) define(shell, 'required', false);
    if (kind === 'parameter' && shell['in'] === 'querystring') spreadQueryString(shell, (media) => this.#finish(media));
  }

  /** What has no objects of OpenAPI in it: as it is, where it is what it must be. */
  #fillPlain(kind: Kind, shell: Shell, place: DocumentPlace): void {
    const key = place.path.at(-1) ?? '';
    const expected = expectedAt(kind, key);
    if (expected === undefined || expected.accepts(place.value)) {
      const value = key === 'example' ? this.#data(place) : place.value;
      define(shell, key, key === 'security' ? withScopes(value as readonly object[]) : value);
    } else if (place.value !== null) {
      this.#report(shell, place, `Invalid ${key}: must be ${expected.name}`, 'error');
    }
  }

  #fillChild(shell: Shell, key: string, child: Child, place: DocumentPlace): void {
    const [as, , when] = child;
    // The members of a map are late each for itself; only those of responses are needed all together.
    const isLate = when === 'lazy' && (as !== 'map' || key === 'responses');
    if (isLate) this.#defineLater(shell, key, () => this.#child(shell, child, place));
    else define(shell, key, this.#child(shell, child, place));
  }

  #child(holder: Shell, [as, kind, when]: Child, place: DocumentPlace): unknown {
    const value = place.value;
    if (!isObject(value) || (as === 'list') !== Array.isArray(value)) {
      if (kind === 'schema' && as === 'one' && typeof value === 'boolean') return value;
      const what = as === 'list' ? 'a list' : 'an object';
      this.#report(holder, place, `Invalid ${place.path.at(-1)}: must be ${what}`, 'warning');
      return as === 'list' ? [] : {};
    }
    if (as === 'one') return this.#make(kind, place);
    return as === 'list' ? this.#list(kind, place) : this.#map(kind, place, when === 'lazy' && kind !== 'response');
  }

  #list(kind: Kind, place: DocumentPlace): unknown {
    const list: unknown[] = [];
    for (const index of Object.keys(place.value as object)) {
      const at = this.#files.step(place, index);
      const target = this.#files.follow(at);
      const missing = 'failure' in target ? undefined : findMissing(kind, target.value);
      if (!isObject(at.value)) this.#report(list, at, `Invalid ${kind}: must be an object`, 'warning');
      else if (missing !== undefined) this.#report(list, at, `Missing ${missing}: a ${kind} must have one`, 'error');
      else list.push(this.#make(kind, at));
    }
    return list;
  }

  #map(kind: Kind, holder: DocumentPlace, isLazy: boolean): unknown {
    const map: Shell = {};
    // All of it may stand in another file.
    const reference = referenceOf(holder.value);
    const target = reference === undefined ? holder : this.#files.follow(holder);
    if ('failure' in target || !isObject(target.value)) {
      const failure = 'failure' in target ? target.failure : 'must lead to an object';
      this.#report(map, this.#files.step(holder, '$ref'), `Unresolved $ref ${reference}: ${failure}`, 'error');
      return map;
    }
    for (const [name, value] of Object.entries(target.value)) {
      const at = this.#files.step(target, name);
      if (!isObject(value)) this.#mapScalar(kind, map, at);
      else if (isLazy) this.#defineLater(map, name, () => this.#make(kind, at));
      else define(map, name, this.#make(kind, at));
    }
    return map;
  }

  /** What is neither a schema nor an annotation is a mistake. */
  #mapScalar(kind: Kind, map: Shell, place: DocumentPlace): void {
    const name = place.path.at(-1) ?? '';
    const isKnown = kind === 'schema' && (typeof place.value === 'boolean' || place.path.includes('x-pagewright'));
    if (isKnown || name.startsWith('x-')) define(map, name, place.value);
    else this.#report(map, place, `Invalid ${name}: must be an object`, 'warning');
  }

  /** A property that is made when it is first read. */
  #defineLater(holder: object, key: string, make: () => unknown): void {
    const graph = this;
    let made: { readonly value: unknown } | undefined;
    Object.defineProperty(holder, key, {
      enumerable: true,
      configurable: true,
      get(): unknown {
        made ??= { value: make() };
        graph.#fillAll();
        return made.value;
      },
      set(value: unknown) {
        Object.defineProperty(this, key, { value, enumerable: true, configurable: true, writable: true });
      },
    });
  }

  #fillSchema(shell: Shell, place: DocumentPlace, isOverlay = false): void {
    const context: SchemaContext = {
      schema: (at) => this.#make('schema', at),
      step: (at, key) => this.#files.step(at, key),
      target: (reference, from) => {
        const target = this.#files.resolve(reference, from);
        const end = 'failure' in target ? target : this.#files.follow(target);
        return 'failure' in end ? undefined : end;
      },
      report: (at, message, severity) => this.#report(shell, at, message, severity),
    };
    if (!isOverlay) {
      fillSchema(shell, place, context);
      return;
    }
    const own: Shell = {};
    const { nullable: _, ...annotations } = place.value as Record<string, unknown>;
    fillSchema(own, { ...place, value: annotations }, context);
    Object.assign(shell, own);
  }

  #fillExample(shell: Shell, place: DocumentPlace): void {
    const { value, externalValue } = place.value as Readonly<Record<string, unknown>>;
    if (value !== undefined) shell['value'] = this.#data(this.#files.step(place, 'value'));
    if (value !== undefined || typeof externalValue !== 'string') return;
    const read = this.#files.readExternal(externalValue, place.source);
    const at = this.#files.step(place, 'externalValue');
    if ('failure' in read) {
      this.#report(shell, at, `Ignored externalValue ${externalValue}: ${read.failure}`, 'warning');
      return;
    }
    try {
      shell['value'] = JSON.parse(read.text);
    } catch {
      this.#report(shell, at, `Ignored externalValue ${externalValue}: the file is not JSON`, 'warning');
    }
  }

  /** An example that is kept in a file of its own, by a reference that OpenAPI does not know and bundlers do. */
  #data(place: DocumentPlace): unknown {
    const reference = referenceOf(place.value);
    if (reference === undefined || reference.startsWith('#') || Object.keys(place.value as object).length > 1)
      return place.value;
    const target = this.#files.follow(place);
    return 'failure' in target ? place.value : target.value;
  }

  /** A block beside the operations of a path is that of its list. */
  #moveBlock(shell: Shell, place: DocumentPlace): void {
    const raw = place.value as Readonly<Record<string, unknown>>;
    const method = blockMethod(raw);
    const operation = method === undefined ? undefined : shell[method];
    if (!isObject(operation)) return;
    this.#finish(operation);
    if (operation['x-pagewright'] !== undefined) return;
    define(operation, 'x-pagewright', this.#make('block', this.#files.step(place, 'x-pagewright')));
  }

  #report(holder: object, place: DocumentPlace, message: string, severity: GradedProblem['severity']): void {
    const problems = this.#problems.get(holder) ?? [];
    this.#problems.set(holder, problems);
    problems.push({ problem: place.source.problemAt(place.path, message), severity });
  }
}

/** The method of the list that a block on a Path Item Object is about. */
export function blockMethod(pathItem: Readonly<Record<string, unknown>>): 'get' | 'post' | undefined {
  if (!isObject(pathItem['x-pagewright'])) return undefined;
  if (isObject(pathItem['get'])) return 'get';
  return isObject(pathItem['post']) ? 'post' : undefined;
}
