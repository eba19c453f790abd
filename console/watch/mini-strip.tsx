import type { JSX } from 'preact';
import type { WalkSummary, Window } from '../admin/activity-types.ts';
import { windows } from './journal.ts';

const WIDTH = 150;
const HEIGHT = 14;
/** More windows than this are drawn as one. */
const MOST = 60;

/** How far a walk came, as a line: the window of each request where its rows lay, and where the walk was rejected. */
export function MiniStrip({ walk, isRefused }: { walk: WalkSummary; isRefused: boolean }): JSX.Element {
  const shown = walk.exchanges.flatMap((id) => windows.value.get(id) ?? []);
  const total = Math.max(walk.rows.total, 1, ...shown.map(({ last = 0 }) => last));
  const scale = WIDTH / total;
  const furthest = Math.max(0, ...shown.map(({ last = 0 }) => last));
  const at = Math.min(WIDTH - 9, furthest * scale + 4);
  const isShort = walk.rows.read < walk.rows.total;
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <rect class="rail" y="5" width={WIDTH} height="4" rx="2" />
      {joinWindows(shown).map(([first, last, isAgain], index) => (
        <rect
          key={index}
          class={isAgain ? 'window twice' : 'window'}
          x={(first - 1) * scale + 0.5}
          y={isAgain ? 4 : 2}
          width={Math.max(2, (last - first + 1) * scale - 1.5)}
          height={isAgain ? 6 : 10}
          rx="2"
        />
      ))}
      {isRefused && isShort && <path class="cross" d={`M${at} 3l8 8m0-8l-8 8`} />}
    </svg>
  );
}

/** Windows with their places, and whether rows of them were read before; of too many, all as one. */
function joinWindows(shown: readonly Window[]): readonly (readonly [first: number, last: number, isAgain: boolean])[] {
  const placed = shown.flatMap(({ first, last }) =>
    first === undefined || last === undefined ? [] : [[first, last] as const],
  );
  if (placed.length > MOST) {
    return [[Math.min(...placed.map(([first]) => first)), Math.max(...placed.map(([, last]) => last)), false]];
  }
  return placed.map(([first, last], index) => {
    return [first, last, placed.slice(0, index).some((one) => first <= one[1] && one[0] <= last)] as const;
  });
}
