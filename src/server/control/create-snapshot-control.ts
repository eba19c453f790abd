import { ServerError } from '../server-error.ts';
import type { Session } from '../sessions/session.ts';
import type { SnapshotControl } from './session-control.ts';

const MOST_SNAPSHOTS = 100;
const NAME = /^[\w.-]{1,64}$/;

/** Makes the control of what a session keeps under names. */
export function createSnapshotControl(enter: () => Session): SnapshotControl {
  const find = (name: string): (() => void) => {
    const { snapshots } = enter();
    const restore = snapshots.get(name);
    if (restore !== undefined) return restore;
    const known = snapshots.size === 0 ? 'there are none' : `there are ${[...snapshots.keys()].join(', ')}`;
    throw new ServerError('unknown-snapshot', `there is no snapshot ${name}; ${known}`);
  };
  return {
    list: () => [...enter().snapshots.keys()],
    save(name) {
      const session = enter();
      requireName(name);
      if (session.snapshots.size >= MOST_SNAPSHOTS && !session.snapshots.has(name)) {
        throw new ServerError(
          'too-many-snapshots',
          `the session has ${MOST_SNAPSHOTS} snapshots already; remove one, or save under a name that it has`,
        );
      }
      session.snapshots.delete(name);
      session.snapshots.set(name, session.save());
    },
    restore: (name) => find(name)(),
    remove(name) {
      find(name);
      enter().snapshots.delete(name);
    },
  };
}

function requireName(name: string): void {
  if (typeof name === 'string' && NAME.test(name)) return;
  throw new ServerError(
    'invalid-option',
    `${JSON.stringify(String(name).slice(0, 80))} cannot be the name of a snapshot; expected 1 to 64 letters, digits, dots, dashes and underscores`,
  );
}
