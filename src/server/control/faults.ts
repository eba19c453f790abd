import type { FaultDescription } from '../../alter/faults/applicability.ts';
import { describeFaults } from '../../alter/faults/applicability.ts';
import type { ActiveFault } from '../../alter/faults/board.ts';
import type { Fault } from '../../alter/faults/kinds.ts';
import { parseFault } from '../../alter/faults/parse.ts';
import type { GreaseDescription } from '../../alter/grease/features.ts';
import { describeFeatures } from '../../alter/grease/features.ts';
import { PagewrightError } from '../../contract/error.ts';
import type { GreaseSettings } from '../options.ts';
import { readGrease } from '../options.ts';
import type { Session } from '../sessions/session.ts';

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
    add: (fault) => enter().faults.add(parseFault(fault)),
    remove(id) {
      const { faults } = enter();
      const ids = faults.list().map((fault) => fault.id);
      if (faults.remove(id)) return;
      const active = ids.length === 0 ? 'none is active' : `active are ${ids.join(', ')}`;
      throw new PagewrightError('unknown-fault', `Unknown fault ${id}: ${active}`);
    },
    clear: () => enter().faults.clear(),
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
      session.grease = readGrease(settings);
      return session.grease;
    },
    off() {
      enter().grease = undefined;
    },
  };
}
