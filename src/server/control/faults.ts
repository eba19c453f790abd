import type { FaultDescription } from '../../alter/faults/applicability.ts';
import { describeFaults } from '../../alter/faults/applicability.ts';
import type { ActiveFault } from '../../alter/faults/board.ts';
import type { Fault } from '../../alter/faults/kinds.ts';
import { parseFault } from '../../alter/faults/parse.ts';
import type { GreaseDescription } from '../../alter/grease/features.ts';
import { describeFeatures } from '../../alter/grease/features.ts';
import type { GreaseSettings } from '../../alter/grease/grease.ts';
import { PagewrightError } from '../../contract/error.ts';
import { readGrease } from '../options.ts';
import type { Session } from '../sessions/session.ts';
import { changeSession, type SettingChange } from './change-log.ts';

/** The faults of a session. */
export interface FaultControl {
  /** Every kind of fault, and whether the contracts allow it. */
  available(): readonly FaultDescription[];
  /** @deprecated the same as {@link FaultControl.available} */
  kinds(): readonly FaultDescription[];
  /** The active faults. */
  list(): readonly ActiveFault[];
  /** @param fault - as an object, or as text: `rate-limit:retryAfter=2,times=3` */
  add(fault: Fault | string): ActiveFault;
  remove(id: string): void;
  clear(): void;
}

/** Whether responses vary in what contracts leave open. */
export interface GreaseControl {
  /** What each contract leaves open. */
  available(): readonly GreaseDescription[];
  /** @deprecated the same as {@link GreaseControl.available} */
  kinds(): readonly GreaseDescription[];
  /** The settings; `undefined` when it is off. */
  read(): GreaseSettings | undefined;
  /** @param settings - `seed` is 1 by default, `features` all that are available */
  on(settings?: Partial<GreaseSettings>): GreaseSettings;
  off(): void;
}

/** Creates the control of a session's faults. */
export function createFaultControl(enter: () => Session): FaultControl {
  const available = (): readonly FaultDescription[] => describeFaults(enter().lists.map(({ contract }) => contract));
  return {
    available,
    kinds: available,
    list: () => enter().faults.list(),
    add(fault) {
      const session = enter();
      const describe = ({ kind }: Fault): SettingChange => ({ kind: 'fault', summary: `fault ${kind} added` });
      return changeSession(session, describe, () => session.faults.add(parseFault(fault)));
    },
    remove(id) {
      const session = enter();
      const { faults } = session;
      const active = faults.list();
      const ids = active.map((fault) => fault.id);
      const found = active.find((fault) => fault.id === id);
      if (found !== undefined) {
        const describe = (): SettingChange => ({ kind: 'fault', summary: `fault ${found.kind} removed` });
        changeSession(session, describe, () => faults.remove(id));
        return;
      }
      const known = ids.length === 0 ? 'none is active' : `active are ${ids.join(', ')}`;
      throw new PagewrightError('unknown-fault', `Unknown fault ${id}: ${known}`);
    },
    clear() {
      const session = enter();
      const { faults } = session;
      const describe = (): SettingChange => ({ kind: 'fault', summary: 'all faults removed' });
      if (faults.list().length > 0) changeSession(session, describe, () => faults.clear());
    },
  };
}

/** Creates the control of a session's grease. */
export function createGreaseControl(enter: () => Session): GreaseControl {
  const available = (): readonly GreaseDescription[] => describeFeatures(enter().lists.map(({ contract }) => contract));
  return {
    available,
    kinds: available,
    read: () => enter().grease,
    on(settings = {}) {
      const session = enter();
      const wanted = readGrease(settings);
      const summary = `grease on, seed ${wanted.seed}`;
      return changeSession(
        session,
        () => ({ kind: 'grease', summary }),
        () => {
          session.grease = wanted;
          return wanted;
        },
      );
    },
    off() {
      const session = enter();
      if (session.grease === undefined) return;
      changeSession(
        session,
        () => ({ kind: 'grease', summary: 'grease off' }),
        () => {
          session.grease = undefined;
        },
      );
    },
  };
}
