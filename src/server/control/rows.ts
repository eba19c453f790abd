import { PagewrightError } from '../../contract/error.ts';
import type { Row } from '../../dataset/row-source.ts';
import type { ListMock } from '../../mock/list.ts';
import type { MockState } from '../../mock/state.ts';
import { findList } from '../routing/router.ts';
import { changeRows } from './change-log.ts';

/** Where a row is looked for. */
export interface RowLocator {
  /** The id of a contract; by default the first one that is served. */
  readonly contract?: string | undefined;
  /**
   * The name of a collection (a site, a workspace). By default a new row goes to the contract's first collection, and all of
   * them are searched for another row.
   */
  readonly collection?: string | undefined;
}

/** Which rows of a collection are shown. */
export interface RowListOptions extends RowLocator {
  /** How many at most, 1 to 1000; 50 by default. */
  readonly limit?: number | undefined;
  /** How many come before the first; 0 by default. */
  readonly offset?: number | undefined;
}

/** A part of a collection, in the contract's own order. */
export interface RowPage {
  readonly collection: string;
  /** How many rows the collection has. */
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  /** Whole rows, with the fields that responses do not show. */
  readonly rows: readonly Row[];
}

/**
 * The rows behind the lists, to be seen and changed while the mock runs. Lists show a change at once.
 * A change that is not possible throws a {@link PagewrightError}, and changes nothing.
 */
export interface RowControl {
  list(options?: RowListOptions): RowPage;
  get(identity: string, where?: RowLocator): Row;
  /** Adds a row; fields that are not given are generated. @returns the whole row */
  add(fields?: Row, where?: RowLocator): Row;
  /** Changes the fields that are given. @returns the whole row */
  change(identity: string, fields: Row, where?: RowLocator): Row;
  remove(identity: string, where?: RowLocator): void;
  /**
   * Makes a move of the contract's lifecycle, such as accepting an invitation.
   *
   * @param move - its name
   * @param identity - of the row that moves; a move that creates a row needs none
   * @param fields - set in addition to what the move sets
   * @returns the row afterwards
   */
  move(move: string, identity?: string, fields?: Row, where?: RowLocator): Row;
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 1000;

/**
 * Creates the control of the rows of lists.
 *
 * @param enter - finds the session, each time that it is used
 */
export function createRowControl(enter: () => { readonly lists: readonly ListMock[] }): RowControl {
  const stateOf = (contract: string | undefined): MockState => findList(enter().lists, contract).state;
  const change = <Result>(act: () => Result): Result => changeRows(enter(), act);
  return {
    list: (options = {}) => readRows(stateOf(options.contract), options),
    get: (identity, { contract, collection } = {}) => {
      const state = stateOf(contract);
      return state.row(locateRow(state, identity, collection), identity);
    },
    add: (fields = {}, { contract, collection } = {}) => {
      const state = stateOf(contract);
      return change(() => state.add(defaultCollection(state, collection), fields));
    },
    change: (identity, fields, { contract, collection } = {}) => {
      const state = stateOf(contract);
      return change(() => state.change(locateRow(state, identity, collection), identity, fields));
    },
    remove: (identity, { contract, collection } = {}) => {
      const state = stateOf(contract);
      change(() => state.remove(locateRow(state, identity, collection), identity));
    },
    move: (move, identity, fields, { contract, collection } = {}) => {
      const state = stateOf(contract);
      const isNew =
        identity === undefined || (state.contract.moves.get(move)?.creates === true && !holdsRow(state, identity));
      const place = isNew ? defaultCollection(state, collection) : locateRow(state, identity, collection);
      return change(() => state.move(place, move, identity, fields));
    },
  };
}

function readRows(state: MockState, { collection, limit = DEFAULT_LIMIT, offset = 0 }: RowListOptions): RowPage {
  requireInteger('limit', limit, 1, MAX_LIMIT);
  requireInteger('offset', offset, 0, Number.MAX_SAFE_INTEGER);
  const name = defaultCollection(state, collection);
  const table = state.table(name);
  if (table === undefined) {
    throw new PagewrightError(
      'unknown-collection',
      `Unknown collection ${name}: the contract has ${state.collections.join(', ')}`,
    );
  }
  const view = table.select({ criteria: [], order: state.contract.order.by });
  const count = Math.max(0, Math.min(limit, view.count - offset));
  const rows = Array.from({ length: count }, (_, index) => table.rowAt(view.slotAt(offset + index)));
  return { collection: name, total: view.count, limit, offset, rows };
}

function requireInteger(name: string, value: number, minimum: number, maximum: number): void {
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return;
  const range = maximum === Number.MAX_SAFE_INTEGER ? `from ${minimum}` : `from ${minimum} to ${maximum}`;
  throw new PagewrightError('invalid-option', `Invalid ${name} ${value}: must be a whole number ${range}`);
}

/**
 * The collection that holds a row.
 *
 * @param collection - the only one to search
 * @throws {PagewrightError} `unknown-row`; `ambiguous-row` when several collections have one
 */
export function locateRow(state: MockState, identity: string, collection: string | undefined): string {
  if (collection !== undefined) return collection;
  const [first, ...others] = state.collections.filter((name) => state.table(name)?.find(identity) !== undefined);
  if (first === undefined) {
    throw new PagewrightError(
      'unknown-row',
      `Unknown row: no collection has a row with ${state.contract.identity.name} ${identity}`,
    );
  }
  if (others.length > 0) {
    const names = [first, ...others].join(', ');
    throw new PagewrightError(
      'ambiguous-row',
      `Ambiguous row: the collections ${names} all have a row with ${state.contract.identity.name} ${identity}; name one`,
    );
  }
  return first;
}

/** Whether any collection has a row. */
export function holdsRow(state: MockState, identity: string): boolean {
  return state.collections.some((name) => state.table(name)?.find(identity) !== undefined);
}

/** The collection of a new row. */
export function defaultCollection(state: MockState, collection: string | undefined): string {
  return collection ?? state.collections[0] ?? '';
}
