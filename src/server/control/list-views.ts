import { PagewrightError } from '../../contract/error.ts';
import { readField } from '../../contract/field-values.ts';
import type { Row } from '../../dataset/row-source.ts';
import type { Exchange } from '../../journal/exchange.ts';
import type { RequestedRows } from '../../mock/checks.ts';
import type { ListMock } from '../../mock/list.ts';
import type { MockRequest } from '../../mock/message.ts';
import type { Slot } from '../../store/table.ts';
import { type CallerChoice, createListRequest } from '../routing/contract-description.ts';
import { findList } from '../routing/router.ts';
import { findRank } from './recorded-pages.ts';

/** Whose list is meant, and what it is asked for. */
export interface ViewChoice extends CallerChoice {
  /** The id of a contract; by default the first one that is served. */
  readonly contract?: string | undefined;
  /** Filters and order as a client would send them: `state=invited`. What it says of position and size does not matter. */
  readonly query?: string | undefined;
  /** The id of an exchange of the journal: the list that its request selected is meant, whoever sent it, and nothing else counts. */
  readonly exchange?: number | undefined;
}

/** Which part of a view is shown. */
export interface ViewOptions extends ViewChoice {
  /** How many rows come before the first; 0 by default. */
  readonly offset?: number | undefined;
  /** How many at most, 1 to 1000; 50 by default. */
  readonly limit?: number | undefined;
}

/** A part of the list that a request selects, as it is now: all its pages joined. */
export interface ListView {
  /** How many rows the request selects. */
  readonly total: number;
  readonly rows: readonly { readonly place: number; readonly identity: string; readonly row: Row }[];
  /** Runs of rows, among those shown, that the order tells apart by nothing but their identity; from and to by place. */
  readonly ties: readonly { readonly from: number; readonly to: number }[];
}

/** Where a row is in a view. */
export interface PlaceOfRow {
  readonly identity: string;
  /** From 1; absent: the request does not select it now. */
  readonly place?: number;
}

/** What requests select, as it is now. Nothing here is a request: no journal has it, and no fault strikes it. */
export interface ViewControl {
  /** @throws {PagewrightError} `invalid-query` when the list would reject the request */
  read(options?: ViewOptions): Promise<ListView>;
  /** @throws {PagewrightError} as {@link ViewControl.read} does */
  locate(identities: readonly string[], choice?: ViewChoice): Promise<readonly PlaceOfRow[]>;
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 1000;

/** What views are of. */
interface ViewSource {
  readonly lists: readonly ListMock[];
  readonly journal: { get(id: number): Exchange | undefined };
}

/**
 * Creates the control of views.
 *
 * @param enter - finds what they are of, each time that it is used
 */
export function createViewControl(enter: () => ViewSource): ViewControl {
  return {
    async read({ offset = 0, limit = DEFAULT_LIMIT, ...choice } = {}) {
      if (!(Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT)) {
        throw new PagewrightError(
          'invalid-option',
          `Invalid limit ${limit}: must be a whole number from 1 to ${MAX_LIMIT}`,
        );
      }
      const source = enter();
      const list = findList(source.lists, choice.contract);
      const { table, selection } = await selectRows(list, choice, source);
      const view = table.select(selection);
      const count = Math.max(0, Math.min(limit, view.count - offset));
      const slots = Array.from({ length: count }, (_, index) => view.slotAt(offset + index));
      const rows = slots.map((slot, index) => {
        const row = table.rowAt(slot);
        return { place: offset + index + 1, identity: identityOf(list, row), row };
      });
      return { total: view.count, rows, ties: findTies(slots, offset, { table, selection }) };
    },
    async locate(identities, choice = {}) {
      const source = enter();
      const list = findList(source.lists, choice.contract);
      const { table, selection } = await selectRows(list, choice, source);
      const view = table.select(selection);
      return identities.map((identity) => {
        const rank = findRank({ table, selection, view }, identity);
        return rank === undefined ? { identity } : { identity, place: rank + 1 };
      });
    },
  };
}

/** The rows that a request selects, sorted and filtered. */
async function selectRows(
  list: ListMock,
  { query = '', exchange, ...choice }: ViewChoice,
  { lists, journal }: ViewSource,
): Promise<RequestedRows> {
  const request =
    exchange === undefined ? createListRequest(list, query, choice, lists) : findRequest(list, journal.get(exchange));
  await list.prepare(request);
  const rows = list.findRows(request);
  if (rows !== undefined) return rows;
  const { status, body } = list.handle(request) ?? {};
  const text = Buffer.from(body ?? '', 'latin1')
    .toString('utf8')
    .slice(0, 300);
  throw new PagewrightError(
    'invalid-query',
    `Invalid query ${JSON.stringify(request.query)}: the list responds ${status} ${text}`,
  );
}

function findRequest({ contract }: ListMock, exchange: Exchange | undefined): MockRequest {
  if (exchange?.isList === true && exchange.contract?.id === contract.id) return exchange.request;
  throw new PagewrightError(
    'unknown-exchange',
    exchange === undefined
      ? 'Unknown exchange: it never was in the journal, or was dropped'
      : `Unknown exchange ${exchange.id}: it is not a request for the list of ${contract.id}`,
  );
}

function identityOf({ contract }: ListMock, row: Row): string {
  return String(readField(row, contract.identity.path)[0]);
}

function findTies(
  slots: readonly Slot[],
  offset: number,
  { table, selection }: Pick<RequestedRows, 'table' | 'selection'>,
): ListView['ties'] {
  // The last key is the identity, which no two rows share.
  const order = selection.order.slice(0, -1);
  const keys = slots.map((slot) => JSON.stringify(table.keyAt(slot, order)));
  const ties: { from: number; to: number }[] = [];
  for (let from = 0; from < keys.length; ) {
    let to = from;
    while (to + 1 < keys.length && keys[to + 1] === keys[from]) to += 1;
    if (to > from && order.length > 0) ties.push({ from: offset + from + 1, to: offset + to + 1 });
    from = to + 1;
  }
  return ties;
}
