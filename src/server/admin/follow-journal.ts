import type { ExchangeFilter } from '../../journal/exchange-filter.ts';
import type { JournalEntry } from '../../journal/journal-entry.ts';
import type { JournalControl } from '../control/session-control.ts';

/** A reader of a journal that goes on. */
export interface Follower {
  /** Goes on after a write that asked for a pause. */
  resume(): void;
  stop(): void;
}

/**
 * Writes the exchanges of a journal as they come, as fast as they are taken: what a slow reader is behind waits in the journal,
 * which is bounded, and nowhere else.
 *
 * @param filter - which are wanted; with `since`, those that are kept and came after it are written first
 * @param write - takes an entry; `false` asks for a pause, until `resume`
 */
export function followJournal(
  journal: JournalControl,
  { since, limit: _latest, ...filter }: ExchangeFilter,
  write: (entry: JournalEntry) => boolean,
): Follower {
  let last = since ?? journal.list({ limit: 1 })[0]?.id ?? 0;
  let isPaused = false;

  function take(entry: JournalEntry): void {
    last = entry.id;
    isPaused = !write(entry);
  }

  function catchUp(): void {
    isPaused = false;
    for (const entry of journal.entries({ ...filter, since: last })) {
      take(entry);
      if (isPaused) return;
    }
  }

  catchUp();
  const unsubscribe = journal.subscribe((entry) => {
    if (!isPaused) take(entry);
  }, filter);
  return { resume: catchUp, stop: unsubscribe };
}
