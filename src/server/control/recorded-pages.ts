import { LRUCache } from 'lru-cache';
import { createRequestReader, type ListRequest } from '../../audit/requests.ts';
import { collectSecrets, createSecretFinder } from '../../audit/secrets.ts';
import type { Contract } from '../../contract/contract.ts';
import { type Exchange, readSender } from '../../journal/exchange.ts';
import type { JournalEntry } from '../../journal/journal-entry.ts';
import { readId, readPage } from '../../page/page-reader.ts';
import type { Selection, Table, View } from '../../store/table.ts';
import { listSessionSecrets, type Session } from '../sessions/session.ts';

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
  /** Identities of its rows, in their order; empty once too many others came after it, but for those between places that are asked for. */
  readonly identities: readonly string[];
}

/** What is kept of an exchange with a list when its body is gone. */
export interface RecordedPage {
  readonly window: PageWindow;
  readonly contract: Contract;
  /** As the audit reads it, without bodies. */
  readonly request: ListRequest;
  /** The list that it asks for; absent: the request is rejected for something other than its position. */
  readonly list?: SelectedList;
  /** Where its rows are in the table; absent once too many others came after it. */
  readonly rows?: PageRows;
}

/** The list that a request asks for. */
export interface SelectedList {
  readonly collection: string;
  readonly selection: Selection;
}

/** The rows of a page, in their order, in four bytes each. */
export interface PageRows {
  readonly origin: Table['origin'];
  /** Of rows that are not the origin's, any number. */
  readonly slots: Uint32Array;
  /** The identities of rows that are not the origin's, by their index on the page. */
  readonly others: ReadonlyMap<number, string>;
}

/** Rows as a request selects them. */
export interface SelectedRows {
  readonly table: Table;
  readonly selection: Selection;
  readonly view: View;
}

const NO_OTHERS: ReadonlyMap<number, string> = new Map();
const KEPT_READERS = 16;

/**
 * Prepares the recording of exchanges with lists.
 *
 * @param describe - describes exchanges without their secrets
 * @returns a function of an exchange; it returns `undefined` for one that reads no list
 */
export function createPageRecorder(
  session: Session,
  describe: (exchange: Exchange) => JournalEntry,
): (exchange: Exchange) => RecordedPage | undefined {
  const readRequest = createReader(session);
  return (exchange) => {
    const { contract, isList, request, response } = exchange;
    if (contract === undefined || !isList || request.method !== contract.method) return undefined;
    const by = readSender(exchange);
    const page = readPage(contract, response);
    const identities = page === undefined ? [] : page.items.map((item) => readId(contract, item));
    const total = page?.read('total');
    const { response: _, ...sent } = exchange;
    const [, query = ''] = describe(sent).request.url.split('?');
    const list = session.lists.find((one) => one.contract.id === contract.id);
    const found = list?.findRows({ ...request, origin: '' });
    // What is right, whatever the list makes of it.
    const table = found && list?.state.table(found.collection);
    return {
      window: {
        exchange: exchange.id,
        contract: contract.id,
        at: new Date(exchange.at).toISOString(),
        ...(by !== undefined && { by }),
        status: response?.status ?? 0,
        durationMs: exchange.durationMs,
        query,
        count: identities.length,
        ...(typeof total === 'number' && { total }),
        ...(found !== undefined && table !== undefined && locate({ table, selection: found.selection }, identities)),
        ...(page !== undefined && expiryOf(contract, exchange)),
        identities,
      },
      contract,
      request: readRequest(contract, exchange),
      ...(found !== undefined && { list: { collection: found.collection, selection: found.selection } }),
      ...(table !== undefined && { rows: findRows(table, identities) }),
    };
  };
}

/** Reads requests as the audit does; those of the same client share what they have in common. */
function createReader(session: Session): (contract: Contract, exchange: Exchange) => ListRequest {
  const finders = new LRUCache<string, (text: string) => readonly string[]>({ max: KEPT_READERS });
  const headers = new LRUCache<string, ListRequest['headers']>({ max: KEPT_READERS });
  const readers = new WeakMap<Contract, ReturnType<typeof createRequestReader>>();
  let findSecrets: (text: string) => readonly string[] = () => [];

  function find(exchange: Exchange): (text: string) => readonly string[] {
    const secrets = [...collectSecrets([exchange], listSessionSecrets(session))];
    const key = secrets.join('\n');
    const known = finders.get(key) ?? createSecretFinder(secrets);
    finders.set(key, known);
    return known;
  }

  return (contract, exchange) => {
    findSecrets = find(exchange);
    const read = readers.get(contract) ?? createRequestReader(contract, (text) => findSecrets(text).length > 0);
    readers.set(contract, read);
    const request = read(exchange, exchange.id);
    const key = JSON.stringify([...request.headers]);
    const shared = headers.get(key) ?? request.headers;
    headers.set(key, shared);
    const { origin, path, method } = exchange.request;
    const { response: _, request: _sent, ...rest } = exchange;
    return {
      ...request,
      headers: shared,
      exchange: { ...rest, request: { origin, path, method, query: '', headers: {} } },
    };
  };
}

function expiryOf({ page }: Contract, { clock }: Exchange): Pick<PageWindow, 'validUntil'> {
  const lifetime = 'token' in page ? page.token.lifetime : undefined;
  return lifetime === undefined ? {} : { validUntil: new Date(clock + lifetime).toISOString() };
}

type Places = Pick<PageWindow, 'first' | 'last' | 'tieBefore' | 'tieAfter'>;

function locate({ table, selection }: Omit<SelectedRows, 'view'>, identities: readonly string[]): Places {
  // Rows that have to be sorted first would hold up everybody; whoever asks for the list next has them sorted.
  if (identities.length === 0 || !table.isReady(selection)) return {};
  const rows = { table, selection, view: table.select(selection) };
  const [first, last] = [identities[0], identities.at(-1)].map((identity) => findRank(rows, identity ?? ''));
  return {
    ...(first !== undefined && { first: first + 1, ...(isTie(rows, first - 1) && { tieBefore: true }) }),
    ...(last !== undefined && { last: last + 1, ...(isTie(rows, last) && { tieAfter: true }) }),
  };
}

/** The rank of a row, from 0; `undefined` when it is not selected. */
export function findRank({ table, selection, view }: SelectedRows, identity: string): number | undefined {
  const slot = table.find(identity);
  return slot === undefined ? undefined : rankOf({ table, selection, view }, slot);
}

/** The rank of the row in a slot, from 0; `undefined` when it is not selected. */
export function rankOf({ table, selection, view }: SelectedRows, slot: number): number | undefined {
  const rank = view.countBefore(table.keyAt(slot, selection.order));
  return rank < view.count && view.slotAt(rank) === slot ? rank : undefined;
}

/** Whether a row and the next one differ in nothing that they are sorted by but their identity, which is the last key. */
function isTie({ table, selection, view }: SelectedRows, rank: number): boolean {
  if (rank < 0 || rank + 1 >= view.count || selection.order.length < 2) return false;
  const order = selection.order.slice(0, -1);
  const [first, second] = [rank, rank + 1].map((one) => JSON.stringify(table.keyAt(view.slotAt(one), order)));
  return first === second;
}

function findRows(table: Table, identities: readonly string[]): PageRows {
  const { origin } = table;
  const slots = new Uint32Array(identities.length);
  const others = new Map<number, string>();
  for (const [index, identity] of identities.entries()) {
    const slot = table.find(identity);
    if (slot !== undefined && slot < origin.size) slots[index] = slot;
    else others.set(index, identity);
  }
  return { origin, slots, others: others.size === 0 ? NO_OTHERS : others };
}
