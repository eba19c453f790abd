import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import { AdminError, callAdmin } from '../admin/client.ts';
import type { Change, Coverage, Exchange, PageOfExchange, Place, View, WalkSummary, Window } from '../admin/types.ts';
import { contract, model, session } from '../state/chosen.ts';
import { epoch, listen } from '../state/connection.ts';
import { parameter } from '../state/location.ts';
import { createResource, type Resource } from '../state/resource.ts';
import { type Lens, MAX_BUCKETS } from '../strip/overview.tsx';
import { drawPicture, type Picture } from '../strip/picture.ts';
import { findCredential, formatPairs, type Pairs, parsePairs, readPairs, type Target } from './request.ts';
import { getWalks, getWindows } from './walks.ts';

/** Up to so many rows, the whole list is drawn, row by row. */
const MAX_WHOLE = 400;
/** Of a longer one, so many rows are. */
const LENS = 200;

/** What is chosen, once it is known. */
export const target: ReadonlySignal<Target | undefined> = computed(() => {
  const [one, other] = [contract.value, model.value.value];
  return one === undefined || other?.id !== one.id ? undefined : { contract: one, model: other };
});

/** Counts up whenever rows may have changed. */
const changed = signal(0);
listen('change', () => {
  changed.value += 1;
});

/** Counts up with every page. */
const asked = signal(0);
let pending = false;
listen<Window>('window', (window) => {
  if (window.contract !== contract.peek()?.id || pending) return;
  pending = true;
  // A client may ask for thousands of pages a second: all that came meanwhile are read in one go.
  setTimeout(() => {
    pending = false;
    asked.value += 1;
  }, 150);
});

/** The requests that were sent, as they belong together. */
export const walks: Resource<readonly WalkSummary[]> = createResource((cancel) => {
  epoch.value;
  asked.value;
  changed.value;
  const id = contract.value?.id;
  const query = { contract: id, session: session.value };
  return id === undefined ? undefined : getWalks(query, model.value.value?.page.position ?? '', cancel);
});

/** The walk of the URL, or the latest. */
export const walk: ReadonlySignal<WalkSummary | undefined> = computed(() => {
  const all = walks.value.value ?? [];
  const wanted = parameter('walk');
  return wanted === undefined ? all.at(-1) : all.find((one) => String(one.walk) === wanted);
});

export const isUnknownWalk: ReadonlySignal<boolean> = computed(() => {
  return parameter('walk') !== undefined && walks.value.value !== undefined && walk.value === undefined;
});

/** Where the pages of the walk lay. */
export const windows: Resource<readonly Window[]> = createResource(async (cancel) => {
  const { walk: number, contract: id } = walk.value ?? {};
  const query = { contract: id, session: session.value, walk: number };
  return number === undefined ? [] : getWindows(query, model.value.value?.page.position ?? '', cancel);
});

/** Index of the request that is selected: that of the URL, or the last one. */
export const at: ReadonlySignal<number> = computed(() => {
  const count = windows.value.value?.length ?? 0;
  const wanted = Number(parameter('at') ?? count);
  return Math.max(0, Math.min(count, Number.isInteger(wanted) ? wanted : count) - 1);
});

export const selected: ReadonlySignal<Window | undefined> = computed(() => windows.value.value?.[at.value]);

const selectedId: ReadonlySignal<number | undefined> = computed(() => selected.value?.exchange);

/** What was sent and received; `undefined` where its bodies are no longer kept. */
export const exchange: Resource<Exchange | undefined> = createResource((cancel) => {
  const id = selectedId.value;
  return id === undefined ? undefined : read<Exchange>(`/journal/${id}`, cancel);
});

export const page: Resource<PageOfExchange | undefined> = createResource((cancel) => {
  const id = selectedId.value;
  return id === undefined ? undefined : read<PageOfExchange>(`/journal/${id}/page`, cancel);
});

async function read<Value>(path: string, cancel: AbortSignal): Promise<Value | undefined> {
  try {
    return await callAdmin<Value>(path, { query: { session: session.value }, signal: cancel });
  } catch (error) {
    if (error instanceof AdminError && error.status === 404) return undefined;
    throw error;
  }
}

/** A part of the list that the walk reads, as it is now. */
interface ListNow extends View {
  /** What pages had, and what is in the list beyond the part. */
  readonly elsewhere: ReadonlySet<string>;
}

const lensOfUrl: ReadonlySignal<Lens | undefined> = computed(() => {
  const [, from, to] = /^(\d{1,9})-(\d{1,9})$/.exec(parameter('lens') ?? '') ?? [];
  if (from === undefined || to === undefined) return undefined;
  const first = Math.max(1, Number(from));
  return { from: first, to: Math.max(first, Math.min(Number(to), first + LENS - 1)) };
});

/** The list that the walk reads, as it is now. */
export const list: Resource<ListNow> = createResource((cancel) => {
  epoch.value;
  changed.value;
  const chosen = target.value;
  const first = walk.value?.exchanges[0];
  const those = windows.value.value ?? [];
  const lens = lensOfUrl.value ?? lensAround(selected.value);
  return chosen === undefined ? undefined : readList(chosen, first, those, lens, cancel);
});

function lensAround(window: Window | undefined): Lens | undefined {
  if (window?.first === undefined || (window.total ?? 0) <= MAX_WHOLE) return undefined;
  const from = Math.max(1, window.first - Math.floor((LENS - window.count) / 2));
  return { from, to: from + LENS - 1 };
}

async function readList(
  { contract: { id } }: Target,
  first: number | undefined,
  those: readonly Window[],
  lens: Lens | undefined,
  cancel: AbortSignal,
): Promise<ListNow> {
  const path = `/contracts/${encodeURIComponent(id)}`;
  const ask = async (exchange: number | undefined): Promise<View> => {
    const limit = lens === undefined ? MAX_WHOLE : lens.to - lens.from + 1;
    const query = { session: session.value, exchange, offset: (lens?.from ?? 1) - 1, limit };
    const view = await callAdmin<View>(`${path}/view`, { query, signal: cancel });
    if (lens === undefined && view.total > MAX_WHOLE) return { ...view, rows: view.rows.slice(0, LENS) };
    return view;
  };
  let list: View;
  let of = first;
  try {
    list = await ask(first);
  } catch (error) {
    // It was rejected, or is no longer kept: then the whole list of the usual caller is the best that there is.
    if (!(error instanceof AdminError) || error.status >= 500 || first === undefined) throw error;
    of = undefined;
    list = await ask(undefined);
  }
  const shown = new Set(list.rows.map(({ identity }) => identity));
  const others = [...new Set(those.flatMap(({ identities }) => identities))].filter((one) => !shown.has(one));
  if (list.rows.length === list.total || others.length === 0) return { ...list, elsewhere: new Set() };
  const places = await callAdmin<readonly Place[]>(`${path}/places`, {
    method: 'POST',
    query: { session: session.value },
    body: { identities: others.slice(0, 10_000), ...(of !== undefined && { exchange: of }) },
    signal: cancel,
  });
  return {
    ...list,
    elsewhere: new Set(places.flatMap(({ identity, place }) => (place === undefined ? [] : [identity]))),
  };
}

/** What the walk read of the whole list, where it is too long to be drawn row by row. */
export const coverage: Resource<Coverage> = createResource((cancel) => {
  const number = walk.value?.walk;
  const now = list.value.value;
  if (number === undefined || now === undefined || now.rows.length === now.total) return undefined;
  const buckets = Math.min(MAX_BUCKETS, screen.width);
  return callAdmin(`/walks/${number}/coverage`, { query: { session: session.value, buckets }, signal: cancel });
});

/** The rows that are drawn one by one. */
export const lensOfList: ReadonlySignal<Lens> = computed(() => {
  const rows = list.value.value?.rows ?? [];
  return { from: rows[0]?.place ?? 1, to: rows.at(-1)?.place ?? 1 };
});

/** The changes of the session, from the time on when somebody first asked for them. */
const changes: Resource<readonly Change[]> = createResource((cancel) => {
  epoch.value;
  changed.value;
  return callAdmin('/changes', { query: { session: session.value }, signal: cancel });
});

/** What changed while the walk was under way, or after it. */
export const changesSince: ReadonlySignal<readonly Change[]> = computed(() => {
  const { startedAt, contract: id } = walk.value ?? {};
  if (startedAt === undefined) return [];
  return (changes.value.value ?? []).filter(
    (one) => one.contract === id && one.at >= startedAt && one.isUndone !== true,
  );
});

export const picture: ReadonlySignal<Picture | undefined> = computed(() => {
  const now = list.value.value;
  const those = windows.value.value;
  if (now === undefined || those === undefined) return undefined;
  const last = now.rows.at(-1)?.place ?? 0;
  const added = changesSince.value.flatMap(({ kind, identity }) => {
    return kind === 'row-added' && identity !== undefined ? [identity] : [];
  });
  const first = now.rows[0]?.place ?? 1;
  const isWhole = now.rows.length === now.total;
  return drawPicture({
    rows: now.rows,
    ties: now.ties,
    // Of a part of the list, only those that cut it.
    windows: isWhole ? those : those.filter((one) => (one.first ?? 0) <= last && (one.last ?? 0) >= first),
    isComplete: walk.value?.isComplete ?? false,
    added: new Set(added),
    elsewhere: now.elsewhere,
    goesOn: those.some((window) => (window.last ?? 0) > last),
  });
});

/** What the form says: that of the URL, or what the selected request was sent with. */
export const draft: ReadonlySignal<Pairs> = computed(() => {
  const typed = parameter('q');
  if (typed !== undefined) return parsePairs(typed);
  const [chosen, sent] = [target.value, exchange.value.value];
  return chosen === undefined || sent === undefined || sent.id !== selectedId.value ? [] : readPairs(chosen, sent);
});

export const draftText: ReadonlySignal<string> = computed(() => formatPairs(draft.value));

/** The name of the credential that is to be sent. */
export const sentAs: ReadonlySignal<string | undefined> = computed(() => {
  const named = parameter('as');
  const caller = page.value.value?.caller;
  if (named !== undefined || caller === undefined || target.value === undefined) return named;
  const name = caller.as === 'default' ? caller.tenant : `${caller.tenant}/${caller.as}`;
  return findCredential(target.value, name) === undefined ? undefined : name;
});

effect(() => {
  // Whatever is drawn was recorded from here on, although nothing may show it yet.
  if (contract.value !== undefined) untracked(() => windows.value);
});
