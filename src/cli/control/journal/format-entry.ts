import { makeVisibleLine } from '../../../../conformance/report/text/make-visible.ts';
import type { JournalEntry } from '../../../journal/journal-entry.ts';
import type { Paint } from '../../text/create-paint.ts';

/**
 * An exchange on one line: id, time (UTC), method, status, duration, URL and faults. Columns line up with those of other
 * exchanges, whatever comes later.
 *
 * @param origin - which URLs of the mock begin with; it is left out
 */
export function formatEntry(entry: JournalEntry, origin: string, paint: Paint): string {
  const { id, at, request, response, durationMs, faults = [] } = entry;
  const url = request.url.startsWith(`${origin}/`) ? request.url.slice(origin.length) : request.url;
  const columns = [
    paint.dim(String(id).padStart(5)),
    paint.dim(at.slice(11)),
    request.method.padEnd(6),
    paintStatus(response?.status, paint),
    `${formatDuration(durationMs)} ms`.padStart(9),
    makeVisibleLine(url),
    ...(faults.length === 0 ? [] : [paint.careful(`[${faults.join(', ')}]`)]),
  ];
  return columns.join('  ');
}

/** Milliseconds, with a fraction where they are few. */
function formatDuration(ms: number): string {
  return ms < 10 ? ms.toFixed(1) : ms.toFixed(0);
}

function paintStatus(status: number | undefined, paint: Paint): string {
  // No response came: the connection was reset.
  if (status === undefined) return paint.bad('---');
  if (status >= 500) return paint.bad(String(status));
  return status >= 400 ? paint.careful(String(status)) : paint.good(String(status));
}
