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
  /** The stream has ended, and is asked for again. */
  onLoss(): void;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** How long to wait before it is asked for again, in milliseconds; a second by default. */
  readonly retryMs?: number;
}

const USUAL_RETRY = 1000;

/**
 * Follows the exchanges of a mock as they happen, until it is told to end. A stream that breaks off is taken up again where it
 * was: nothing is missed that the journal still has.
 *
 * @throws {CliError} when it cannot be had at first, or is refused
 */
export async function followJournal(following: Following): Promise<void> {
  const { admin, filter, onEntry, onLoss, signal, retryMs = USUAL_RETRY } = following;
  let lastId = following.since;
  let hasBegun = false;
  while (!signal.aborted) {
    try {
      const body = await admin.stream('/journal/stream', { query: filter, lastId, signal });
      hasBegun = true;
      for await (const { id, data } of readEvents(body)) {
        if (id !== '') lastId = id;
        onEntry(JSON.parse(data) as JournalEntry);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!hasBegun || isRefusal(error)) throw error;
    }
    onLoss();
    // Told to end while it waits, it ends.
    await setTimeout(retryMs, undefined, { signal }).catch(() => {});
  }
}

/** What the mock refuses now, it will refuse again. */
function isRefusal(error: unknown): boolean {
  return error instanceof CliError && error.exitCode === EXIT_CODES.usage;
}
