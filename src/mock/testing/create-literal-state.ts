import type { Contract } from '../../contract/contract.ts';
import { createLiteralSource, type Row } from '../../dataset/row-source.ts';

import type { Scenario, Tenant } from '../../dataset/scenarios/scenario.ts';
import { createTable } from '../../store/overlay-table.ts';
import { createMockState, type MockState } from '../state.ts';

/** Rows by the name of their collection. */
type Collections = Readonly<Record<string, readonly Row[]>>;

/** A state whose rows a test says one by one. */
export interface LiteralState {
  readonly state: MockState;
  /** Throws the rows away, added and changed ones too, and starts again with others. */
  load(collections: Collections): void;
  setTime(now: number): void;
}

export interface LiteralStateOptions {
  readonly contract: Contract;
  readonly tenants: readonly Tenant[];
  readonly collections: Collections;
  readonly now: number;
  /** Fills in what an added row lacks; without it nothing is filled in. */
  readonly complete?: (fields: Row) => Row;
}

/** Makes a state without a scenario file. */
export function createLiteralState(options: LiteralStateOptions): LiteralState {
  let { collections, now } = options;
  const scenario: Scenario = {
    name: 'literal',
    title: 'Rows of a test',
    now,
    tenants: options.tenants,
    rows: 'made',
    get collectionNames() {
      return Object.keys(collections);
    },
    get collections() {
      return new Map(Object.entries(collections).map(([name, rows]) => [name, [createLiteralSource(rows)]]));
    },
    completeRow: options.complete ?? ((fields) => fields),
  };
  const { contract } = options;
  const state = createMockState({
    contract,
    scenario,
    now: () => now,
    openTable: (name) => {
      const sources = scenario.collections.get(name);
      return sources && createTable({ contract, sources });
    },
  });
  return {
    state,
    load(others) {
      collections = others;
      state.reset();
    },
    setTime(time) {
      now = time;
    },
  };
}
