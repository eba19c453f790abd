import { computed, type ReadonlySignal, signal } from '@preact/signals';

export const VIEWS = ['explore', 'watch', 'change', 'check', 'tell'] as const;
export type View = (typeof VIEWS)[number];

/** Where the console is: a view and what is selected in it. It is the URL, and nothing else knows it. */
interface Place {
  readonly view: View;
  readonly parameters: URLSearchParams;
  /** A path that names no view. */
  readonly unknown?: string;
}

const place = signal<Place>(readPlace());

export const view: ReadonlySignal<View> = computed(() => place.value.view);
export const unknownView: ReadonlySignal<string | undefined> = computed(() => place.value.unknown);

addEventListener('popstate', () => {
  place.value = readPlace();
});

function readPlace(): Place {
  const path = /\/__console\/?([^/?#]*)/.exec(location.pathname)?.[1] ?? '';
  const found = VIEWS.find((name) => name === path);
  const parameters = new URLSearchParams(location.search);
  return {
    view: found ?? 'explore',
    parameters,
    ...(found === undefined && path !== '' && { unknown: decode(path) }),
  };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** A parameter of the URL. Components that read it follow it. */
export function parameter(name: string): string | undefined {
  return place.value.parameters.get(name) ?? undefined;
}

/** New values of parameters by name; `undefined` takes one away. Others stay, unknown ones included. */
type Patch = Readonly<Record<string, string | number | undefined>>;

/** What belongs to a view alone, and does not go along to another one. */
const OWN: Readonly<Record<View, readonly string[]>> = {
  explore: ['walk', 'at', 'row', 'lens', 'versus', 'q', 'as', 'answer', 'table', 'exchange'],
  watch: ['by', 'status', 'text', 'exchange', 'part', 'console'],
  change: ['row', 'add', 'collection', 'fault', 'bug'],
  check: ['run', 'versus', 'id'],
  tell: ['demo', 'step'],
};

/**
 * Goes to another place.
 *
 * @param options.replace - without a new entry in the history: for what follows from a place, and for keystrokes
 */
export function go(patch: Patch, options: { readonly view?: View; readonly replace?: boolean } = {}): void {
  const url = hrefOf(patch, options.view);
  if (url === location.href) return;
  if (options.replace === true) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
  place.value = readPlace();
}

/** The URL of another place; for links. */
export function hrefOf(patch: Patch, target: View = place.value.view): string {
  const { view: from, parameters } = place.value;
  const kept = new URLSearchParams(parameters);
  if (target !== from) for (const name of OWN[from]) kept.delete(name);
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined) kept.delete(name);
    else kept.set(name, String(value));
  }
  const query = kept.toString();
  const root = location.href.replace(/(\/__console)(?:[/?#].*)?$/, '$1');
  return `${root}/${target}${query === '' ? '' : `?${query}`}`;
}
