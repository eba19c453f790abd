import { setTimeout } from 'node:timers/promises';
import type { JournalEntry } from '../../../journal/journal-entry.ts';
import { CliError, EXIT_CODES } from '../../cli-error.ts';
import type { AdminClient, Query } from '../administration/admin-client.ts';
import { readEvents } from '../administration/read-events.ts';

/** How exchanges are followed. */
export interface Following {
  readonly admin: Pick<AdminClient, 'stream'>;
  /** Which exchanges are wanted. */
  readonly filter: Query;
  /** The id of the last exchange that is known: those after it come first. Without it, only those to come. */
  readonly since?: string | undefined;
  onEntry(entry: JournalEntry): void;
  /** The stream has ended, and is asked for until it is there again. */
  onLoss(): void;
  /** It is there again. */
  onReturn(): void;
  /** Ends it. */
  readonly signal: AbortSignal;
  /**
   * How long to wait before it is asked for again, in milliseconds; a second by default. Each time in vain doubles it, up to ten
   * times as long.
   */
  readonly retryMs?: number;
  /** How to wait; it rejects when it is told to end. A real wait by default. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

const USUAL_RETRY = 1000;
const MOST_GROWTH = 10;

const sleep: NonNullable<Following['wait']> = (ms, signal) => setTimeout(ms, undefined, { signal });

/**
 * Follows the exchanges of a mock as they happen, until it is told to end. A stream that breaks off is taken up again where it
 * was: nothing is missed that the journal still has.
 *
 * @throws {CliError} when it cannot be had at first, or is refused
 */
export async function followJournal(following: Following): Promise<void> {
  const { admin, filter, onEntry, signal } = following;
  const gap = createGap(following);
  let lastId = following.since;
  let hasBegun = false;
  while (!signal.aborted) {
    try {
      const body = await admin.stream('/journal/stream', { query: filter, lastId, signal });
      hasBegun = true;
      gap.end();
      for await (const { id, data } of readEvents(body)) {
        if (id !== '') lastId = id;
        onEntry(JSON.parse(data) as JournalEntry);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!hasBegun || isRefusal(error)) throw error;
    }
    await gap.wait();
  }
}

/** What is between one stream and the next: it is told of once, however often the next is asked for in vain. */
function createGap(following: Following): { end(): void; wait(): Promise<void> } {
  const { onLoss, onReturn, signal, retryMs = USUAL_RETRY, wait = sleep } = following;
  let isLost = false;
  let pause = retryMs;
  return {
    end() {
      if (isLost) onReturn();
      isLost = false;
      pause = retryMs;
    },
    async wait() {
      if (!isLost) onLoss();
      isLost = true;
      const ms = pause;
      pause = Math.min(pause * 2, retryMs * MOST_GROWTH);
      // Told to end while it waits, it ends.
      await wait(ms, signal).catch(() => {});
    },
  };
}

/** What the mock refuses now, it will refuse again. */
function isRefusal(error: unknown): boolean {
  return error instanceof CliError && error.exitCode === EXIT_CODES.usage;
}
