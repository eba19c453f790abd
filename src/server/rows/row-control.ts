import type { Row } from '../../dataset/row-source.ts';

/** Where a row is. */
export interface RowPlace {
  /** The id of a contract; the first one that is served by default. */
  readonly contract?: string | undefined;
  /**
   * The name of a collection (a site, a workspace). By default a new row goes to the contract's first collection, and
   * other rows are looked for in all of them.
   */
  readonly collection?: string | undefined;
}

/** Which rows of a collection are shown. */
export interface RowWindow extends RowPlace {
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
 * What cannot be done is refused with a {@link WorldError} or {@link ServerError}, and changes nothing.
 */
export interface RowControl {
  list(window?: RowWindow): RowPage;
  get(identity: string, place?: RowPlace): Row;
  /** Adds a row; fields that are not given are generated. Gives the whole row. */
  add(fields?: Row, place?: RowPlace): Row;
  /** Changes the fields that are given. Gives the whole row. */
  change(identity: string, fields: Row, place?: RowPlace): Row;
  remove(identity: string, place?: RowPlace): void;
  /**
   * Makes a move of the contract's lifecycle, such as the acceptance of an invitation.
   *
   * @param move - its name
   * @param identity - of the row that moves; a move that makes a new row does without
   * @param fields - set in addition to what the move sets
   * @returns the row afterwards
   */
  move(move: string, identity?: string, fields?: Row, place?: RowPlace): Row;
}
