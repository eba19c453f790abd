import type { Report } from '../../../conformance/result.ts';
import type { FaultDescription } from '../../alter/faults/applicability.ts';
import type { ActiveFault } from '../../alter/faults/board.ts';
import type { Fault } from '../../alter/faults/kinds.ts';
import type { GreaseDescription } from '../../alter/grease/features.ts';
import type { ExchangeFilter } from '../../journal/exchange-filter.ts';
import type { Har } from '../../journal/har.ts';
import type { JournalEntry } from '../../journal/journal-entry.ts';
import { type ContractDescription, describeContract } from '../routing/contract-description.ts';
import { findList } from '../routing/router.ts';
import type { FixtureLibrary } from '../sessions/scenario-library.ts';
import type { GreaseSettings, Session } from '../sessions/session.ts';
import { createClockControl } from './clock.ts';
import { createFaultControl, createGreaseControl } from './faults.ts';
import { auditSession, createJournalControl } from './journal.ts';
import { createRowControl, type RowControl } from './rows.ts';
import { createScenarioControl, createSnapshotControl } from './scenarios.ts';

/** What a clock shows. */
export interface ClockReading {
  /** That of the first contract, in ISO 8601. */
  readonly now: string;
  /** Whether it goes on by itself. */
  readonly runs: boolean;
  /** That of each contract by its id: they differ where scenarios stand at different times. */
  readonly contracts: Readonly<Record<string, string>>;
}

/** What becomes of a clock; several are done in this order, or none. */
export interface ClockChange {
  /** Shows a time: a date-time (ISO 8601), milliseconds since 1970 or a Date. */
  readonly set?: string | number | Date;
  /** `8d`, `1h30m`, `-90s`, `P8D`, or milliseconds. */
  readonly advance?: string | number;
  /** Whether it stands still, or goes on second by second. */
  readonly frozen?: boolean;
}

/** The clock of a session, which all that has to do with time follows: expiry of links and credentials, times of new rows. */
export interface ClockControl {
  read(): ClockReading;
  change(change: ClockChange): ClockReading;
  /** Shows a time: a date-time (ISO 8601), milliseconds since 1970 or a Date. */
  set(time: string | number | Date): ClockReading;
  /** @param by - `8d`, `1h30m`, `-90s`, `P8D`, or milliseconds */
  advance(by: string | number): ClockReading;
  /** Makes it stand still. */
  freeze(): ClockReading;
  /** Makes it go on, second by second. */
  run(): ClockReading;
}

/** What goes wrong in a session. */
export interface FaultControl {
  /** Every kind of fault, and whether contracts allow it. */
  kinds(): readonly FaultDescription[];
  /** Those that are on. */
  list(): readonly ActiveFault[];
  /** @param fault - as an object, or as text: `rate-limit:retryAfter=2,times=3` */
  add(fault: Fault | string): ActiveFault;
  remove(id: string): void;
  clear(): void;
}

/** Whether answers use what contracts leave open. */
export interface GreaseControl {
  /** What is left open, contract by contract. */
  kinds(): readonly GreaseDescription[];
  /** `undefined` when it is off. */
  read(): GreaseSettings | undefined;
  /** @param settings - `seed` is 1 by default, `features` all that there are */
  on(settings?: Partial<GreaseSettings>): GreaseSettings;
  off(): void;
}

/** A scenario, and whether it is the one that is served. */
export interface ScenarioDescription {
  readonly contract: string;
  readonly name: string;
  readonly title: string;
  readonly isLoaded: boolean;
}

export interface ScenarioControl {
  /** @param contract - the id of the only contract that is meant */
  list(contract?: string): readonly ScenarioDescription[];
  /**
   * Puts another scenario in place, its faults included.
   *
   * @param contract - the only contract that is meant; by default all that have a scenario of the name
   */
  load(name: string, contract?: string): readonly ScenarioDescription[];
}

/** Rows, scenarios and clock, kept under names. */
export interface SnapshotControl {
  /** Names, the oldest first. */
  list(): readonly string[];
  /** Keeps what is now; an older snapshot of the name is replaced. */
  save(name: string): void;
  restore(name: string): void;
  remove(name: string): void;
}

/** What clients sent to a session and what they got, secrets redacted. */
export interface JournalControl {
  /** The oldest first. */
  list(filter?: ExchangeFilter): readonly JournalEntry[];
  /** The same one by one, each described only when it is asked for. */
  entries(filter?: ExchangeFilter): Iterable<JournalEntry>;
  get(id: number): JournalEntry | undefined;
  /** As an archive that developer tools of browsers and proxies read. */
  har(filter?: ExchangeFilter): Har;
  clear(): void;
  /** @returns a function that ends the subscription */
  subscribe(listener: (entry: JournalEntry) => void, filter?: ExchangeFilter): () => void;
}

/** What an audit found out about a client. */
export interface ClientAudit extends Report {
  /** Whether no rule was broken that must or should be kept. */
  readonly isClean: boolean;
  /** Throws an error that says which rules were broken, if any were that must or should be kept. */
  toBeClean(): void;
}

/**
 * A session under control: the same operations as the administration has under `/__admin`.
 * What cannot be done is refused with an error that says what would be right, and changes nothing.
 */
export interface SessionControl {
  readonly id: string;
  /** The base URL with which a client is in the session, without a slash at the end. */
  readonly url: string;
  /** What is served, as it is now. */
  readonly contracts: readonly ContractDescription[];
  /** The address of a list of the first contract. */
  readonly listUrl: string;
  /** Headers, with credentials that work, for the list of the first contract. */
  readonly headers: Readonly<Record<string, string>>;
  readonly rows: RowControl;
  readonly clock: ClockControl;
  readonly faults: FaultControl;
  readonly grease: GreaseControl;
  readonly scenarios: ScenarioControl;
  readonly snapshots: SnapshotControl;
  readonly journal: JournalControl;
  /** The time on the clock, that of the first contract, in milliseconds since 1970. */
  now(): number;
  /**
   * Back to how it began: rows to those of the scenario that is loaded, clock, faults, grease and journal to what they were at
   * first. Snapshots stay.
   *
   * @param contract - the id of the only contract whose rows are meant; all else then stays
   */
  reset(contract?: string): void;
  /**
   * Judges the client by what the journal says.
   *
   * @param contract - the id of the only contract that is meant
   */
  audit(contract?: string): ClientAudit;
}

/** What a session is controlled with. */
interface ControlOptions {
  /** Gives the session whenever something is done with it. */
  readonly enter: () => Session;
  readonly library: () => FixtureLibrary;
  /** Scheme, host and prefix of the mock's address. */
  readonly origin: () => string;
}

/** Makes the control of a session. */
export function createSessionControl({ enter, library, origin }: ControlOptions): SessionControl {
  const urlOf = ({ prefix }: Session): string => origin() + prefix;
  const describeAll = (): readonly ContractDescription[] => {
    const session = enter();
    return session.lists.map((list) => describeContract(list, urlOf(session)));
  };
  const describeFirst = (): ContractDescription => {
    const session = enter();
    return describeContract(findList(session.lists, undefined), urlOf(session));
  };
  return {
    get id() {
      return enter().id;
    },
    get url() {
      return urlOf(enter());
    },
    get contracts() {
      return describeAll();
    },
    get listUrl() {
      return describeFirst().url;
    },
    get headers() {
      return describeFirst().headers;
    },
    rows: createRowControl(() => enter().lists),
    clock: createClockControl(enter),
    faults: createFaultControl(enter),
    grease: createGreaseControl(enter),
    scenarios: createScenarioControl(enter, library),
    snapshots: createSnapshotControl(enter),
    journal: createJournalControl(enter),
    now: () => findList(enter().lists, undefined).world.now(),
    reset(contract) {
      const session = enter();
      if (contract === undefined) session.reset();
      else findList(session.lists, contract).reset();
    },
    audit: (contract) => {
      const session = enter();
      return auditSession(session, urlOf(session), contract);
    },
  };
}
