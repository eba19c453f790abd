import { computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import type { Change, Coverage, Exchange, WalkSummary, Window } from '../admin/activity-types.ts';
import { AdminError, callAdmin } from '../admin/client.ts';
import type { PageOfExchange, Place, View } from '../admin/contract-types.ts';
import { contract, contractId, knownSession, model, session } from '../state/chosen.ts';
import { epoch, listen } from '../state/connection.ts';
import { parameter } from '../state/location.ts';
import { createResource, type Resource } from '../state/resource.ts';
import { type Lens, MAX_BUCKETS } from '../strip/overview.tsx';
import { drawPicture, type Picture } from '../strip/picture.ts';
import { findCredential, type Pairs, parsePairs, readPairs, type Target } from './request.ts';
import { nameOf } from './rows-names.ts';

/** Up to so many rows, the whole list is drawn, row by row. */
const MAX_WHOLE = 400;
/** Of a longer one, so many rows are. */
const LENS = 200;

/** What rows were called that were seen here: of one that is gone, nothing else tells. */
const names = new Map<string, string>();
const MAX_NAMES = 10_000;

/** What people call a row, as far as it is known. */
export function nameRow(identity: string): string {
  return names.get(identity) ?? nameOf(undefined, identity);
}

function noteNames(rows: View['rows']): void {
  if (names.size > MAX_NAMES) names.clear();
  for (const { identity, row } of rows) names.set(identity, nameOf(row, identity));
}

/** What is chosen, once it is known. */
export const target: ReadonlySignal<Target | undefined> = computed(() => {
  const [one, other] = [contract.value, model.value.value];
  return one === undefined || other?.id !== one.id ? undefined : { contract: one, model: other };
});

/** Counts up whenever rows may have changed. */
export const changed: Signal<number> = signal(0);
listen('change', () => {
  changed.value += 1;
});

/** Counts up with every page. */
const asked = signal(0);
let pending = false;
/** How long pages are gathered before they are drawn, in milliseconds; longer for as long as they keep coming. */
const [SOON, LATE] = [150, 2000];
let wait = SOON;
let drawnAt = 0;
listen<Window>('window', (window) => {
  if (window.contract !== contract.peek()?.id || pending) return;
  pending = true;
  // A client may ask for thousands of pages a second, and what draws them must not keep the mock from answering it.
  wait = performance.now() - drawnAt < wait + 1000 ? Math.min(LATE, wait * 2) : SOON;
  setTimeout(() => {
    pending = false;
    drawnAt = performance.now();
    asked.value += 1;
  }, wait);
});

/** The requests that were sent, as they belong together. */
export const walks: Resource<readonly WalkSummary[]> = createResource((cancel) => {
  epoch.value;
  asked.value;
  changed.value;
  const id = contractId.value;
  const query = { contract: id, session: session.value };
  return id === undefined ? undefined : callAdmin('/walks', { query: { ...query, limit: 1000 }, signal: cancel });
});

/** The id of a request of the URL that belongs to no walk, such as one that was rejected. */
const lone: ReadonlySignal<number | undefined> = computed(() => {
  const id = parameter('exchange');
  return id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : undefined;
});

/** The walk of the URL, or the latest. */
export const walk: ReadonlySignal<WalkSummary | undefined> = computed(() => {
  const all = walks.value.value ?? [];
  const wanted = parameter('walk');
  if (lone.value !== undefined) return undefined;
  return wanted === undefined ? all.at(-1) : all.find((one) => String(one.walk) === wanted);
});

export const isUnknownWalk: ReadonlySignal<boolean> = computed(() => {
  return (
    lone.value === undefined &&
    parameter('walk') !== undefined &&
    walks.value.value !== undefined &&
    walk.value === undefined
  );
});

/** Of a walk with more requests, the identities of rows are asked for where they are drawn. */
const MANY = 200;

function isLong(exchanges: readonly number[]): boolean {
  return exchanges.length > MANY;
}

/** The windows of the walk that was shown last, so that of a long one only those are asked for that are new. */
let kept: { readonly of: string; readonly windows: ReadonlyMap<number, Window> } = { of: '', windows: new Map() };

async function readWindows(
  { walk: number, contract: of, exchanges }: WalkSummary,
  cancel: AbortSignal,
): Promise<readonly Window[]> {
  const query = { contract: of, session: session.value, walk: number };
  const key = JSON.stringify([query, epoch.value, isLong(exchanges)]);
  const known = kept.of === key ? kept.windows : new Map<number, Window>();
  const missing = exchanges.find((one) => !known.has(one));
  if (missing === undefined) return exchanges.flatMap((one) => known.get(one) ?? []);
  const later = await callAdmin<readonly Window[]>('/windows', {
    query: { ...query, since: missing - 1, identities: !isLong(exchanges) },
    signal: cancel,
  });
  const all = new Map([...known, ...later.map((one) => [one.exchange, one] as const)]);
  kept = { of: key, windows: all };
  return exchanges.flatMap((one) => all.get(one) ?? []);
}

/** Where the pages of the walk lay, or that of a request that belongs to none. */
export const windows: Resource<readonly Window[]> = createResource(async (cancel) => {
  const id = lone.value;
  if (id !== undefined) {
    const later = { contract: contractId.value, session: session.value, since: id - 1 };
    const all = await callAdmin<readonly Window[]>('/windows', { query: later, signal: cancel });
    return all.filter(({ exchange: one }) => one === id);
  }
  return walk.value === undefined ? [] : readWindows(walk.value, cancel);
});

/** Index of the request that is selected: that of the URL, or the last one. */
export const at: ReadonlySignal<number> = computed(() => {
  const count = windows.value.value?.length ?? 0;
  const wanted = Number(parameter('at') ?? count);
  return Math.max(0, Math.min(count, Number.isInteger(wanted) ? wanted : count) - 1);
});

export const selected: ReadonlySignal<Window | undefined> = computed(() => windows.value.value?.[at.value]);

const selectedId: ReadonlySignal<number | undefined> = computed(() => selected.value?.exchange);

/** What was sent and received; `null` where its bodies are no longer kept. */
export const exchange: Resource<Exchange | null> = createResource((cancel) => {
  const id = selectedId.value;
  return id === undefined ? undefined : read<Exchange>(id, '', cancel);
});

export const page: Resource<PageOfExchange | null> = createResource((cancel) => {
  const id = selectedId.value;
  return id === undefined ? undefined : read<PageOfExchange>(id, '/page', cancel);
});

/** An exchange that is no longer kept: those before it are not, either, and need not be asked for. */
const forgotten = new Map<string, number>();

async function read<Value>(id: number, path: string, cancel: AbortSignal): Promise<Value | null> {
  const of = JSON.stringify([session.value, epoch.value]);
  if (id <= (forgotten.get(of) ?? 0)) return null;
  try {
    return await callAdmin<Value>(`/journal/${id}${path}`, { query: { session: session.value }, signal: cancel });
  } catch (error) {
    if (error instanceof AdminError && error.status === 404) {
      forgotten.set(of, Math.max(id, forgotten.get(of) ?? 0));
      return null;
    }
    throw error;
  }
}

/** A part of the list that the walk reads, as it is now. */
interface ListNow extends View {
  /** What pages had, and what is in the list beyond the part. */
  readonly elsewhere: ReadonlySet<string>;
  /** The windows around the part, with the identities of their rows. */
  readonly near: readonly Window[];
}

const lensText: ReadonlySignal<string> = computed(() => parameter('lens') ?? '');

const lensOfUrl: ReadonlySignal<Lens | undefined> = computed(() => {
  const [, from, to] = /^(\d{1,9})-(\d{1,9})$/.exec(lensText.value) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const first = Math.max(1, Number(from));
  return { from: first, to: Math.max(first, Math.min(Number(to), first + LENS - 1)) };
});

/** The list that the walk reads, as it is now. */
export const list: Resource<ListNow> = createResource((cancel) => {
  epoch.value;
  changed.value;
  const chosen = target.value;
  const those = windows.value.value ?? [];
  // The latest is the one that the journal keeps longest; what was rejected selects nothing.
  const example = those.findLast(({ status }) => status >= 200 && status < 300)?.exchange;
  const lens = lensOfUrl.value ?? lensAround(selected.value);
  return chosen === undefined ? undefined : readList(chosen, { example, those, lens, of: walk.peek() }, cancel);
});

/** What is drawn of a list. */
interface Drawn {
  /** The id of an exchange that selected it. */
  readonly example: number | undefined;
  readonly those: readonly Window[];
  readonly lens: Lens | undefined;
  readonly of: WalkSummary | undefined;
}

function lensAround(window: Window | undefined): Lens | undefined {
  if (window?.first === undefined || (window.total ?? 0) <= MAX_WHOLE) return undefined;
  const from = Math.max(1, window.first - Math.floor((LENS - window.count) / 2));
  return { from, to: from + LENS - 1 };
}

async function readList(
  { contract: { id } }: Target,
  { example, those, lens, of: read }: Drawn,
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
  let of = example;
  try {
    list = await ask(example);
  } catch (error) {
    // It is no longer kept: then the whole list of the usual caller is the best that there is.
    if (!(error instanceof AdminError) || error.status >= 500 || example === undefined) throw error;
    of = undefined;
    list = await ask(undefined);
  }
  noteNames(list.rows);
  const shown = new Set(list.rows.map(({ identity }) => identity));
  const [begin, end] = [list.rows[0]?.place ?? 1, list.rows.at(-1)?.place ?? 0];
  const [from, to] = [Math.max(1, begin - LENS), end + LENS];
  const near =
    read !== undefined && isLong(read.exchanges)
      ? await callAdmin<readonly Window[]>('/windows', {
          query: { contract: id, session: session.value, walk: read.walk, from, to },
          signal: cancel,
        })
      : those.filter((one) => (one.first ?? 0) <= to && (one.last ?? 0) >= from);
  const others = [...new Set(near.flatMap(({ identities }) => identities))].filter((one) => !shown.has(one));
  if (list.rows.length === list.total || others.length === 0) return { ...list, near, elsewhere: new Set() };
  const places = await callAdmin<readonly Place[]>(`${path}/places`, {
    method: 'POST',
    query: { session: session.value },
    body: { identities: others.slice(0, 10_000), ...(of !== undefined && { exchange: of }) },
    signal: cancel,
  });
  return {
    ...list,
    near,
    elsewhere: new Set(places.flatMap(({ identity, place }) => (place === undefined ? [] : [identity]))),
  };
}

/** Whether the list is too long to be drawn row by row. */
const isPart: ReadonlySignal<boolean> = computed(() => {
  const now = list.value.value;
  return now !== undefined && now.rows.length < now.total;
});

/** What the walk read of the whole list, where it is too long to be drawn row by row. */
export const coverage: Resource<Coverage> = createResource((cancel) => {
  const number = walk.value?.walk;
  changed.value;
  if (number === undefined || !isPart.value) return undefined;
  const buckets = Math.min(MAX_BUCKETS, screen.width);
  return callAdmin(`/walks/${number}/coverage`, { query: { session: session.value, buckets }, signal: cancel });
});

/** The rows that are drawn one by one, or are about to be. */
export const lensOfList: ReadonlySignal<Lens> = computed(() => {
  const asked = lensOfUrl.value;
  const total = list.value.value?.total ?? 0;
  if (asked !== undefined && asked.from <= total) return { from: asked.from, to: Math.min(total, asked.to) };
  const rows = list.value.value?.rows ?? [];
  return { from: rows[0]?.place ?? 1, to: rows.at(-1)?.place ?? 1 };
});

/** Of the rows that are drawn, those that came into the list after the walk had begun. */
const added: Resource<ReadonlySet<string>> = createResource((cancel) => {
  const number = walk.value?.walk;
  const rows = list.value.value?.rows ?? [];
  const [from, to] = [rows[0]?.place, rows.at(-1)?.place];
  if (number === undefined || from === undefined || to === undefined) return undefined;
  const query = { session: session.value, from, to, buckets: to - from + 1 };
  return callAdmin<Coverage>(`/walks/${number}/coverage`, { query, signal: cancel }).then(({ buckets }) => {
    return new Set(rows.flatMap(({ identity }, index) => ((buckets[index]?.[3] ?? 0) > 0 ? [identity] : [])));
  });
});

/** The changes of the session, from the time on when somebody first asked for them. */
const changes: Resource<readonly Change[]> = createResource((cancel) => {
  epoch.value;
  changed.value;
  return knownSession.value === undefined
    ? undefined
    : callAdmin('/changes', { query: { session: session.value }, signal: cancel });
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
  const all = windows.value.value;
  if (now === undefined || all === undefined) return undefined;
  const near = new Map(now.near.map((one) => [one.exchange, one]));
  const those = all.map((one) => near.get(one.exchange) ?? one);
  const last = now.rows.at(-1)?.place ?? 0;
  const first = now.rows[0]?.place ?? 1;
  const isWhole = now.rows.length === now.total;
  return drawPicture({
    rows: now.rows,
    ties: now.ties,
    // Of a part of the list, only those that cut it.
    windows: isWhole ? those : those.filter((one) => (one.first ?? 0) <= last && (one.last ?? 0) >= first),
    isComplete: walk.value?.isComplete ?? false,
    added: added.value.value ?? new Set(),
    elsewhere: now.elsewhere,
    comesFrom: those.some((window) => window.first !== undefined && window.first < first),
    goesOn: those.some((window) => (window.last ?? 0) > last),
  });
});

/** What the URL says, or what the selected request was sent with; `undefined` while that is not known. */
const known: ReadonlySignal<Pairs | undefined> = computed(() => {
  const typed = parameter('q');
  if (typed !== undefined) return parsePairs(typed);
  const [chosen, sent] = [target.value, exchange.value.value];
  if (chosen === undefined || sent === null) return [];
  if (windows.value.value !== undefined && selectedId.value === undefined) return [];
  return sent === undefined || sent.id !== selectedId.value ? undefined : readPairs(chosen, sent);
});

/** What the form of a contract said last: it stays while the request that is shown next is read. */
let last: { readonly of: string | undefined; readonly pairs: Pairs } = { of: undefined, pairs: [] };
effect(() => {
  const pairs = known.value;
  if (pairs !== undefined) last = { of: contractId.peek(), pairs };
});

/** What the form says. */
export const draft: ReadonlySignal<Pairs> = computed(() => {
  const pairs = known.value;
  return pairs ?? (last.of === contractId.value ? last.pairs : []);
});

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
