import { requireApplicable } from '../../alter/faults/applicability.ts';
import type { Fault } from '../../alter/faults/kinds.ts';
import { parseFault } from '../../alter/faults/parse.ts';
import { findList } from '../routing/router.ts';
import type { HeldRequest, HoldSettings } from '../sessions/holds.ts';
import type { Session } from '../sessions/session.ts';

/** What is held in a session. */
export interface HoldState {
  /** How many of the next requests are to be held. */
  readonly next: number;
  /** Requests that wait, the oldest first. */
  readonly held: readonly HeldRequest[];
}

/**
 * Breakpoints: requests of clients that wait until somebody answers them. After ten minutes they are answered as if they had not
 * been held.
 */
export interface HoldControl {
  read(): HoldState;
  /** Holds the next requests, in place of those that were to be held. @throws {PagewrightError} `invalid-option`, `unknown-contract` */
  next(settings?: HoldSettings): HoldState;
  /**
   * Answers a request that waits.
   *
   * @param fault - what it is answered with, as an object or as text; by default as if it had not been held
   * @throws {PagewrightError} `unknown-hold`, `invalid-fault`, `not-applicable`
   */
  answer(id: string, fault?: Fault | string): void;
  /** Holds no more requests, and answers those that wait. */
  clear(): void;
}

/** Creates the control of a session's breakpoints. */
export function createHoldControl(enter: () => Session): HoldControl {
  const read = (): HoldState => {
    const { next, held } = enter().holds;
    return { next, held };
  };
  return {
    read,
    next(settings = {}) {
      const { holds, lists } = enter();
      if (settings.contract !== undefined) findList(lists, settings.contract);
      holds.arm(settings);
      return read();
    },
    answer(id, fault) {
      const { holds, lists } = enter();
      if (fault === undefined) return holds.answer(id);
      const parsed = parseFault(fault);
      const concerned = holds.held.find((one) => one.id === id)?.contract;
      requireApplicable(
        parsed,
        lists
          .map(({ contract }) => contract)
          .filter((contract) => concerned === undefined || contract.id === concerned),
      );
      holds.answer(id, { faults: [parsed] });
    },
    clear: () => enter().holds.clear(),
  };
}
