import type { Contract } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';
import type { Row } from '../../dataset/row-source.ts';
import { readIdentity } from '../../store/order-column.ts';
import type { Table } from '../../store/table.ts';
import type { Session } from '../sessions/session.ts';
import { describeRowChange } from './row-changes.ts';

/** Something that has changed in a session. */
export interface Change {
  /** Unique in its session; counted from 1. */
  readonly id: number;
  /** When it was, in ISO 8601. */
  readonly at: string;
  readonly kind: 'row-added' | 'row-changed' | 'row-removed' | 'moved' | SettingKind;
  /** In a few words: `SYD-00001: state "invited" to "linked"`. */
  readonly summary: string;
  /** The id of the only contract that it is about. */
  readonly contract?: string;
  /** Of the row that it is about. */
  readonly collection?: string;
  readonly identity?: string;
  /** Where the row stands in the contract's own order, from 1, before and after. */
  readonly placeBefore?: number;
  readonly placeAfter?: number;
  /** A client of the API did it, rather than whoever controls the mock. */
  readonly byClient?: true;
  /** The id of the exchange after which it was; 0: before all of them. */
  readonly exchange: number;
  /** Whether it is taken back once all later ones are. */
  readonly canBeUndone: boolean;
  readonly isUndone?: true;
}

/** What is changed as a whole. */
type SettingKind = 'clock' | 'scenario' | 'fault' | 'grease' | 'deviation' | 'reset' | 'restore';

/** What is said of a change that is no row's. */
export interface SettingChange {
  readonly kind: SettingKind;
  readonly summary: string;
  readonly contract?: string | undefined;
}

/** What has changed in a session since somebody first asked. */
export interface ChangeLog {
  /** The oldest first. */
  readonly changes: readonly Change[];
  /** Does something by the session's control, and records it unless it throws. @param describe - is called with its result */
  perform<Result>(describe: (result: Result) => SettingChange, act: () => Result): Result;
  /** Does something to rows that no client does. */
  performOnRows<Result>(act: () => Result): Result;
  /** Takes back the newest change that was not taken back. @throws {PagewrightError} `nothing-to-undo` */
  undo(): Change;
  /** @param listener - is called with each new change, and again when it is taken back. @returns ends the subscription */
  subscribe(listener: (change: Change) => void): () => void;
  /**
   * The rows of a collection that have changed since an exchange, by identity, as they were before; `undefined` for those that were
   * not there.
   */
  rowsBefore(contract: Contract, collection: string, exchange: number): ReadonlyMap<string, Row | undefined>;
}

/** A change, with what takes it back. */
interface Entry {
  change: Change;
  readonly undo: () => void;
  readonly row?: {
    readonly contract: Contract;
    readonly collection: string;
    readonly before: Row | undefined;
    readonly after: Row | undefined;
  };
}

const MAX_CHANGES = 5000;
/** How many copies of a session are kept to take back what is no row's. */
const MAX_COPIES = 100;

const logs = new WeakMap<object, ChangeLog>();

/** The changes of a session. Recording begins with the first call. */
export function openChangeLog(session: Session): ChangeLog {
  const known = logs.get(session);
  if (known !== undefined) return known;
  const log = createChangeLog(session);
  logs.set(session, log);
  return log;
}

/**
 * Does something to a session by its control; it is recorded where changes are.
 *
 * @param describe - is called with its result
 */
export function changeSession<Result>(
  session: Session,
  describe: (result: Result) => SettingChange,
  act: () => Result,
): Result {
  const log = logs.get(session);
  return log === undefined ? act() : log.perform(describe, act);
}

/** Does something to the rows of a session by its control. */
export function changeRows<Result>(session: object, act: () => Result): Result {
  const log = logs.get(session);
  return log === undefined ? act() : log.performOnRows(act);
}

function createChangeLog(session: Session): ChangeLog {
  let entries: Entry[] = [];
  const listeners = new Set<(change: Change) => void>();
  let count = 0;
  /** Those up to here cannot be taken back. */
  let settled = 0;
  let copies: number[] = [];
  let author: 'client' | 'control' | 'undo' = 'client';

  function as<Result>(who: typeof author, act: () => Result): Result {
    const before = author;
    author = who;
    try {
      return act();
    } finally {
      author = before;
    }
  }

  function record(
    described: Omit<Change, 'id' | 'at' | 'exchange' | 'canBeUndone'>,
    entry: Omit<Entry, 'change'>,
  ): void {
    count += 1;
    const exchange = session.journal.newest().next().value?.id ?? 0;
    const change = { id: count, at: new Date().toISOString(), ...described, exchange, canBeUndone: true };
    entries.push({ ...entry, change });
    if (entries.length > MAX_CHANGES) {
      settleThrough(entries[MAX_CHANGES / 10]?.change.id ?? 0);
      entries = entries.slice(MAX_CHANGES / 10);
    }
    tell(change);
  }

  /** Nothing before a change that cannot be taken back can be taken back either. */
  function settleThrough(id: number): void {
    entries = entries.map((entry) => {
      const { change } = entry;
      if (change.id <= settled || change.id > id) return entry;
      return { ...entry, undo: refuse, change: { ...change, canBeUndone: false } };
    });
    settled = Math.max(settled, id);
  }

  function tell(change: Change): void {
    for (const listener of [...listeners]) listener(change);
  }

  session.onRowChange = (contract, rowChange) => {
    if (author === 'undo') return;
    const { collection, table } = rowChange;
    const [before, after] = [rowChange.removed, rowChange.added].map((slot) =>
      slot === undefined ? undefined : table.rowAt(slot),
    );
    record(
      {
        ...describeRowChange(contract, rowChange),
        contract: contract.id,
        collection,
        ...(author === 'client' && { byClient: true as const }),
      },
      {
        undo: () => putBack(session, { contract, collection, before, after }),
        row: { contract, collection, before, after },
      },
    );
  };

  return {
    get changes() {
      return entries.map(({ change }) => change);
    },
    perform(describe, act) {
      const undo = session.keep();
      const result = as('undo', act);
      const { contract, ...described } = describe(result);
      record({ ...described, ...(contract !== undefined && { contract }) }, { undo });
      copies.push(count);
      if (copies.length > MAX_COPIES) settleThrough(copies[0] ?? 0);
      copies = copies.filter((id) => id > settled);
      return result;
    },
    performOnRows: (act) => as('control', act),
    undo() {
      const index = entries.findLastIndex(({ change }) => change.isUndone === undefined);
      const found = entries[index];
      if (found === undefined || !found.change.canBeUndone) {
        throw new PagewrightError(
          'nothing-to-undo',
          'Nothing can be undone: changes are recorded from the first call that lists them',
        );
      }
      as('undo', found.undo);
      const change = { ...found.change, canBeUndone: false, isUndone: true as const };
      entries[index] = { ...found, change, undo: refuse };
      copies = copies.filter((id) => id !== change.id);
      tell(change);
      return change;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    rowsBefore(contract, collection, exchange) {
      const rows = new Map<string, Row | undefined>();
      const note = (row: Row | undefined, before: Row | undefined): void => {
        const identity = row && readIdentity(row, contract.identity);
        if (identity !== undefined && !rows.has(identity)) rows.set(identity, before);
      };
      for (const { change, row } of entries) {
        if (row === undefined || change.exchange < exchange) continue;
        if (row.contract !== contract || row.collection !== collection) continue;
        note(row.before, row.before);
        note(row.after, undefined);
      }
      return rows;
    },
  };
}

function refuse(): never {
  throw new PagewrightError('nothing-to-undo', 'It cannot be undone');
}

/** Takes back what happened to a row. All that happened later was taken back before, so that it is as it was left. */
function putBack(session: Session, { contract, collection, before, after }: NonNullable<Entry['row']>): void {
  const table: Table | undefined = session.lists.find((one) => one.contract === contract)?.state.table(collection);
  const slot = after && table?.find(readIdentity(after, contract.identity) ?? '');
  if (table === undefined || (after !== undefined && slot === undefined)) refuse();
  if (slot === undefined) table.add(before as Row);
  else if (before === undefined) table.remove(slot);
  else table.replace(slot, before);
}
