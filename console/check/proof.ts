import type { Window } from '../admin/activity-types.ts';
import type { CausePicture } from '../admin/check-types.ts';
import { drawPicture, type Picture } from '../strip/picture.ts';

/**
 * Puts the picture that a report has of a cause on the strip.
 *
 * @returns of any server, as it needs nothing but the report
 */
export function drawProof({ rows, before, pages, lost, repeated }: CausePicture): Picture {
  const name = (index: number): string => rows[index] ?? '';
  const windows = pages.map((page, index) => {
    return toWindow(index, page.rows.map(name), page.request.split('?').slice(1).join('?'));
  });
  // A proof keeps some of the requests: what came by others was read, too.
  const seen = countEach(windows.flatMap(({ identities }) => identities));
  const [missing, twice] = [new Set(lost), new Set(repeated)];
  const rest = rows.flatMap((one, index) => {
    const times = missing.has(index) ? 0 : twice.has(index) ? 2 : 1;
    return Array.from({ length: Math.max(0, times - (seen.get(one) ?? 0)) }, () => one);
  });
  const { lanes, troubles, ...picture } = drawPicture({
    rows: rows.map((one, index) => ({ place: before + index + 1, identity: one, row: {} })),
    ties: [],
    windows: [...windows, toWindow(pages.length, rest, '')],
    isComplete: true,
  });
  return {
    ...picture,
    lanes: lanes.slice(0, -1),
    troubles: troubles.map((one) => ({ ...one, lanes: one.lanes.filter((lane) => lane < pages.length) })),
  };
}

function toWindow(index: number, identities: readonly string[], query: string): Window {
  const known = { status: 200, query, contract: '', at: '', durationMs: 0 };
  return { ...known, exchange: index + 1, count: identities.length, identities };
}

function countEach(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
