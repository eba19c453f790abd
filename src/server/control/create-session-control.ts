import type { FixtureLibrary } from '../fixtures/fixture.ts';
import { createRowControl } from '../rows/create-row-control.ts';
import type { Session } from '../sessions/session.ts';
import { type ContractDescription, describeContract } from '../site/describe-contract.ts';
import { findList } from '../site/find-list.ts';
import { auditSession } from './audit-session.ts';
import { createClockControl } from './create-clock-control.ts';
import { createFaultControl } from './create-fault-control.ts';
import { createGreaseControl } from './create-grease-control.ts';
import { createJournalControl } from './create-journal-control.ts';
import { createScenarioControl } from './create-scenario-control.ts';
import { createSnapshotControl } from './create-snapshot-control.ts';
import type { SessionControl } from './session-control.ts';

/** What a session is controlled with. */
export interface ControlOptions {
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
