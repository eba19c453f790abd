import type { Slot } from '../table.ts';

/** One change of a table: a row that went, a row that came, or both. */
export interface Change {
  readonly dead?: Slot;
  readonly born?: Slot;
}

/** How many changes are remembered; whoever is further behind does better to start anew. */
const MOST_CHANGES = 1024;

/** The latest changes of a table, so that what was derived from it can catch up. */
export class ChangeLog {
  #changes: Change[] = [];
  #forgotten = 0;

  /** How many changes there have been. */
  get version(): number {
    return this.#forgotten + this.#changes.length;
  }

  /** @returns a log of the same changes that goes on by itself */
  copy(): ChangeLog {
    const log = new ChangeLog();
    log.#changes = [...this.#changes];
    log.#forgotten = this.#forgotten;
    return log;
  }

  record(change: Change): void {
    this.#changes.push(change);
    if (this.#changes.length <= MOST_CHANGES) return;
    this.#changes = this.#changes.slice(MOST_CHANGES / 2);
    this.#forgotten += MOST_CHANGES / 2;
  }

  /** @returns the changes after a version, oldest first; `undefined` when some of them are forgotten */
  since(version: number): readonly Change[] | undefined {
    return version < this.#forgotten ? undefined : this.#changes.slice(version - this.#forgotten);
  }
}
