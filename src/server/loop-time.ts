import { cpus, loadavg } from 'node:os';
import { setTimeout } from 'node:timers';
import { countWhile } from '../store/ordered-slots.ts';

/** How often it is looked whether the loop keeps time, in milliseconds. */
const TICK = 5;
/** Timers are not exact: up to so many milliseconds are no lateness. */
const INEXACT = 2;
/** For how much of its own time the loop is watched each time. */
const WATCHED = 200;
/** How many stretches of lateness, and measures of load, are remembered. */
const MAX_KEPT = 4096;
/** Loads that are closer together tell nothing new, in milliseconds. */
const LOAD_INTERVAL = 250;
/** However busy a machine is, a client gets on. */
const MAX_SHARE = 10;

/** When the event loop was busy or not run at all, in milliseconds since 1970. */
interface Stall {
  readonly from: number;
  readonly to: number;
}

/** How much longer everything takes from a time on, as others want to run, too; at least 1. */
interface Load {
  readonly from: number;
  readonly share: number;
}

interface Machine {
  readonly now: () => number;
  /** Calls back after so many milliseconds. */
  readonly wait: (act: () => void, ms: number) => void;
  /** How many want to run for each processor; 0 where nobody knows. */
  readonly load: () => number;
}

const MACHINE: Machine = {
  now: () => Date.now(),
  wait: (act, ms) => void setTimeout(act, ms).unref(),
  load: () => (loadavg()[0] ?? 0) / Math.max(1, cpus().length),
};

/**
 * The time that processes of this machine get: on a busy one less than passes. What a client sends then comes late, and what came in
 * time is read late; neither must be held against it. It is measured only for a moment after it was asked for, so that it costs
 * nothing otherwise: by the load of the machine, which the client shares, and by how late the event loop is.
 */
export class LoopTime {
  readonly #machine: Machine;
  readonly #stalls: Stall[] = [];
  readonly #loads: Load[] = [];
  /** When the next tick is due; absent: nothing is measured. */
  #due: number | undefined;
  #ticks = 0;

  /** @param machine - this one by default */
  constructor(machine: Machine = MACHINE) {
    this.#machine = machine;
  }

  /** Measures from now on, for a moment. */
  watch(): void {
    this.#noteLoad();
    this.#ticks = WATCHED / TICK;
    if (this.#due === undefined) this.#schedule();
  }

  /**
   * When a process has got some time since a moment.
   *
   * @param since - in milliseconds since 1970, as is what is returned
   * @param ms - not more than it is watched for
   */
  after(since: number, ms: number): number {
    // It is measured when the response is sent, which may be noted a little earlier.
    const load =
      this.#loads[countWhile(this.#loads.length, (index) => (this.#loads[index] as Load).from <= since + TICK) - 1];
    let end = since + ms * (load?.share ?? 1);
    const stalls = this.#listStalls();
    for (
      let index = countWhile(stalls.length, (at) => (stalls[at] as Stall).to <= since);
      index < stalls.length;
      index += 1
    ) {
      const { from, to } = stalls[index] as Stall;
      if (from >= end) break;
      end += to - Math.max(from, since);
    }
    return end;
  }

  #noteLoad(): void {
    const from = this.#machine.now();
    const last = this.#loads.at(-1);
    if (last !== undefined && from - last.from < LOAD_INTERVAL) return;
    // Who has waited for long is run first, so that nobody waits for all the others.
    const share = Math.min(MAX_SHARE, Math.max(1, (1 + this.#machine.load()) / 2));
    if (last === undefined || last.share !== share) keep(this.#loads, { from, share });
  }

  #schedule(): void {
    const due = this.#machine.now() + TICK;
    this.#due = due;
    this.#machine.wait(() => this.#tick(due), TICK);
  }

  #tick(due: number): void {
    const now = this.#machine.now();
    if (now - due > INEXACT) keep(this.#stalls, { from: due, to: now });
    this.#ticks -= 1;
    if (this.#ticks > 0) this.#schedule();
    else this.#due = undefined;
  }

  /** With that which goes on now. */
  #listStalls(): readonly Stall[] {
    const now = this.#machine.now();
    const due = this.#due ?? now;
    return now - due > INEXACT ? [...this.#stalls, { from: due, to: now }] : this.#stalls;
  }
}

function keep<Value>(list: Value[], value: Value): void {
  list.push(value);
  if (list.length > MAX_KEPT) list.shift();
}

/** That of this process. */
export const loopTime: LoopTime = new LoopTime();
