import type { Session } from '../sessions/session.ts';
import { type Change, openChangeLog } from './change-log.ts';

/**
 * What has changed in a session: rows, whoever changed them, and what its control changed else. Recording begins with the first call.
 */
export interface ChangeControl {
  /**
   * The changes that are kept, the oldest first.
   *
   * @param since - the id of the change after which they came
   */
  list(since?: number): readonly Change[];
  /**
   * Takes back the newest change that was not taken back.
   *
   * @returns the change
   * @throws {PagewrightError} `nothing-to-undo`
   */
  undo(): Change;
  /** @param listener - is called with each new change, and again when it is taken back. @returns ends the subscription */
  subscribe(listener: (change: Change) => void): () => void;
}

/** Creates the control of a session's changes. */
export function createChangeControl(enter: () => Session): ChangeControl {
  return {
    list: (since = 0) => openChangeLog(enter()).changes.filter(({ id }) => id > since),
    undo: () => openChangeLog(enter()).undo(),
    subscribe: (listener) => openChangeLog(enter()).subscribe(listener),
  };
}
