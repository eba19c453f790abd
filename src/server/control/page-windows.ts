import type { Contract } from '../../contract/contract.ts';
import { type Exchange, readSender } from '../../journal/exchange.ts';
import type { JournalEntry } from '../../journal/journal-entry.ts';
import { readId, readPage } from '../../page/page-reader.ts';
import type { Selection, Table, View } from '../../store/table.ts';
import type { Session } from '../sessions/session.ts';

/** Where the page of an exchange lay in the list that its request selects. */
export interface PageWindow {
  /** The id of the exchange. */
  readonly exchange: number;
  /** The id of the contract. */
  readonly contract: string;
  /** When the request came, in ISO 8601. */
  readonly at: string;
  /** Who says to have sent it, where it is no client. */
  readonly by?: string;
  /** 0 where the connection was reset. */
  readonly status: number;
  readonly durationMs: number;
  /** The request's own query, without credentials. */
  readonly query: string;
  /** How many rows the response had. */
  readonly count: number;
  /** As the response says it. */
  readonly total?: number;
  /** Places of its first and last row when it was recorded, from 1; absent without rows, and where they are in no list. */
  readonly first?: number;
  readonly last?: number;
  /** Whether the order cannot tell its first row from the one before it, or its last row from the one behind it. */
  readonly tieBefore?: true;
  readonly tieAfter?: true;
  /** When its token or link expires, in ISO 8601 and on the session's clock. */
  readonly validUntil?: string;
  /** Identities of its rows, in their order; empty once too many others came after it. */
  readonly identities: readonly string[];
}

/** The windows of a session, kept for longer than the bodies of its journal. */
export interface WindowLog {
  /** The oldest first. */
  readonly windows: readonly PageWindow[];
  /** @returns ends the subscription */
  subscribe(listener: (window: PageWindow) => void): () => void;
}

const MAX_WINDOWS = 20_000;
/** Of all windows of a session together. */
const MAX_IDENTITIES = 200_000;

const logs = new WeakMap<Session, WindowLog>();

/**
 * The windows of a session. Recording begins with the first call: of what the journal then has, the places are those of now.
 *
 * @param describe - describes exchanges without their secrets
 */
export function openWindowLog(session: Session, describe: (exchange: Exchange) => JournalEntry): WindowLog {
  const known = logs.get(session);
  if (known !== undefined) return known;
  const log = createWindowLog(session, describe);
  logs.set(session, log);
  return log;
}

function createWindowLog(session: Session, describe: (exchange: Exchange) => JournalEntry): WindowLog {
  let windows: PageWindow[] = [];
  const listeners = new Set<(window: PageWindow) => void>();
  let identities = 0;
  /** How many windows, from the oldest on, have lost their identities. */
  let bare = 0;

  function record(exchange: Exchange): void {
    const window = readWindow(session, exchange, describe);
    if (window === undefined) return;
    windows.push(window);
    identities += window.identities.length;
    trim();
    for (const listener of [...listeners]) listener(window);
  }

  function trim(): void {
    while (identities > MAX_IDENTITIES && bare < windows.length - 1) {
      const oldest = windows[bare] as PageWindow;
      identities -= oldest.identities.length;
      windows[bare] = { ...oldest, identities: [] };
      bare += 1;
    }
    if (windows.length <= MAX_WINDOWS) return;
    // In one go, now and then: an array that loses its first element each time is copied each time.
    const dropped = windows.slice(0, windows.length - Math.floor(MAX_WINDOWS * 0.9));
    identities -= dropped.reduce((sum, one) => sum + one.identities.length, 0);
    windows = windows.slice(dropped.length);
    bare = Math.max(0, bare - dropped.length);
  }

  for (const exchange of session.journal.list()) record(exchange);
  const unsubscribe = session.journal.subscribe(record);
  session.ended.addEventListener('abort', unsubscribe, { once: true });
  return {
    get windows() {
      return windows;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function readWindow(
  session: Session,
  exchange: Exchange,
  describe: (exchange: Exchange) => JournalEntry,
): PageWindow | undefined {
  const { contract, isList, request, response } = exchange;
  if (contract === undefined || !isList || request.method !== contract.method) return undefined;
  const by = readSender(exchange);
  const page = readPage(contract, response);
  const ids = page === undefined ? [] : page.items.map((item) => readId(contract, item));
  const total = page?.read('total');
  const [, query = ''] = describe(exchange).request.url.split('?');
  return {
    exchange: exchange.id,
    contract: contract.id,
    at: new Date(exchange.at).toISOString(),
    ...(by !== undefined && { by }),
    status: response?.status ?? 0,
    durationMs: exchange.durationMs,
    query,
    count: ids.length,
    ...(typeof total === 'number' && { total }),
    ...locate(session, contract, exchange, ids),
    ...(page !== undefined && expiryOf(contract, exchange)),
    identities: ids,
  };
}

function expiryOf({ page }: Contract, { clock }: Exchange): Pick<PageWindow, 'validUntil'> {
  const lifetime = 'token' in page ? page.token.lifetime : undefined;
  return lifetime === undefined ? {} : { validUntil: new Date(clock + lifetime).toISOString() };
}

type Places = Pick<PageWindow, 'first' | 'last' | 'tieBefore' | 'tieAfter'>;

function locate(session: Session, contract: Contract, { request }: Exchange, ids: readonly string[]): Places {
  const [firstId, lastId] = [ids[0], ids.at(-1)];
  const list = session.lists.find((one) => one.contract.id === contract.id);
  const rows = firstId === undefined ? undefined : list?.findRows({ ...request, origin: '' });
  // Rows that have to be sorted first would hold up everybody; whoever asks for the list next has them sorted.
  if (rows === undefined || !rows.table.isReady(rows.selection)) return {};
  const { table, selection } = rows;
  const view = table.select(selection);
  const [first, last] = [firstId, lastId].map((id) => findRank({ table, selection, view }, id ?? ''));
  const isTie = (rank: number): boolean => isSameKey({ table, selection, view }, rank, rank + 1);
  return {
    ...(first !== undefined && { first: first + 1, ...(isTie(first - 1) && { tieBefore: true }) }),
    ...(last !== undefined && { last: last + 1, ...(isTie(last) && { tieAfter: true }) }),
  };
}

/** Rows as a request selects them. */
interface SelectedRows {
  readonly table: Table;
  readonly selection: Selection;
  readonly view: View;
}

/** The rank of a row, from 0; `undefined` when it is not selected. */
export function findRank({ table, selection, view }: SelectedRows, identity: string): number | undefined {
  const slot = table.find(identity);
  if (slot === undefined) return undefined;
  const rank = view.countBefore(table.keyAt(slot, selection.order));
  return rank < view.count && view.slotAt(rank) === slot ? rank : undefined;
}

/** Whether two rows differ in nothing that they are sorted by but their identity, which is the last key. */
function isSameKey({ table, selection, view }: SelectedRows, one: number, other: number): boolean {
  if (one < 0 || other >= view.count || selection.order.length < 2) return false;
  const order = selection.order.slice(0, -1);
  const [first, second] = [one, other].map((rank) => JSON.stringify(table.keyAt(view.slotAt(rank), order)));
  return first === second;
}
