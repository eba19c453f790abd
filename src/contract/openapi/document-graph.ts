import type { Problem } from '../error.ts';
import { isObject } from '../json-pointer.ts';
import { type DocumentFiles, type Place, referenceOf } from './document-files.ts';
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

/** What an object of a document is. What the others hold is data, which stays as it is. */
type Kind =
  | 'document'
  | 'components'
  | 'pathItem'
  | 'operation'
  | 'parameter'
  | 'requestBody'
  | 'response'
  | 'media'
  | 'example'
  | 'schema'
  | 'block'
  | 'plain';

/** What stands under a key: one object, a list of them, or one for each name. `lazy`: made when somebody looks at it. */
type Child = readonly [as: 'one' | 'list' | 'map', kind: Kind, when?: 'lazy'];

const OPERATION: Child = ['one', 'operation'];
const CONTENT = { content: ['map', 'media'], examples: ['map', 'example'], schema: ['one', 'schema'] } as const;

const CHILDREN: Readonly<Record<Kind, Readonly<Record<string, Child>>>> = {
  document: {
    paths: ['map', 'pathItem', 'lazy'],
    webhooks: ['map', 'pathItem', 'lazy'],
    components: ['one', 'components'],
  },
  components: {
    schemas: ['map', 'schema', 'lazy'],
    parameters: ['map', 'parameter', 'lazy'],
    headers: ['map', 'parameter', 'lazy'],
    requestBodies: ['map', 'requestBody', 'lazy'],
    responses: ['map', 'response', 'lazy'],
    examples: ['map', 'example', 'lazy'],
    pathItems: ['map', 'pathItem', 'lazy'],
    securitySchemes: ['map', 'plain'],
  },
  pathItem: {
    get: OPERATION,
    put: OPERATION,
    post: OPERATION,
    delete: OPERATION,
    options: OPERATION,
    head: OPERATION,
    patch: OPERATION,
    trace: OPERATION,
    query: OPERATION,
    parameters: ['list', 'parameter', 'lazy'],
  },
  operation: {
    parameters: ['list', 'parameter', 'lazy'],
    requestBody: ['one', 'requestBody', 'lazy'],
    responses: ['map', 'response', 'lazy'],
    'x-pagewright': ['one', 'block', 'lazy'],
  },
  parameter: CONTENT,
  requestBody: { content: CONTENT.content },
  response: { headers: ['map', 'parameter'], content: CONTENT.content },
  media: { schema: CONTENT.schema, itemSchema: CONTENT.schema, examples: CONTENT.examples },
  example: {},
  schema: {},
  block: { hidden: ['map', 'schema'] },
  plain: {},
};

/** Something that is wrong in a document. */
export interface Fault {
  readonly problem: Problem;
  readonly severity: 'error' | 'warning';
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
  readonly #faults = new Map<object, Fault[]>();
  /** What has still to be written into shells. Not by recursion: a document can be deeper than the stack. */
  readonly #pending = new Map<object, () => void>();
  #isFilling = false;

  constructor(files: DocumentFiles) {
    this.#files = files;
    this.document = this.#make('document', files.root()) as Readonly<Record<string, unknown>>;
    this.#fillAll();
  }

  /** What is wrong in some objects of the graph and all that they hold; objects in `seen` are passed over. */
  faultsWithin(roots: readonly unknown[], seen: Set<object>): readonly Fault[] {
    const faults: Fault[] = [];
    const open = [...roots];
    while (open.length > 0) {
      const value = open.pop();
      if (!isObject(value) || seen.has(value)) continue;
      seen.add(value);
      faults.push(...(this.#faults.get(value) ?? []));
      open.push(...Object.values(value));
    }
    return faults;
  }

  /** The object of a kind at a place, references followed. */
  #make(kind: Kind, place: Place): unknown {
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

  #shell(place: Place): Shell {
    const shell: Shell = {};
    notePlace(shell, place);
    return shell;
  }

  #makeReference(kind: Kind, place: Place, reference: string): unknown {
    const end = this.#files.follow(place);
    const failure =
      'failure' in end ? end.failure : isTarget(kind, end.value) ? undefined : `must lead to a ${WORDS[kind] ?? kind}`;
    if (failure !== undefined) {
      const shell = this.#shell(place);
      this.#report(shell, this.#files.step(place, '$ref'), `Unresolved $ref ${reference}: ${failure}`, 'error');
      return shell;
    }
    // The next one only: it may have something beside its reference as well.
    const target = this.#make(kind, this.#files.resolve(reference, place) as Place);
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
  #overlay(kind: Kind, shell: Shell, target: object, place: Place): void {
    this.#finish(target);
    const raw = place.value as Readonly<Record<string, unknown>>;
    if (kind === 'schema' && isNullable(raw)) shell['anyOf'] = [target, { type: 'null' }];
    else Object.defineProperties(shell, Object.getOwnPropertyDescriptors(target));
    if (kind === 'schema') this.#fillSchema(shell, place, true);
    else this.#fill(kind, shell, place);
    delete shell['$ref'];
    const faults = this.#faults.get(target);
    if (faults !== undefined) this.#faults.set(shell, [...faults, ...(this.#faults.get(shell) ?? [])]);
  }

  /** OpenAPI 3.1 lets a schema stand beside its reference: both hold. */
  #join(shell: Shell, target: unknown, place: Place): void {
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

  #fill(kind: Kind, shell: Shell, place: Place): void {
    if (kind === 'schema') {
      this.#fillSchema(shell, place);
      return;
    }
    for (const [key, value] of Object.entries(place.value as object)) {
      const child = Object.hasOwn(CHILDREN[kind], key) ? CHILDREN[kind][key] : undefined;
      if (child === undefined) define(shell, key, key === 'example' ? this.#data(this.#files.step(place, key)) : value);
      // Nothing behind a key of YAML is null, and as good as no key.
      else if (value !== null) this.#fillChild(shell, key, child, this.#files.step(place, key));
    }
    if (kind === 'example') this.#fillExample(shell, place);
    if (kind === 'pathItem') this.#moveBlock(shell, place);
  }

  #fillChild(shell: Shell, key: string, child: Child, place: Place): void {
    const [as, , when] = child;
    // The members of a map are late each for itself; only those of responses are needed all together.
    const isLate = when === 'lazy' && (as !== 'map' || key === 'responses');
    if (isLate) this.#defineLater(shell, key, () => this.#child(shell, child, place));
    else define(shell, key, this.#child(shell, child, place));
  }

  #child(holder: Shell, [as, kind, when]: Child, place: Place): unknown {
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

  #list(kind: Kind, place: Place): unknown {
    const list: unknown[] = [];
    for (const index of Object.keys(place.value as object)) {
      const at = this.#files.step(place, index);
      if (isObject(at.value)) list.push(this.#make(kind, at));
      else this.#report(list, at, `Invalid ${kind}: must be an object`, 'warning');
    }
    return list;
  }

  #map(kind: Kind, holder: Place, isLazy: boolean): unknown {
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
  #mapScalar(kind: Kind, map: Shell, place: Place): void {
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
        define(this as object, key, value);
      },
    });
  }

  #fillSchema(shell: Shell, place: Place, isOverlay = false): void {
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

  #fillExample(shell: Shell, place: Place): void {
    const { value, externalValue } = place.value as Readonly<Record<string, unknown>>;
    if (value !== undefined) shell['value'] = this.#data(this.#files.step(place, 'value'));
    if (value !== undefined || typeof externalValue !== 'string') return;
    const read = this.#files.readExternal(externalValue, place.source);
    const at = this.#files.step(place, 'externalValue');
    if ('failure' in read) {
      this.#report(shell, at, `Unread externalValue ${externalValue}: ${read.failure}`, 'warning');
      return;
    }
    try {
      shell['value'] = JSON.parse(read.text);
    } catch {
      this.#report(shell, at, `Unread externalValue ${externalValue}: the file is no JSON`, 'warning');
    }
  }

  /** An example that is kept in a file of its own, by a reference that OpenAPI does not know and bundlers do. */
  #data(place: Place): unknown {
    const reference = referenceOf(place.value);
    if (reference === undefined || reference.startsWith('#') || Object.keys(place.value as object).length > 1)
      return place.value;
    const target = this.#files.follow(place);
    return 'failure' in target ? place.value : target.value;
  }

  /** A block beside the operations of a path is that of its list. */
  #moveBlock(shell: Shell, place: Place): void {
    const raw = place.value as Readonly<Record<string, unknown>>;
    const method = blockMethod(raw);
    const operation = method === undefined ? undefined : shell[method];
    if (!isObject(operation)) return;
    this.#finish(operation);
    if (operation['x-pagewright'] !== undefined) return;
    define(operation, 'x-pagewright', this.#make('block', this.#files.step(place, 'x-pagewright')));
  }

  #report(holder: object, place: Place, message: string, severity: Fault['severity']): void {
    const faults = this.#faults.get(holder) ?? [];
    this.#faults.set(holder, faults);
    faults.push({ problem: place.source.problemAt(place.path, message), severity });
  }
}

const WORDS: Partial<Record<Kind, string>> = {
  requestBody: 'request body',
  pathItem: 'path item',
  media: 'media type',
  plain: 'security scheme',
  block: 'contract block',
};

function isTarget(kind: Kind, value: unknown): boolean {
  return (kind === 'schema' && typeof value === 'boolean') || (isObject(value) && !Array.isArray(value));
}

/** The method of the list that a block on a Path Item Object is about. */
export function blockMethod(pathItem: Readonly<Record<string, unknown>>): 'get' | 'post' | undefined {
  if (!isObject(pathItem['x-pagewright'])) return undefined;
  if (isObject(pathItem['get'])) return 'get';
  return isObject(pathItem['post']) ? 'post' : undefined;
}
