import type { JSX } from 'preact';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { labelOf } from './layout.ts';
import { type StripProps, WORDS } from './strip-props.ts';

type StripTableProps = Pick<
  StripProps,
  'picture' | 'position' | 'nameRow' | 'lane' | 'row' | 'onLane' | 'onRow' | 'numbers'
>;

/** What the strip shows, as tables: its requests, and its rows. */
export function StripTable({
  picture,
  position,
  nameRow = (identity) => identity,
  lane,
  row,
  onLane,
  onRow,
  numbers,
}: StripTableProps): JSX.Element {
  const own = numbers ?? new Map(picture.lanes.map(({ window }, index) => [window.exchange, index + 1]));
  return (
    <div class="strip-tables">
      <ScrollRegion label="Requests">
        <table>
          <caption class="hidden">Requests, and where their rows lie now</caption>
          <thead>
            <tr>
              <th scope="col">Request</th>
              <th scope="col">Position</th>
              <th scope="col">Status</th>
              <th scope="col">Rows</th>
              <th scope="col">Now at</th>
            </tr>
          </thead>
          <tbody>
            {picture.lanes.map((one, index) => (
              <tr key={one.window.exchange} aria-current={index === lane || undefined}>
                <th scope="row">
                  <button type="button" class="place" onClick={() => onLane?.(index)}>
                    {own.get(one.window.exchange)}
                  </button>
                </th>
                <td class="mono">{labelOf(one, position)}</td>
                <td>{one.window.status === 0 ? 'cut off' : one.window.status}</td>
                <td>
                  {one.window.count}
                  {one.window.total !== undefined && ` of ${one.window.total}`}
                </td>
                <td>{sayRuns(one.runs.map(([from, to]) => [placeAt(picture, from), placeAt(picture, to)]))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <ScrollRegion label="Rows">
        <table>
          <caption class="hidden">Rows, and what became of them</caption>
          <thead>
            <tr>
              <th scope="col">Now</th>
              <th scope="col">Row</th>
              <th scope="col">What became of it</th>
              <th scope="col">By requests</th>
            </tr>
          </thead>
          <tbody>
            {picture.cells.map(({ identity, place, state, exchanges }) => (
              <tr key={identity} aria-current={identity === row || undefined}>
                <td class="num">{place ?? 'gone'}</td>
                <th scope="row">
                  <button type="button" class="place" onClick={() => onRow?.(identity)}>
                    {nameRow(identity)}
                  </button>
                </th>
                <td class={TONES[state]}>{WORDS[state]}</td>
                <td>{exchanges.map((exchange) => own.get(exchange)).join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </div>
  );
}

const TONES = { once: '', twice: 'warn', never: 'fail', added: '', removed: 'soft', ahead: 'soft' } as const;

function placeAt({ cells }: StripProps['picture'], index: number): number | undefined {
  return cells.slice(index).find(({ place }) => place !== undefined)?.place;
}

function sayRuns(runs: readonly (readonly [from: number | undefined, to: number | undefined])[]): string {
  return runs
    .map(([from, to]) => (from === to ? `${from ?? 'gone'}` : `${from ?? '?'} to ${to ?? 'the end'}`))
    .join(', ');
}
