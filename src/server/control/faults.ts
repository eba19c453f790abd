import { describeFaults } from '../../alter/faults/applicability.ts';
import { parseFault } from '../../alter/faults/parse.ts';
import { describeGreases, GREASES } from '../../alter/grease/features.ts';

import { ServerError } from '../server-error.ts';
import type { GreaseSettings, Session } from '../sessions/session.ts';
import type { FaultControl, GreaseControl } from './session-control.ts';

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

const USUAL_SEED = '1';

/** Makes the control of how a session's answers use what contracts leave open. */
export function createGreaseControl(enter: () => Session): GreaseControl {
  return {
    kinds: () => describeGreases(enter().lists.map(({ contract }) => contract)),
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

/**
 * Reads how answers are to be greased.
 *
 * @throws {ServerError} for an empty seed, or a feature that there is not
 */
export function readGrease(settings: Partial<GreaseSettings>): GreaseSettings {
  const stranger = Object.keys(settings).find((name) => name !== 'seed' && name !== 'features');
  if (stranger !== undefined) {
    throw new ServerError('invalid-option', `grease has no setting ${stranger}; expected seed, features`);
  }
  const { seed = USUAL_SEED, features } = settings;
  if (seed === '') throw new ServerError('invalid-option', 'the seed of grease is empty; expected a text or a number');
  const names: readonly string[] = GREASES.map(({ name }) => name);
  const unknown = features?.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new ServerError('invalid-option', `there is no grease ${unknown}; there are ${names.join(', ')}`);
  }
  return { seed: String(seed), ...(features !== undefined && { features }) };
}
