import type { Window } from '../admin/activity-types.ts';
import type { PlacedRow } from '../admin/contract-types.ts';

/** What became of a row in a walk. */
export type CellState =
  | 'once'
  | 'twice'
  /** It lies among rows that were read, or the walk is over, and no page had it. */
  | 'never'
  /** As `never`, but it came after the walk had begun. */
  | 'added'
  /** It was read and is in the list no more. */
  | 'removed'
  /** The walk has not come so far. */
  | 'ahead';

/** A row on the axis of the strip. */
export interface Cell {
  readonly identity: string;
  /** Where it lies now, from 1; absent: it was removed. */
  readonly place?: number;
  readonly state: CellState;
  /** Ids of the exchanges whose page had it. */
  readonly exchanges: readonly number[];
}

/** Where the page of a request lies on the axis. */
export interface Lane {
  readonly window: Window;
  /** Runs of cells, by index, both inclusive. One where nothing has come between its rows. */
  readonly runs: readonly (readonly [from: number, to: number])[];
  /** Cells that another lane has, too. */
  readonly again: readonly number[];
}

/** Rows that a walk lost or read twice, next to each other. */
export interface Trouble {
  readonly kind: 'twice' | 'never';
  /** By index, both inclusive. */
  readonly from: number;
  readonly to: number;
  readonly identities: readonly string[];
  /** Lanes that it concerns, by index: those that had the rows; of rows that none had, those on both sides. */
  readonly lanes: readonly number[];
}

/** A list as it is now, with the windows of a walk on it. */
export interface Picture {
  readonly cells: readonly Cell[];
  readonly lanes: readonly Lane[];
  readonly troubles: readonly Trouble[];
  /** Runs of cells that the order cannot tell apart, by index, with the cell behind which a page ended; absent: none did. */
  readonly ties: readonly { readonly from: number; readonly to: number; readonly edge?: number }[];
}

interface PictureInput {
  /** The rows of now, in their order, without a gap. */
  readonly rows: readonly PlacedRow[];
  /** Runs of rows that the order cannot tell apart, by place. */
  readonly ties: readonly { readonly from: number; readonly to: number }[];
  /** Those of one walk, in their order. */
  readonly windows: readonly Window[];
  /** Whether the walk came to its end. */
  readonly isComplete: boolean;
  /** Rows that were added after the walk had begun. */
  readonly added?: ReadonlySet<string>;
  /** Rows that pages had and that are in the list, but not among `rows`, which then are a part of it. */
  readonly elsewhere?: ReadonlySet<string>;
  /** Whether pages had rows before the first of `rows`, and behind the last. */
  readonly comesFrom?: boolean;
  readonly goesOn?: boolean;
}

/** Puts the windows of a walk on the list of now: by the identities of their rows, whatever was asked for. */
export function drawPicture(input: PictureInput): Picture {
  const { rows, ties, isComplete, added = new Set(), elsewhere = new Set() } = input;
  const { comesFrom = false, goesOn = false } = input;
  const windows = input.windows.map((window) => ({
    ...window,
    identities: window.identities.filter((identity) => !elsewhere.has(identity)),
  }));
  const readers = new Map<string, number[]>();
  for (const { exchange, identities } of windows) {
    for (const identity of identities) {
      const known = readers.get(identity);
      if (known === undefined) readers.set(identity, [exchange]);
      else known.push(exchange);
    }
  }
  for (const { identity, place } of rows) {
    // Which rows a page had may not be kept: where it lay is, and they are not lost for that.
    const unnamed = input.windows.find((one) => {
      return one.identities.length < one.count && place >= (one.first ?? place + 1) && place <= (one.last ?? 0);
    });
    if (unnamed !== undefined && !readers.has(identity)) readers.set(identity, [unnamed.exchange]);
  }
  const axis = placeOnAxis(rows, windows);
  const index = new Map(axis.map(({ identity }, position) => [identity, position]));
  const nearest = axis.findIndex(({ identity }) => readers.has(identity));
  const furthest = axis.findLastIndex(({ identity }) => readers.has(identity));
  // What a walk that goes on has not come to is not lost: before the first row that it read, and behind the last.
  const start = isComplete || comesFrom ? 0 : nearest;
  const end = isComplete || goesOn ? axis.length : furthest;
  const cells = axis.map(({ identity, place }, position): Cell => {
    const exchanges = readers.get(identity) ?? [];
    if (place === undefined) return { identity, exchanges, state: 'removed' };
    if (exchanges.length > 0) return { identity, place, exchanges, state: exchanges.length > 1 ? 'twice' : 'once' };
    if (position >= end) return { identity, place, exchanges, state: 'ahead' };
    if (added.has(identity)) return { identity, place, exchanges, state: 'added' };
    return { identity, place, exchanges, state: position < start ? 'ahead' : 'never' };
  });
  const lanes = windows.map((window): Lane => {
    const named = window.identities.flatMap((identity) => index.get(identity) ?? []).sort((a, b) => a - b);
    const isNamed = window.identities.length > 0;
    const positions = isNamed
      ? named
      : cells.flatMap(({ exchanges }, position) => (exchanges.includes(window.exchange) ? [position] : []));
    return {
      window,
      runs: joinRuns(positions, cells),
      again: positions.filter((position) => (cells[position]?.exchanges.length ?? 0) > 1),
    };
  });
  return { cells, lanes, troubles: listTroubles(cells, lanes), ties: placeTies(ties, cells, lanes) };
}

/**
 * Puts pages of a list that nobody has as a whole next to one another: rows in the order in which they were first read. What lies between
 * or behind them is not known, so that there is no gap; what was read twice is.
 */
export function drawReadings(windows: readonly Window[]): Picture {
  const identities = [...new Set(windows.flatMap((window) => window.identities))];
  const rows = identities.map((identity, index) => ({ identity, place: index + 1, row: {} }));
  return drawPicture({ rows, ties: [], windows, isComplete: false });
}

interface AxisRow {
  readonly identity: string;
  readonly place?: number;
}

/** The rows of now, and between them those that are gone, each behind the row that was before it when it was read. */
function placeOnAxis(rows: readonly PlacedRow[], windows: readonly Window[]): readonly AxisRow[] {
  const present = new Set(rows.map(({ identity }) => identity));
  const behind = new Map<string | undefined, string[]>();
  const gone = new Set<string>();
  for (const { identities } of windows) {
    for (const [position, identity] of identities.entries()) {
      if (present.has(identity) || gone.has(identity)) continue;
      gone.add(identity);
      const before = identities.slice(0, position).findLast((one) => present.has(one));
      // At the top of a page, what follows tells where it was.
      const after = identities.slice(position + 1).find((one) => present.has(one));
      const place = before ?? previousOf(rows, after);
      behind.set(place, [...(behind.get(place) ?? []), identity]);
    }
  }
  const goneBehind = (identity: string | undefined): readonly AxisRow[] => {
    return (behind.get(identity) ?? []).map((one) => ({ identity: one }));
  };
  return [
    ...goneBehind(undefined),
    ...rows.flatMap(({ identity, place }) => [{ identity, place }, ...goneBehind(identity)]),
  ];
}

function previousOf(rows: readonly PlacedRow[], identity: string | undefined): string | undefined {
  const position = rows.findIndex((row) => row.identity === identity);
  return position > 0 ? rows[position - 1]?.identity : undefined;
}

/** Joins cells that follow on one another; rows that are gone do not part them. */
export function joinRuns(
  positions: readonly number[],
  cells: readonly Pick<Cell, 'state'>[],
): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const position of [...positions].sort((one, other) => one - other)) {
    const last = runs.at(-1);
    const between = last === undefined ? undefined : cells.slice(last[1] + 1, position);
    if (last !== undefined && between?.every(({ state }) => state === 'removed') === true) last[1] = position;
    else runs.push([position, position]);
  }
  return runs;
}

function listTroubles(cells: readonly Cell[], lanes: readonly Lane[]): readonly Trouble[] {
  const troubles: Trouble[] = [];
  for (let from = 0; from < cells.length; from += 1) {
    const { state } = cells[from] as Cell;
    if (state !== 'twice' && state !== 'never') continue;
    let to = from;
    while (cells[to + 1]?.state === state) to += 1;
    const concerned = cells.slice(from, to + 1);
    const exchanges = new Set(concerned.flatMap((cell) => cell.exchanges));
    const those = lanes.flatMap((lane, index) => (exchanges.has(lane.window.exchange) ? [index] : []));
    troubles.push({
      kind: state,
      from,
      to,
      identities: concerned.map(({ identity }) => identity),
      lanes: state === 'twice' ? those : findSides(lanes, from, to),
    });
    from = to;
  }
  return troubles;
}

/** The lanes that end before a run of cells and begin behind it, those that are nearest. */
function findSides(lanes: readonly Lane[], from: number, to: number): readonly number[] {
  let before: readonly [lane: number, end: number] | undefined;
  let after: readonly [lane: number, start: number] | undefined;
  for (const [index, { runs }] of lanes.entries()) {
    for (const [start, end] of runs) {
      if (end < from && end >= (before?.[1] ?? 0)) before = [index, end];
      if (start > to && start < (after?.[1] ?? Number.POSITIVE_INFINITY)) after = [index, start];
    }
  }
  return [before, after].flatMap((side) => (side === undefined ? [] : [side[0]]));
}

function placeTies(ties: PictureInput['ties'], cells: readonly Cell[], lanes: readonly Lane[]): Picture['ties'] {
  const positions = new Map(cells.flatMap(({ place }, position) => (place === undefined ? [] : [[place, position]])));
  return ties.flatMap((tie) => {
    const [from, to] = [positions.get(tie.from), positions.get(tie.to)];
    if (from === undefined || to === undefined) return [];
    const edge = lanes.flatMap(({ runs }) => runs.map(([, end]) => end)).find((end) => end >= from && end < to);
    return [{ from, to, ...(edge !== undefined && { edge }) }];
  });
}
