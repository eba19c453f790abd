import type { FaultBoard } from '../../fault/create-fault-board.ts';
import type { Journal } from '../../journal/create-journal.ts';
import type { Site } from '../site/site.ts';
import type { Clock } from './clock.ts';
import type { SessionList } from './session-list.ts';

/** How answers use what contracts leave open, to find out what a client takes for granted. */
export interface GreaseSettings {
  /** Decides how each answer does. */
  readonly seed: string;
  /** Names of the features that are used; absent: all that apply to a contract. */
  readonly features?: readonly string[];
}

/** A world of one client's own: rows, clock, faults and journal. Nothing that happens in it is seen in another one. */
export interface Session {
  readonly id: string;
  /** What paths begin with that lead into it; empty for the session of clients that name none. */
  readonly prefix: string;
  readonly site: Site;
  /** The lists of the site, in the order of their contracts. */
  readonly lists: readonly SessionList[];
  readonly clock: Clock;
  readonly faults: FaultBoard;
  readonly journal: Journal;
  /** What must not be shown, beside the credentials of tenants. */
  readonly secrets: readonly string[];
  /** When it came to be and was last used by the clock on the wall, in milliseconds since 1970. */
  readonly createdAt: number;
  lastUsedAt: number;
  grease: GreaseSettings | undefined;
  /** Names of snapshots, with what puts each of them back. */
  readonly snapshots: Map<string, () => void>;
  /** Back to how it began: rows, clock, faults, grease and journal. Snapshots stay. */
  reset(): void;
  /** Keeps rows and clock as they are. @returns a function that puts them back */
  save(): () => void;
  /** Aborted when it ends: who names its id then gets another one. */
  readonly ended: AbortSignal;
  end(): void;
}
