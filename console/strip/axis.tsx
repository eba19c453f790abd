import type { JSX } from 'preact';
import { chooseNumbers, xOf, yOf } from './layout.ts';
import type { Cell, Trouble } from './picture.ts';
import { type Part, WORDS } from './strip-props.ts';

/** What joins a trouble to the requests that it concerns. */
export function Bands({ picture, layout }: Part): JSX.Element {
  return (
    <>
      {picture.troubles.map(({ kind, from, to, lanes }) => {
        const top = layout.cells.top + layout.cells.height;
        const bottom = yOf(layout, Math.max(...lanes, 0)) + layout.lanes.height;
        return (
          <rect
            key={from}
            class={`band ${kind}`}
            x={xOf(layout, from)}
            y={top}
            width={(to - from + 1) * layout.step}
            height={Math.max(0, bottom - top)}
          />
        );
      })}
    </>
  );
}

/** The rows of now, each a cell. */
export function Axis({
  picture,
  layout,
  total,
  order,
  onRow,
  id,
  at,
  numbers,
  nameRow = (identity) => identity,
}: Part & { readonly id: string; readonly at: number }): JSX.Element {
  const { cells: band, isNarrow } = layout;
  const numberOf = (exchange: number): number => {
    return numbers?.get(exchange) ?? picture.lanes.findIndex(({ window }) => window.exchange === exchange) + 1;
  };
  return (
    <>
      {chooseNumbers(picture.cells, layout).map(({ index, place }) => (
        <text key={index} class="soft tiny" x={xOf(layout, index) + layout.step / 2} y={14} text-anchor="middle">
          {place.toLocaleString('en')}
        </text>
      ))}
      {!isNarrow && (
        <>
          <text class="bold" x={0} y={36}>
            {total === undefined ? 'Rows read' : 'The list now'}
          </text>
          <text x={layout.right + 14} y={36}>
            <tspan class="bold">
              {total === undefined ? `${picture.cells.length} known` : `${total.toLocaleString('en')} rows`}
            </tspan>{' '}
            <tspan class="soft">{order}</tspan>
          </text>
        </>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: a table row cannot be drawn */}
      <g role="row">
        {picture.cells.map((cell, index) => (
          <CellMark
            key={cell.identity}
            cell={cell}
            name={nameRow(cell.identity)}
            id={`${id}-${index}`}
            hatch={`url(#${id}-hatch)`}
            isActive={index === at}
            x={xOf(layout, index)}
            y={band.top}
            readers={cell.exchanges.map((exchange) => numberOf(exchange))}
            width={Math.max(0.5, layout.step - layout.gap)}
            height={band.height}
            onPick={() => onRow?.(cell.identity)}
          />
        ))}
      </g>
    </>
  );
}

interface CellMarkProps {
  readonly cell: Cell;
  /** Numbers of the requests that had it. */
  readonly readers: readonly number[];
  readonly name: string;
  readonly id: string;
  readonly hatch: string;
  readonly isActive: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly onPick: () => void;
}

function CellMark({
  cell,
  readers: those,
  name,
  id,
  hatch,
  isActive,
  x,
  y,
  width,
  height,
  onPick,
}: CellMarkProps): JSX.Element {
  const { state, place, exchanges } = cell;
  const where = place === undefined ? 'gone' : `row ${place}`;
  const readers = exchanges.length < 2 ? '' : `, by requests ${those.join(' and ')}`;
  const center = x + width / 2;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cell cannot be drawn
    <g
      role="gridcell"
      id={id}
      aria-label={`${where}, ${name}, ${WORDS[state]}${readers}`}
      aria-selected={isActive}
      onClick={onPick}
    >
      <title>{`${name}: ${WORDS[state]}`}</title>
      <rect
        class={`cell ${state}${isActive ? ' active' : ''}`}
        x={x}
        y={y}
        width={width}
        height={height}
        rx={width > 5 ? 2 : 0}
        fill={state === 'never' ? hatch : undefined}
      />
      {state === 'twice' && width >= 9 && (
        <text class="tiny bold digit" x={center} y={y + 16} text-anchor="middle">
          {exchanges.length}
        </text>
      )}
      {state === 'removed' && width >= 7 && <path class="cross" d={`M${center - 3} ${y + 9}l6 6m0-6l-6 6`} />}
      {state === 'added' && width >= 7 && (
        <path class="plus" d={`M${center - 3.5} ${y + 12}h7M${center} ${y + 8.5}v7`} />
      )}
    </g>
  );
}

/** Runs of equal rows that pages end in. */
export function Ties({ picture, layout }: Part): JSX.Element {
  const y = layout.cells.top + layout.cells.height + 6;
  return (
    <>
      {picture.ties
        .filter(({ edge }) => edge !== undefined)
        .slice(0, 20)
        .map(({ from, to, edge = from }) => (
          <g key={from}>
            <path class="tie" d={`M${xOf(layout, from)} ${y}v5h${(to - from + 1) * layout.step - layout.gap}v-5`} />
            <path class="edge" d={`M${xOf(layout, edge + 1) - layout.gap / 2} ${y - 2}v11`} />
            {!layout.isNarrow && (
              <text class="tiny" x={Math.min(xOf(layout, to + 1) + 6, layout.right)} y={y + 9}>
                <tspan class="bold">tie of {to - from + 1}</tspan> <tspan class="soft">a page ends in it</tspan>
              </text>
            )}
          </g>
        ))}
    </>
  );
}

const MAX_NAMES = 2;
/** Fewer pixels between the beginnings of two labels, and one is left out. */
const LABEL_WIDTH = 190;
const NARROW_LABEL = 56;

/** What is said of rows that were lost or read twice. */
export function Troubles({ picture, layout, nameRow = (identity) => identity }: Part): JSX.Element {
  const room = layout.isNarrow ? NARROW_LABEL : LABEL_WIDTH;
  // Where there is no room for all, what was lost is said first.
  const byWeight = [...picture.troubles].sort(
    (one, other) => Number(one.kind === 'twice') - Number(other.kind === 'twice'),
  );
  const shown: (Trouble & { readonly x: number })[] = [];
  for (const trouble of byWeight) {
    const x = Math.min(xOf(layout, trouble.to + 1) + 6, layout.right - room + 30);
    if (shown.every((other) => Math.abs(other.x - x) >= room)) shown.push({ ...trouble, x });
  }
  return (
    <>
      {shown.map(({ kind, from, identities, x }) => {
        const names = identities.slice(0, MAX_NAMES).map(nameRow).join(', ');
        const more = identities.length > MAX_NAMES ? ` +${identities.length - MAX_NAMES}` : '';
        return (
          <text
            key={from}
            class={kind === 'twice' ? 'warn tiny' : 'fail tiny'}
            x={Math.max(layout.left, x)}
            y={layout.labels + 10}
          >
            <tspan class="bold">{layout.isNarrow ? sayShortly(kind, identities.length) : sayKind(kind)}</tspan>
            {!layout.isNarrow && (
              <tspan class="ink">
                {' '}
                {names}
                {more}
              </tspan>
            )}
          </text>
        );
      })}
    </>
  );
}

function sayKind(kind: 'twice' | 'never'): string {
  return kind === 'twice' ? 'read twice' : 'never read';
}

function sayShortly(kind: 'twice' | 'never', count: number): string {
  return `${count} ${kind === 'twice' ? 'twice' : 'lost'}`;
}
