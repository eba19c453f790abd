import type { Row } from '../../dataset/row-source.ts';
import type { NaiveScenario } from './write-vendor-files.ts';

/** What a vendor's list shows in a session. */
export interface NaiveGround {
  readonly scenario: NaiveScenario;
  readonly rows: readonly Row[];
}

/** All of a session that snapshots keep. It is never changed, only replaced. */
export interface SessionState {
  /** By the vendor's id. */
  readonly grounds: Readonly<Record<string, NaiveGround>>;
  /** The time that the clock was set to, in milliseconds since 1970; absent: it shows that of each scenario. */
  readonly start?: number;
  /** By how much it was moved since, in milliseconds. */
  readonly ahead: number;
}

/** A request for a list, and its answer, as the journal should have it. */
export interface NaiveExchange {
  readonly contract: string;
  readonly url: string;
  readonly status: number;
  /** In ISO 8601. */
  readonly clock: string;
  readonly body: string;
  readonly faults?: readonly string[];
}

/** What a session should be like. */
export interface NaiveSession {
  /** Whether there is one, as far as the mock knows. */
  isBegun: boolean;
  state: SessionState;
  readonly snapshots: Map<string, SessionState>;
  /** Ids of vendors whose next answer is an error, once for each time that they stand here. */
  faults: readonly string[];
  /** In the order in which they were; those of one group were under way at the same time. */
  journal: readonly (readonly NaiveExchange[])[];
}

/** A state in which every list has the rows of a scenario. */
export function createState(scenario: NaiveScenario): SessionState {
  const ids = Object.keys(scenario.rows);
  return { ahead: 0, grounds: Object.fromEntries(ids.map((id) => [id, createGround(scenario, id)])) };
}

/** The list of a vendor as a scenario has it. */
export function createGround(scenario: NaiveScenario, id: string): NaiveGround {
  return { scenario, rows: scenario.rows[id] ?? [] };
}

/** The time of a vendor's list, in milliseconds since 1970. */
export function timeOf({ grounds, start, ahead }: SessionState, id: string): number {
  return (start ?? grounds[id]?.scenario.now ?? Number.NaN) + ahead;
}
