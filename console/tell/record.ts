import { computed, effect, signal } from '@preact/signals';
import type { Change, Clock, Exchange } from '../admin/activity-types.ts';
import { AdminError, callAdmin } from '../admin/client.ts';
import type { ContractDescription, PageOfExchange } from '../admin/contract-types.ts';
import type { Demo, DemoAction, DemoStep } from '../admin/demo-types.ts';
import { session } from '../state/chosen.ts';
import { listen } from '../state/connection.ts';
import { createRecordedState, type RecordedState } from './recorded-state.ts';

/** What has become of a session since somebody began to record it. */
interface Recording {
  readonly session: string;
  readonly contract: string;
  readonly scenario: string;
  readonly steps: number;
  /** What was done since the last step. */
  readonly deeds: number;
}

/** What is known of it so far: steps, and what was done since the last one. */
interface Tape {
  readonly state: RecordedState;
  readonly steps: DemoStep[];
  /** The newest exchange that has been read. */
  exchange: number;
  /** Changes that have been read, and whether they were taken back. */
  readonly changes: Map<number, boolean>;
  readonly pending: DemoAction[];
  /** The clock at the last step. */
  clock: string;
  page?: PageOfExchange;
}

export const recording = signal<Recording | undefined>(undefined);

let tape: Tape | undefined;
/** One reading at a time: each goes on where the one before ended. */
let reading: Promise<void> = Promise.resolve();

/** As soon as something happens it is read: later, what it was about may be another. */
for (const type of ['exchange', 'change']) {
  listen(type, () => {
    if (isHere.peek()) void readOn().catch(() => undefined);
  });
}

const isHere = computed(() => recording.value?.session === session.value);

// Away from the session nothing is heard; coming back, all of it is read.
effect(() => {
  if (isHere.value) void readOn().catch(() => undefined);
});

export async function startRecording({ id, scenario }: ContractDescription): Promise<void> {
  const of = session.value;
  const query = { session: of };
  const [newest] = await callAdmin<readonly Exchange[]>('/journal', { query: { ...query, limit: 1 } });
  const changes = await callAdmin<readonly Change[]>('/changes', { query });
  const state = createRecordedState(id, of);
  tape = {
    state,
    steps: [],
    exchange: newest?.id ?? 0,
    changes: new Map(changes.map((one) => [one.id, one.isUndone === true])),
    // What was done before the first request belongs to the first step.
    pending: [...(await state.readAll(changes))],
    clock: await readClock(id, of),
  };
  recording.value = { session: of, contract: id, scenario, steps: 0, deeds: tape.pending.length };
}

async function readClock(contract: string, of: string): Promise<string> {
  const { contracts } = await callAdmin<Clock>('/clock', { query: { session: of } });
  return contracts[contract] ?? '';
}

/** Forgets what was recorded. */
export function giveUpRecording(): void {
  recording.value = undefined;
  tape = undefined;
}

/** Ends a recording, and keeps what happened as a demo: a step for each request of the list, in the order in which they came. */
export async function stopRecording(name: string, title: string): Promise<Demo> {
  const recorded = recording.value;
  if (recorded === undefined) throw new Error('Nothing is being recorded');
  await readOn();
  const steps = tape?.steps ?? [];
  if (steps.length === 0) throw new Error('The list was not requested since: send some requests in Explore first');
  const { contract, session: of, scenario } = recorded;
  const kept = await callAdmin<Demo>(`/demos/${encodeURIComponent(contract)}/${encodeURIComponent(name)}`, {
    method: 'PUT',
    query: { session: of },
    body: { title, scenario, steps },
  });
  giveUpRecording();
  return kept;
}

function readOn(): Promise<void> {
  const next = reading.catch(() => undefined).then(readNews);
  reading = next;
  return next;
}

/** Reads what has happened since: changes and requests, in the order in which they came. */
async function readNews(): Promise<void> {
  const [now, where] = [tape, recording.value];
  if (now === undefined || where === undefined) return;
  const query = { session: where.session };
  const { changes, exchanges } = await readTogether(where, now.exchange);
  const news = changes.filter((one) => {
    return now.changes.get(one.id) !== (one.isUndone === true) && (now.changes.has(one.id) || one.isUndone !== true);
  });
  // What is taken back just now was done long ago: it comes after all that was asked meanwhile.
  const isNew = (one: Change): boolean => !now.changes.has(one.id);
  for (const exchange of exchanges) {
    for (const one of news.filter((one) => isNew(one) && one.exchange < exchange.id)) await addChange(now, one, where);
    await addStep(now, exchange, query);
  }
  for (const one of news) {
    if (now.changes.get(one.id) !== (one.isUndone === true)) await addChange(now, one, where);
  }
  const [steps, deeds] = [now.steps.length, now.pending.length];
  if (recording.value !== undefined && (recording.value.steps !== steps || recording.value.deeds !== deeds)) {
    recording.value = { ...where, steps, deeds };
  }
}

/** Changes and requests as they stood at one moment: a change that came between two calls would belong to the wrong step. */
async function readTogether(
  { session: of, contract }: Recording,
  since: number,
): Promise<{ readonly changes: readonly Change[]; readonly exchanges: readonly Exchange[] }> {
  const query = { session: of };
  let changes = await callAdmin<readonly Change[]>('/changes', { query });
  for (;;) {
    const exchanges = await callAdmin<readonly Exchange[]>('/journal', { query: { ...query, contract, since } });
    const after = await callAdmin<readonly Change[]>('/changes', { query });
    if (haveSameState(changes, after))
      return { changes, exchanges: [...exchanges].sort((one, other) => one.id - other.id) };
    changes = after;
  }
}

function haveSameState(changes: readonly Change[], after: readonly Change[]): boolean {
  const isSame = (one: Change, at: number): boolean => {
    return one.id === after[at]?.id && one.isUndone === after[at]?.isUndone;
  };
  return changes.length === after.length && changes.every(isSame);
}

async function addChange(now: Tape, change: Change, { session: of, contract }: Recording): Promise<void> {
  now.changes.set(change.id, change.isUndone === true);
  now.pending.push(...(await now.state.read(change)));
  if (change.kind === 'reset' || change.kind === 'scenario') now.clock = await readClock(contract, of);
}

async function addStep(now: Tape, exchange: Exchange, query: { readonly session: string }): Promise<void> {
  now.exchange = exchange.id;
  if (exchange.by === 'suite') return;
  const current = await readPage(exchange.id, query);
  if (current === undefined) return;
  const passed = Date.parse(exchange.clock) - Date.parse(now.clock);
  const asked = nameRequest(exchange, now.page);
  const before = [
    ...now.pending.splice(0),
    ...(passed >= 1000 ? [{ clock: { advance: passed } }] : []),
    ...(passed < 0 ? [{ clock: { set: exchange.clock } }] : []),
  ];
  now.steps.push(describeStep(exchange, current, asked, before));
  now.clock = exchange.clock;
  if (exchange.response?.status === 200) now.page = current;
}

/** `undefined` where it asked for no list, or the journal was emptied meanwhile. */
async function readPage(id: number, query: { readonly session: string }): Promise<PageOfExchange | undefined> {
  try {
    return await callAdmin<PageOfExchange>(`/journal/${id}/page`, { query });
  } catch (error) {
    if (error instanceof AdminError && error.status < 500) return undefined;
    throw error;
  }
}

const TITLES: Readonly<Record<string, string>> = {
  first: 'The first page',
  next: 'The next page',
  previous: 'The page before',
};

function describeStep(
  { response }: Exchange,
  { rows, caller }: PageOfExchange,
  asked: string,
  before: readonly DemoAction[],
): DemoStep {
  const status = response?.status;
  const isPage = status === 200;
  const isOther = caller !== undefined && caller.as !== 'default';
  return {
    title: TITLES[asked] ?? `The list by ${asked}`,
    text: `The response is ${status ?? 'missing'}${isPage ? `, with ${rows.length} rows` : ''}.`,
    do: [...before, { request: asked, ...(isOther && { as: caller.as }) }],
    show: isPage ? 'strip' : 'answer',
    ...(status !== undefined && { expect: { status, ...(isPage && { rows: rows.length }) } }),
  };
}

/** A request as a demo names it: by where the page before leads, or by its own query. */
function nameRequest({ request }: Exchange, page: PageOfExchange | undefined): string {
  const query = request.url.split('?')[1] ?? '';
  for (const role of ['next', 'previous'] as const) {
    if (page?.neighbours[role]?.query === query) return role;
  }
  return query.includes('=') ? query : 'first';
}
