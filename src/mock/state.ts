import type { Contract, Filter, Json, Move, ValueKind } from '../contract/contract.ts';
import type { Operand } from '../contract/criterion.ts';
import { PagewrightError } from '../contract/error.ts';
import { readField } from '../contract/field-values.ts';
import { checkRow } from '../dataset/row-check.ts';
import type { Row } from '../dataset/row-source.ts';
import type { Scenario, Tenant } from '../dataset/scenarios/scenario.ts';
import { createTable } from '../store/overlay-table.ts';
import type { Selection, Slot, Table, TableChange } from '../store/table.ts';

/** The state of a mock: who there is, what rows they have, and what time it is. */
export interface MockState {
  readonly contract: Contract;
  readonly scenario: Scenario;
  readonly tenants: readonly Tenant[];
  /** Names of the collections of rows (sites, workspaces), all tenants' together. */
  readonly collections: readonly string[];
  /** The mock's clock, in milliseconds since 1970. */
  now(): number;
  /** The rows of a collection; `undefined` when nobody owns one of that name. */
  table(collection: string): Table | undefined;
  /** Rows in all collections. */
  countRows(): number;
  /** A row by its identity. Throws a `PagewrightError` for an unknown collection or identity. */
  row(collection: string, identity: string): Row;
  /** Adds a row; fields that it lacks are generated. Throws a `PagewrightError` when it does not satisfy the schema. */
  add(collection: string, fields: Row): Row;
  /**
   * Changes fields of a row. Where the schema of a field has no null, `null` takes the field away, if the row may be without it.
   * Throws a `PagewrightError`.
   */
  change(collection: string, identity: string, fields: Row): Row;
  remove(collection: string, identity: string): void;
  /**
   * Makes a move of the contract's lifecycle.
   *
   * @param identity - of the row that moves; for a move that creates one it may be left out
   * @param fields - set in addition to what the move sets
   * @returns the row afterwards
   */
  move(collection: string, name: string, identity: string | undefined, fields?: Row): Row;
  /** Back to the scenario's rows. */
  reset(): void;
  /** Keeps the rows as they are. @returns a function that puts them back, any number of times */
  save(): () => void;
}

/** What a state is made of. */
interface MockStateOptions {
  readonly contract: Contract;
  readonly scenario: Scenario;
  /** The clock, in milliseconds since 1970. */
  readonly now: () => number;
  /** Is told of each row that comes, goes or changes, right after it did. */
  readonly onChange?: ((change: RowChange) => void) | undefined;
  /** Opens the tables of the scenario's rows; states with the same opener share what does not change. */
  readonly openTable?: OpenTable;
}

/** A change of a collection, by whoever. */
export interface RowChange extends TableChange {
  readonly collection: string;
  /** As it is after the change. */
  readonly table: Table;
}

/** Makes the state of a mock from a scenario. */
export function createMockState(options: MockStateOptions): MockState {
  const { contract, scenario, now, onChange, openTable = createTableOpener(contract, scenario) } = options;
  const identity = contract.identity.name;
  const collections = scenario.collectionNames;
  // Opened when they are first looked at: of many states, most look at few of their collections.
  let tables = new Map<string, Table>();

  function findTable(collection: string): Table | undefined {
    const known = tables.get(collection);
    if (known !== undefined) return known;
    const table = openTable(collection);
    if (table !== undefined) tables.set(collection, watch(collection, table));
    return table;
  }

  function watch(collection: string, table: Table): Table {
    if (onChange !== undefined) table.watch((change) => onChange({ ...change, collection, table }));
    return table;
  }

  function requireTable(collection: string): Table {
    const table = findTable(collection);
    if (table !== undefined) return table;
    throw new PagewrightError(
      'unknown-collection',
      `Unknown collection ${collection}: must be one of ${collections.join(', ')}`,
    );
  }

  function requireSlot(table: Table, collection: string, id: string): Slot {
    const slot = table.find(id);
    if (slot === undefined)
      throw new PagewrightError('unknown-row', `Unknown row: collection ${collection} has none with ${identity} ${id}`);
    return slot;
  }

  function replace(collection: string, id: string, change: (row: Row) => Row): Row {
    const table = requireTable(collection);
    const slot = requireSlot(table, collection, id);
    const changed = change(table.rowAt(slot));
    requireValid(contract, changed);
    requireFree(table, changed, slot);
    table.replace(slot, changed);
    return changed;
  }

  function requireFree(table: Table, row: Row, own?: Slot): void {
    const id = String(readField(row, contract.identity.path)[0]);
    const holder = table.find(id);
    if (holder !== undefined && holder !== own) {
      throw new PagewrightError('identity-taken', `A row with ${identity} ${id} already exists`);
    }
  }

  function add(collection: string, fields: Row, settle: (row: Row) => Row): Row {
    const table = requireTable(collection);
    const row = settle(
      scenario.completeRow(fields, { collection, now: now(), isTaken: (id) => table.find(id) !== undefined }),
    );
    requireValid(contract, row);
    requireFree(table, row);
    table.add(row);
    return row;
  }

  return {
    contract,
    scenario,
    tenants: scenario.tenants,
    collections,
    now,
    table: findTable,
    countRows: () => collections.reduce((sum, name) => sum + requireTable(name).size, 0),
    row: (collection, id) => {
      const table = requireTable(collection);
      return table.rowAt(requireSlot(table, collection, id));
    },
    add: (collection, fields) => add(collection, fields, (row) => row),
    change: (collection, id, fields) => replace(collection, id, (row) => mergeFields(contract, row, fields)),
    remove: (collection, id) => {
      const table = requireTable(collection);
      table.remove(requireSlot(table, collection, id));
    },
    move: (collection, name, id, fields = {}) => {
      const move = requireMove(contract, name);
      if (id === undefined || (move.creates && requireTable(collection).find(id) === undefined)) {
        if (!move.creates)
          throw new PagewrightError('unknown-row', `Move ${name} requires an existing row: pass its ${identity}`);
        const given = id === undefined ? fields : putIdentity(contract.identity, fields, id);
        return add(collection, given, (row) => ({ ...applyMove({ ...move, from: {} }, row, now()), ...given }));
      }
      return replace(collection, id, (row) => ({ ...applyMove(move, row, now()), ...fields }));
    },
    reset: () => {
      tables = new Map();
    },
    save: () => {
      const saved = forkAll(tables);
      return () => {
        tables = forkAll(saved);
        for (const [collection, table] of tables) watch(collection, table);
      };
    },
  };
}

/** The same fields with an identity, which is a text in a URL and may be a number in a row. */
function putIdentity({ path, kind }: Contract['identity'], fields: Row, id: string): Row {
  const value: Json = kind === 'number' ? Number(id) : id;
  const put = (holder: Row, [name = '', ...rest]: readonly string[]): Row => {
    const inner = holder[name];
    const held = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? (inner as Row) : {};
    return { ...holder, [name]: rest.length === 0 ? value : put(held, rest) };
  };
  return put(fields, path);
}

function forkAll(tables: ReadonlyMap<string, Table>): Map<string, Table> {
  return new Map([...tables].map(([name, table]) => [name, table.fork()]));
}

/** A row with fields changed, or taken away by a null that their schema does not have. */
function mergeFields(contract: Contract, row: Row, fields: Row): Row {
  let merged: Row = { ...row, ...fields };
  const nulls = Object.keys(fields).filter((name) => fields[name] === null);
  for (const name of nulls) {
    const problems = checkRow(contract, merged);
    const own = problems.filter(({ path: [first] }) => first === name);
    // A typo takes nothing away.
    if (own.length === 0 || (!Object.hasOwn(row, name) && own.some(({ message }) => /^unknown field/.test(message))))
      continue;
    const { [name]: _, ...rest } = merged;
    const others = new Set(problems.map(({ path, message }) => `${path} ${message}`));
    if (checkRow(contract, rest).every(({ path, message }) => others.has(`${path} ${message}`))) merged = rest;
  }
  return merged;
}

function requireValid(contract: Contract, row: Row): void {
  const faults = checkRow(contract, row).map(({ path, message }) => `${path.join('/') || 'the row'}: ${message}`);
  if (faults.length > 0) throw new PagewrightError('invalid-row', faults.join('; '));
}

function requireMove(contract: Contract, name: string): Move {
  const move = contract.moves.get(name);
  if (move !== undefined) return move;
  const names = [...contract.moves.keys()].join(', ') || 'none';
  throw new PagewrightError('unknown-move', `Unknown move ${name}: the contract has ${names}`);
}

/** The row after a move, which it has to allow. @throws {PagewrightError} `move-not-allowed` */
export function applyMove(move: Move, row: Row, now: number): Row {
  for (const [field, allowed] of Object.entries(move.from)) {
    if (!allowed.includes(row[field] as Json)) {
      const wanted = allowed.map((value) => JSON.stringify(value)).join(' or ');
      throw new PagewrightError(
        'move-not-allowed',
        `Move ${move.name} requires ${field} to be ${wanted}, not ${JSON.stringify(row[field])}`,
      );
    }
  }
  const moved: Record<string, Json> = { ...row };
  Object.assign(moved, move.set);
  for (const [field, time] of Object.entries(move.setTimes)) moved[field] = writeTime(now + time.now, time.kind);
  for (const field of move.unset) delete moved[field];
  return moved;
}

function writeTime(time: number, kind: ValueKind): Json {
  return kind === 'number' ? time : new Date(time).toISOString().replace('.000Z', 'Z');
}

/** Gives a table with the rows of a collection as its scenario has them; `undefined` for one that the scenario does not know. */
export type OpenTable = (collection: string) => Table | undefined;

/**
 * Makes the opener of a scenario's tables. Those of one collection have changes of their own and share all else, so that
 * the second costs next to nothing, however many rows there are.
 */
export function createTableOpener(contract: Contract, scenario: Pick<Scenario, 'collections'>): OpenTable {
  const untouched = new Map<string, Table>();
  return (collection) => {
    const sources = scenario.collections.get(collection);
    if (sources === undefined) return undefined;
    const table = untouched.get(collection) ?? createTable({ contract, sources });
    untouched.set(collection, table);
    return table.fork();
  };
}

/**
 * Makes, step by step, what the first use of each filter would have to wait for: the values of its fields over all rows.
 * A server takes a step whenever it has nothing else to do.
 */
export function* warmUp(state: MockState): Generator<undefined, void> {
  const { contract, collections } = state;
  for (const collection of collections) {
    const table = state.table(collection);
    if (table === undefined || table.size === 0) continue;
    yield* prepare(table, { criteria: [], order: contract.order.by });
    for (const filter of contract.filters) {
      // The key that a name captures is not known before it is asked for.
      if (filter.serialization === 'captured') continue;
      const { fields, operator, ignoreCase } = filter;
      const criteria = [{ fields, operator, operand: anyOperand(filter), ignoreCase }];
      yield* prepare(table, { criteria, order: contract.order.by });
    }
  }
}

function* prepare(table: Table, selection: Selection): Generator<undefined, void> {
  yield* table.prepareInSteps(selection);
  yield;
}

/** A value that hardly any row holds, so that nothing is kept but the values of the field. */
function anyOperand({ fields, operator }: Filter): Operand {
  const kind = fields[0]?.kind;
  if (kind === 'boolean') return true;
  if (kind === 'number' || kind === 'instant')
    return operator === 'lt' || operator === 'lte' ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER;
  return '\u0000';
}
