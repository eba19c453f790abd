import { finish } from '../../store/work.ts';
import { type ContractDescription, describeContract } from '../routing/contract-description.ts';
import { findList } from '../routing/router.ts';
import type { ScenarioLibrary } from '../sessions/scenario-library.ts';
import type { Session } from '../sessions/session.ts';
import { changeSession } from './change-log.ts';
import { type ChangeControl, createChangeControl } from './changes.ts';
import { type CheckControl, createCheckControl } from './checks.ts';
import { type ClockControl, createClockControl } from './clock.ts';
import { createDemoControl, type DemoControl } from './demos.ts';
import { createDeviationControl, type DeviationControl } from './deviations.ts';
import { createFaultControl, createGreaseControl, type FaultControl, type GreaseControl } from './faults.ts';
import { createHoldControl, type HoldControl } from './holds.ts';
import {
  type AuditOptions,
  auditSession,
  type ClientAudit,
  createJournalControl,
  type JournalControl,
  readAuditOptions,
} from './journal.ts';
import { createViewControl, type ViewControl } from './list-views.ts';
import { type ContractModel, describeModel } from './model.ts';
import { createRowControl, type RowControl } from './rows.ts';
import {
  createScenarioControl,
  createSnapshotControl,
  type ScenarioControl,
  type SnapshotControl,
} from './scenarios.ts';
import { createWalkControl, type WalkControl } from './walks.ts';

/**
 * Controls a session, with the same operations as the admin API below `/__admin`.
 * What is not possible throws a {@link PagewrightError}, and changes nothing.
 */
export interface SessionControl {
  readonly id: string;
  /** The base URL that puts a client into the session, without a slash at the end. */
  readonly url: string;
  /** What is served, as it is now. */
  readonly contracts: readonly ContractDescription[];
  /** The URL of a list of the first contract. */
  readonly listUrl: string;
  /** Headers, with credentials that work, for the list of the first contract. */
  readonly headers: Readonly<Record<string, string>>;
  readonly rows: RowControl;
  /** What requests select. */
  readonly views: ViewControl;
  readonly clock: ClockControl;
  readonly faults: FaultControl;
  readonly grease: GreaseControl;
  readonly deviations: DeviationControl;
  readonly holds: HoldControl;
  readonly checks: CheckControl;
  readonly demos: DemoControl;
  readonly scenarios: ScenarioControl;
  readonly snapshots: SnapshotControl;
  readonly journal: JournalControl;
  /** How requests belong together, and what they have read. */
  readonly walks: WalkControl;
  /** What has changed, to be seen and taken back. */
  readonly changes: ChangeControl;
  /**
   * What a contract says of its list.
   *
   * @param contract - its id; by default the first one
   */
  model(contract?: string): ContractModel;
  /** The time on the clock, that of the first contract, in milliseconds since 1970. */
  now(): number;
  /**
   * Resets the session to how it began, its first scenario included: rows, clock, faults, grease and journal. Snapshots stay.
   *
   * @param contract - the id of the only contract whose scenario and rows are reset; all else then stays
   */
  reset(contract?: string): void;
  /**
   * Audits the client by the journal.
   *
   * @param options - which rules count and what the client is said to read; or the id of the only contract that is meant
   * @throws {PagewrightError} `unknown-contract`; `invalid-option` for a name that no rule has
   */
  audit(options?: string | AuditOptions): ClientAudit;
}

interface ControlOptions {
  /** Finds the session, each time that something is done with it. */
  readonly enter: () => Session;
  readonly library: () => ScenarioLibrary;
  /** Scheme, host and prefix of the mock's address. */
  readonly origin: () => string;
}

/** Creates the control of a session. */
export function createSessionControl({ enter, library, origin }: ControlOptions): SessionControl {
  const urlOf = ({ prefix }: Session): string => origin() + prefix;
  const describeAll = (): readonly ContractDescription[] => {
    const session = enter();
    return session.lists.map((list) => describeContract(list, urlOf(session), session.lists));
  };
  const describeFirst = (): ContractDescription => {
    const session = enter();
    return describeContract(findList(session.lists, undefined), urlOf(session), session.lists);
  };
  const control: SessionControl = {
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
    rows: createRowControl(enter),
    views: createViewControl(enter),
    model: (contract) => describeModel(findList(enter().lists, contract).contract),
    clock: createClockControl(enter),
    faults: createFaultControl(enter),
    grease: createGreaseControl(enter),
    deviations: createDeviationControl(enter),
    holds: createHoldControl(enter),
    checks: createCheckControl(enter, urlOf),
    demos: createDemoControl({ enter, library, control: () => control }),
    scenarios: createScenarioControl(enter, library),
    snapshots: createSnapshotControl(enter),
    journal: createJournalControl(enter),
    walks: createWalkControl(enter),
    changes: createChangeControl(enter),
    now: () => findList(enter().lists, undefined).state.now(),
    reset(contract) {
      const session = enter();
      const list = contract === undefined ? undefined : findList(session.lists, contract);
      const summary = list === undefined ? 'session reset' : `list of ${list.contract.id} reset`;
      changeSession(
        session,
        () => ({ kind: 'reset', summary, contract }),
        () => (list ?? session).reset(),
      );
    },
    audit: (options) => {
      const session = enter();
      return finish(auditSession(session, urlOf(session), readAuditOptions(options)));
    },
  };
  return control;
}
