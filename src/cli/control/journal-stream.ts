import { setTimeout } from 'node:timers/promises';
import { PagewrightError } from '../../contract/error.ts';
import type { JournalEntry } from '../../journal/journal-entry.ts';
import type { AdminClient, Query } from './admin-client.ts';

export interface FollowOptions {
  readonly admin: Pick<AdminClient, 'stream'>;
  readonly filter: Query;
  /** The id of the last known exchange: later ones come first. Without it, only new ones come. */
  readonly since?: string | undefined;
  onEntry(entry: JournalEntry): void;
  /** The connection was lost and will be retried. */
  onLoss(): void;
  onReturn(): void;
  /** Ends the stream. */
  readonly signal: AbortSignal;
  /** Milliseconds before the first retry; 1,000 by default. Each failed retry doubles it, up to ten times as long. */
  readonly retryMs?: number;
  /** Waits between retries; rejects when the signal aborts. A timer by default. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

const DEFAULT_RETRY = 1000;
const MAX_GROWTH = 10;

const sleep: NonNullable<FollowOptions['wait']> = (ms, signal) => setTimeout(ms, undefined, { signal });

/**
 * Follows the exchanges of a mock as they happen, until the signal aborts. After a lost connection, the stream resumes where it
 * was, as far as the journal reaches back.
 *
 * @throws {PagewrightError} when the first connection fails, or the mock rejects it
 */
export async function followJournal(options: FollowOptions): Promise<void> {
  const { admin, filter, onEntry, signal } = options;
  const gap = createGap(options);
  let lastId = options.since;
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
      if (!hasBegun || isRejection(error)) throw error;
    }
    await gap.wait();
  }
}

/** The time between one stream and the next, which is reported once, however many retries fail. */
function createGap(options: FollowOptions): { end(): void; wait(): Promise<void> } {
  const { onLoss, onReturn, signal, retryMs = DEFAULT_RETRY, wait = sleep } = options;
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
      pause = Math.min(pause * 2, retryMs * MAX_GROWTH);
      // Aborting ends the wait.
      await wait(ms, signal).catch(() => {});
    },
  };
}

/** The mock would reject a retry, too. */
function isRejection(error: unknown): boolean {
  return error instanceof PagewrightError && error.code === 'usage';
}

export interface ServerEvent {
  /** Empty if the server sends none. */
  readonly id: string;
  readonly data: string;
}

/**
 * Parses server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). Events without data are skipped.
 *
 * @param body - bytes, in pieces of any size
 */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let pending = '';
  let event = { id: '', data: [] as string[] };
  for await (const bytes of body) {
    pending += decoder.decode(bytes, { stream: true });
    // A carriage return at the end may be half of a pair.
    const lines = pending.split(/\r\n|\n|\r(?!$)/);
    pending = lines.pop() ?? '';
    for (const line of lines) {
      if (line !== '') {
        event = addLine(event, line);
        continue;
      }
      if (event.data.length > 0) yield { id: event.id, data: event.data.join('\n') };
      event = { id: event.id, data: [] };
    }
  }
}

interface PartialEvent {
  readonly id: string;
  readonly data: string[];
}

function addLine({ id, data }: PartialEvent, line: string): PartialEvent {
  const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
  if (name === 'id') return { id: value, data };
  return name === 'data' ? { id, data: [...data, value] } : { id, data };
}
