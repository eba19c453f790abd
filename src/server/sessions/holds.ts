import type { Fault } from '../../alter/faults/kinds.ts';
import type { ContractId } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';

/** A request that waits until somebody answers it. */
export interface HeldRequest {
  /** Unique in its session. */
  readonly id: string;
  /** The id of the contract; absent for a path of none. */
  readonly contract?: ContractId;
  /** When it came, in ISO 8601. */
  readonly at: string;
  readonly method: string;
  /** Its path and query, without the session's prefix. */
  readonly target: string;
}

/** What becomes of a request that was held. */
export interface Release {
  /** What it is answered with; absent: as if it had not been held. */
  readonly faults?: readonly Fault[];
  /** Its client went away meanwhile. */
  readonly isGone?: true;
}

/** Which requests are held. */
export interface HoldSettings {
  /** How many of the next requests; 1 by default. */
  readonly times?: number;
  /** The id of the only contract whose requests are meant. */
  readonly contract?: ContractId;
}

/** The breakpoints of a session. */
export interface Holds {
  /** How many of the next requests are to be held. */
  readonly next: number;
  /** Those that wait, the oldest first. */
  readonly held: readonly HeldRequest[];
  /** @throws {PagewrightError} `invalid-option` */
  arm(settings: HoldSettings): void;
  /** Holds no more requests, and answers all that wait. */
  clear(): void;
  /** Whether a request is to be held. */
  wants(contract: ContractId | undefined): boolean;
  /**
   * Holds a request that is wanted.
   *
   * @param whenGone - calls back when its client goes away
   */
  hold(request: Omit<HeldRequest, 'id' | 'at'>, whenGone: (act: () => void) => void): Promise<Release>;
  /**
   * Lets a request go on.
   *
   * @throws {PagewrightError} `unknown-hold`
   */
  answer(id: string, release?: Release): void;
  /** @param listener - is called for each request that begins or ends to wait. @returns ends the subscription */
  subscribe(listener: (request: HeldRequest, isHeld: boolean) => void): () => void;
}

const MAX_HELD = 100;
/** A request that was forgotten goes on after this time, in milliseconds. */
const MAX_WAIT = 10 * 60_000;

/** Creates the breakpoints of a session: none, until somebody sets one. */
export function createHolds(): Holds {
  const waiting = new Map<string, { readonly request: HeldRequest; readonly release: (release: Release) => void }>();
  const listeners = new Set<(request: HeldRequest, isHeld: boolean) => void>();
  let only: ContractId | undefined;
  let count = 0;

  function release(id: string, how: Release): void {
    const found = waiting.get(id);
    if (found === undefined) return;
    waiting.delete(id);
    found.release(how);
    for (const listener of [...listeners]) listener(found.request, false);
  }

  const holds: Holds & { next: number } = {
    // No function: every request looks at it.
    next: 0,
    get held() {
      return [...waiting.values()].map(({ request }) => request);
    },
    arm({ times = 1, contract }) {
      if (!(Number.isInteger(times) && times >= 1 && times <= MAX_HELD)) {
        throw new PagewrightError(
          'invalid-option',
          `Invalid times ${times}: must be a whole number from 1 to ${MAX_HELD}`,
        );
      }
      holds.next = times;
      only = contract;
    },
    clear() {
      holds.next = 0;
      for (const id of [...waiting.keys()]) release(id, {});
    },
    wants: (contract) => holds.next > 0 && waiting.size < MAX_HELD && (only === undefined || only === contract),
    hold(request, whenGone) {
      holds.next -= 1;
      count += 1;
      const held: HeldRequest = { ...request, id: `held-${count}`, at: new Date().toISOString() };
      return new Promise((resolve) => {
        const timer = setTimeout(() => release(held.id, {}), MAX_WAIT).unref();
        waiting.set(held.id, {
          request: held,
          release(how) {
            clearTimeout(timer);
            resolve(how);
          },
        });
        whenGone(() => release(held.id, { isGone: true }));
        for (const listener of [...listeners]) listener(held, true);
      });
    },
    answer(id, how = {}) {
      if (waiting.has(id)) return release(id, how);
      const ids = waiting.size === 0 ? 'none is held' : `held are ${[...waiting.keys()].join(', ')}`;
      throw new PagewrightError('unknown-hold', `Unknown held request ${id}: ${ids}`);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return holds;
}
