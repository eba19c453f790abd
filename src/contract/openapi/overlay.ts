import { createRequire } from 'node:module';
import { type Problem, problemsError } from '../error.ts';
import { isObject, isPlainObject } from '../json-pointer.ts';
import type { SourceDocument } from '../source-document.ts';
import { didYouMean } from '../text.ts';

/** Keys that lead to a value. */
type Path = readonly (string | number)[];

/** A document that an overlay has changed. */
export interface Overlaid {
  /** The changed document; problems at what the overlay wrote are problems of the overlay's file and line. */
  readonly source: SourceDocument;
  /** What the overlay says to no effect. */
  readonly warnings: readonly Problem[];
}

const ACTION_KEYS = ['target', 'description', 'update', 'remove'];
const OVERLAY_KEYS = ['overlay', 'info', 'extends', 'actions'];

/** Whether a file is an OpenAPI Overlay document. */
export function isOverlay({ value }: Pick<SourceDocument, 'value'>): boolean {
  return isObject(value) && value['overlay'] !== undefined && value['openapi'] === undefined;
}

/**
 * Applies an OpenAPI Overlay 1.0 document: each action finds its targets by a JSONPath (RFC 9535) and updates or removes them.
 *
 * @param source - an OpenAPI document as it was read, before its references are resolved; it stays as it is
 * @param overlay - the Overlay document
 * @returns the changed document, and warnings for actions of which no target exists
 * @throws {PagewrightError} `invalid-contract` for every mistake in the overlay, with its file and line. An action that would
 *   describe a list and finds no target is one.
 */
export function applyOverlay(source: SourceDocument, overlay: SourceDocument): Overlaid {
  const problems = checkOverlay(overlay);
  if (problems.length > 0) throw problemsError('invalid-contract', problems);
  const changed: Changed = { root: structuredClone(source.value), origins: new WeakMap() };
  const warnings: Problem[] = [];
  for (const [index, action] of listActions(overlay).entries()) {
    const at: Path = ['actions', index];
    const found = findTargets(changed.root, action, overlay, at, problems);
    if (found.length === 0 && problems.length === 0) {
      const problem = overlay.problemAt([...at, 'target'], explainMiss(changed.root, String(action['target'])));
      (describesList(action['update']) ? problems : warnings).push(problem);
    }
    // From the last on, so that the indexes of those before it stay what they are.
    for (const target of found.toReversed()) act(changed, action, target, { overlay, at, problems });
  }
  if (problems.length > 0) throw problemsError('invalid-contract', problems);
  return {
    source: { ...source, value: changed.root, isBuiltIn: false, problemAt: locator(source, overlay, changed) },
    warnings,
  };
}

type Action = Readonly<Record<string, unknown>>;

function listActions({ value }: SourceDocument): readonly Action[] {
  return (value as { readonly actions: readonly Action[] }).actions;
}

function checkOverlay(overlay: SourceDocument): Problem[] {
  const { value } = overlay;
  if (!isObject(value)) return [overlay.problemAt([], 'Invalid overlay: must be an OpenAPI Overlay document')];
  const problems: Problem[] = [];
  const report = (path: Path, message: string): void => {
    problems.push(overlay.problemAt(path, message));
  };
  const version = value['overlay'];
  if (!/^1\.\d+(?:\.\d+)?$/.test(String(version))) {
    report(['overlay'], `Invalid overlay version ${JSON.stringify(version) ?? '(none)'}: must be 1.0.0`);
  }
  for (const key of Object.keys(value)) {
    if (!OVERLAY_KEYS.includes(key) && !key.startsWith('x-'))
      report([key], `Unknown key ${key}${didYouMean(key, OVERLAY_KEYS)}`);
  }
  const { actions } = value;
  if (!Array.isArray(actions) || actions.length === 0) {
    report(['actions'], 'Missing actions: must be a list of objects with a target and an update');
    return problems;
  }
  for (const [index, action] of (actions as readonly unknown[]).entries()) {
    if (isObject(action)) checkAction(action, ['actions', index], report);
    else report(['actions', index], 'Invalid action: must be an object with a target');
  }
  return problems;
}

function checkAction(action: Action, at: Path, report: (path: Path, message: string) => void): void {
  for (const key of Object.keys(action)) {
    if (!ACTION_KEYS.includes(key) && !key.startsWith('x-'))
      report([...at, key], `Unknown key ${key}${didYouMean(key, ACTION_KEYS)}`);
  }
  if (typeof action['target'] !== 'string')
    report(at, "Missing target: must be a JSONPath such as $.paths['/orders'].get");
  if (action['update'] === undefined && action['remove'] !== true) report(at, 'Missing update: or remove: true');
}

function findTargets(
  root: unknown,
  action: Action,
  overlay: SourceDocument,
  at: Path,
  problems: Problem[],
): readonly Path[] {
  try {
    return loadPaths()
      .query(String(action['target']), root as never)
      .nodes.map(({ location }) => location);
  } catch (error) {
    const message = `Invalid target ${String(action['target'])}: must be a JSONPath (RFC 9535); ${(error as Error).message}`;
    problems.push(overlay.problemAt([...at, 'target'], message));
    return [];
  }
}

/** Says why a target does not exist, where it is plainly a path of the API. */
function explainMiss(root: unknown, target: string): string {
  const path = /^\$\.paths\[(['"])(.+?)\1\]/.exec(target)?.[2]?.replaceAll("\\'", "'");
  const paths = isObject(root) && isObject(root['paths']) ? root['paths'] : {};
  const miss = `Unknown target ${target}: the document has nothing there`;
  if (path === undefined) return miss;
  const item = Object.hasOwn(paths, path) ? paths[path] : undefined;
  if (isObject(item) && typeof item['$ref'] === 'string') {
    return `${miss}, since the path is a reference to ${item['$ref']}: describe its lists by operationId in a file of blocks`;
  }
  return item === undefined ? `Unknown path ${path}${didYouMean(path, Object.keys(paths))}` : miss;
}

function describesList(update: unknown): boolean {
  return isObject(update) && (Object.hasOwn(update, 'x-pagewright') || Object.values(update).some(describesList));
}

/** A document while it is changed. */
interface Changed {
  root: unknown;
  /** For what overlays wrote: by the object that holds it and its key, the place in the overlay. */
  readonly origins: WeakMap<object, Map<string, Path>>;
}

interface Context {
  readonly overlay: SourceDocument;
  readonly at: Path;
  readonly problems: Problem[];
}

function act(changed: Changed, action: Action, target: Path, { overlay, at, problems }: Context): void {
  const value = valueAt(changed.root, target);
  if (action['remove'] === true) {
    if (target.length === 0)
      problems.push(overlay.problemAt([...at, 'target'], 'Invalid target $: the whole document cannot be removed'));
    else remove(valueAt(changed.root, target.slice(0, -1)), target.at(-1) ?? '');
    return;
  }
  const { update } = action;
  if (Array.isArray(value)) append(changed, value, [update], [[...at, 'update']]);
  else if (isObject(value) && isObject(update) && !Array.isArray(update))
    merge(changed, value, update, [...at, 'update']);
  else {
    const expected = isObject(value)
      ? 'update must be an object too'
      : 'must be an object or an array, to which an update can be added';
    problems.push(overlay.problemAt([...at, 'target'], `Invalid target ${String(action['target'])}: ${expected}`));
  }
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<string | number, unknown> | undefined)?.[key], root);
}

function remove(holder: unknown, key: string | number): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete (holder as Record<string, unknown>)[String(key)];
}

/** Objects are merged, arrays joined, whatever else takes the place of what was there. */
function merge(changed: Changed, target: object, update: object, at: Path): void {
  for (const [key, value] of Object.entries(update)) {
    const known = (target as Record<string, unknown>)[key];
    const place = [...at, key];
    if (Array.isArray(known) && Array.isArray(value)) {
      append(
        changed,
        known,
        value,
        value.map((_, index) => [...place, index]),
      );
    } else if (isPlainObject(known) && isPlainObject(value)) merge(changed, known, value, place);
    else write(changed, target, key, structuredClone(value), place);
  }
}

function append(changed: Changed, list: unknown[], values: readonly unknown[], places: readonly Path[]): void {
  for (const [index, value] of values.entries())
    write(changed, list, String(list.length), structuredClone(value), places[index] ?? []);
}

function write({ origins }: Changed, holder: object, key: string, value: unknown, place: Path): void {
  Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true });
  const known = origins.get(holder) ?? new Map<string, Path>();
  origins.set(holder, known.set(key, place));
}

/** Finds where a value of the changed document was written: in the document or in the overlay. */
function locator(source: SourceDocument, overlay: SourceDocument, changed: Changed): SourceDocument['problemAt'] {
  return (path, message) => {
    const inOverlay = findOrigin(changed, path);
    return inOverlay === undefined ? source.problemAt(path, message) : overlay.problemAt(inOverlay, message);
  };
}

/** The place in the overlay of what it wrote, or of what would stand in it. */
function findOrigin({ root, origins }: Changed, path: Path): Path | undefined {
  let at: unknown = root;
  let place: Path | undefined;
  for (const key of path) {
    const holder = followReference(root, at);
    if (!isObject(holder)) break;
    const origin = origins.get(holder)?.get(String(key));
    place = origin ?? (place === undefined ? undefined : [...place, key]);
    at = Object.hasOwn(holder, key) ? (holder as Record<string | number, unknown>)[key] : undefined;
  }
  return place;
}

function followReference(root: unknown, value: unknown): unknown {
  const reference = isObject(value) ? value['$ref'] : undefined;
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return value;
  const keys = reference
    .slice(2)
    .split('/')
    .map((key) => decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~'));
  return valueAt(root, keys) ?? value;
}

/** Loaded for overlays only, which most documents have none of. */
function loadPaths(): typeof import('json-p3') {
  return createRequire(import.meta.url)('json-p3') as typeof import('json-p3');
}
