import { describeFaults } from '../../fault/describe-faults.ts';
import { parseFault } from '../../fault/parse-fault.ts';
import { ServerError } from '../server-error.ts';
import type { Session } from '../sessions/session.ts';
import type { FaultControl } from './session-control.ts';

/** Makes the control of what goes wrong in a session. */
export function createFaultControl(enter: () => Session): FaultControl {
  return {
    kinds: () => describeFaults(enter().lists.map(({ contract }) => contract)),
    list: () => enter().faults.list(),
    add: (fault) => enter().faults.add(parseFault(fault)),
    remove(id) {
      const { faults } = enter();
      const ids = faults.list().map((fault) => fault.id);
      if (faults.remove(id)) return;
      const on = ids.length === 0 ? 'none is on' : `those that are on: ${ids.join(', ')}`;
      throw new ServerError('unknown-fault', `no fault ${id} is on; ${on}`);
    },
    clear: () => enter().faults.clear(),
  };
}
