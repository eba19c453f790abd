import { describeGreases } from '../../grease/describe-greases.ts';
import { GREASES } from '../../grease/greases.ts';
import { ServerError } from '../server-error.ts';
import type { GreaseSettings, Session } from '../sessions/session.ts';
import type { GreaseControl } from './session-control.ts';

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
