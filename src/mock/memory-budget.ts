/** One who holds memory that it can do without. */
export interface MemoryUser {
  /** Gives up about so many bytes, and says with `MemoryShare.resize` how many it holds then. */
  release(bytes: number): void;
}

/** What one user holds of a budget. */
export interface MemoryShare {
  /** @param bytes - how many the user holds now, more or fewer than before */
  resize(bytes: number): void;
  /** Takes no part any more: what the user holds from then on is not counted, and it is asked for nothing. */
  end(): void;
}

/** Where memory is taken from. */
export interface MemoryPool {
  /** Begins to count what a user holds; it starts with nothing. */
  open(user: MemoryUser): MemoryShare;
}

interface Share extends MemoryShare {
  readonly user: MemoryUser;
  bytes: number;
}

/** Whoever holds most gives up this part of the limit at a time, so that it is looked for seldom. */
const RELEASED_PART = 1 / 16;

/**
 * One limit for the memory of many users, the sessions of a server. A user alone may have all of it; when they have more
 * together than there is, the one that holds most gives up some.
 */
export class MemoryBudget implements MemoryPool {
  readonly #shares = new Set<Share>();
  readonly #limit: number;
  #used = 0;

  /** @param limit - in bytes */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes that all users hold together. */
  get used(): number {
    return this.#used;
  }

  open(user: MemoryUser): MemoryShare {
    const share: Share = {
      user,
      bytes: 0,
      resize: (bytes) => {
        if (!this.#shares.has(share)) return;
        this.#used += bytes - share.bytes;
        share.bytes = bytes;
        if (this.#used > this.#limit) this.#reclaim();
      },
      end: () => {
        if (this.#shares.delete(share)) this.#used -= share.bytes;
      },
    };
    this.#shares.add(share);
    return share;
  }

  /** A part of it that ends as a whole. */
  divide(): MemoryPool & Pick<MemoryShare, 'end'> {
    const shares: MemoryShare[] = [];
    return {
      open: (user) => {
        const share = this.open(user);
        shares.push(share);
        return share;
      },
      end() {
        for (const share of shares) share.end();
      },
    };
  }

  #reclaim(): void {
    const largest = [...this.#shares].reduce((one, other) => (other.bytes > one.bytes ? other : one));
    largest.user.release(Math.max(this.#limit * RELEASED_PART, this.#used - this.#limit));
  }
}
