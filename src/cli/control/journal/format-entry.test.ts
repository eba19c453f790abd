import { describe, expect, it } from '@jest/globals';
import type { JournalEntry } from '../../../journal/journal-entry.ts';
import { createPaint } from '../../text/create-paint.ts';
import { formatEntry } from './format-entry.ts';

const plain = createPaint({ write: () => {} }, {});
const entry = (status: number | undefined, url: string, parts: Partial<JournalEntry> = {}): JournalEntry => ({
  id: 7,
  session: 'default',
  at: '2026-05-05T09:30:01.234Z',
  clock: '2026-05-05T09:30:00.000Z',
  durationMs: 3.456,
  request: { method: 'GET', url, headers: {} },
  ...(status !== undefined && { response: { status, headers: {}, body: '' } }),
  ...parts,
});
const format = (...parts: Parameters<typeof entry>): string => formatEntry(entry(...parts), 'http://h:1', plain);

describe('formatEntry', () => {
  it('lines up what was asked and answered', () => {
    expect(format(200, 'http://h:1/x?a=b')).toBe('    7  09:30:01.234Z  GET     200     3.5 ms  /x?a=b');
    expect(
      format(undefined, 'http://h:1/x', { id: 12345, durationMs: 1500.4, faults: ['latency', 'connection-reset'] }),
    ).toBe('12345  09:30:01.234Z  GET     ---    1500 ms  /x  [latency, connection-reset]');
  });

  it('keeps the host where it is another one, and shows no control characters', () => {
    expect(format(404, 'http://h:12/x')).toContain('  http://h:12/x');
    expect(format(404, 'http://h:1/\u009b31m')).toContain('  /\\u009b31m');
  });

  it('paints statuses by how well they went', () => {
    const painted = createPaint({ write: () => {}, isTTY: true }, {});
    const colours = [200, 404, 503, undefined].map((status) => {
      return /\[(3\d)m/.exec(formatEntry(entry(status, 'http://h:1/'), 'http://h:1', painted))?.[1];
    });
    expect(colours).toEqual(['32', '33', '31', '31']);
  });
});
