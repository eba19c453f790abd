import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { toneOf } from '../parts/small-parts.tsx';
import { chooseNumbers, type Layout, labelOf, layOut, xOf, yOf } from './layout.ts';
import type { Cell, CellState, Lane, Picture } from './picture.ts';

export interface StripProps {
  readonly picture: Picture;
  /** How many rows the list has now. */
  readonly total: number;
  /** How they are sorted, in words: `newest first`. */
  readonly order: string;
  /** The parameter by which requests say where a page begins. */
  readonly position: string;
  /** The name of a row, for people: by default its identity. */
  readonly nameRow?: (identity: string) => string;
  /** Index of the lane that is selected. */
  readonly lane?: number | undefined;
  readonly row?: string | undefined;
  readonly onLane?: (index: number) => void;
  readonly onRow?: (identity: string) => void;
  /** The same walk done another way, for comparison: its runs of cells, and what came of it. */
  readonly comparison?: {
    readonly label: string;
    readonly runs: readonly (readonly [from: number, to: number])[];
    readonly result: string;
  };
}

const WORDS: Readonly<Record<CellState, string>> = {
  once: 'read once',
  twice: 'read twice',
  never: 'never read',
  added: 'added meanwhile, not read',
  removed: 'removed meanwhile',
  ahead: 'not read yet',
};

/** The whole list as one bar, and below it the windows of the requests that read it, each where its rows lie now. */
export function Strip(props: StripProps): JSX.Element {
  const { picture, total, lane, row, onLane, onRow } = props;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const id = useId();
  const layout = layOut(picture, Math.max(320, width), props.comparison === undefined ? 0 : 1);
  const at = picture.cells.findIndex(({ identity }) => identity === row);
  const select = (index: number): void => {
    const cell = picture.cells[Math.max(0, Math.min(picture.cells.length - 1, index))];
    if (cell !== undefined) onRow?.(cell.identity);
  };
  const moves: Readonly<Record<string, () => void>> = {
    ArrowRight: () => select(at + 1),
    ArrowLeft: () => select(at < 0 ? 0 : at - 1),
    ArrowDown: () => onLane?.(Math.min(picture.lanes.length - 1, (lane ?? -1) + 1)),
    ArrowUp: () => onLane?.(Math.max(0, (lane ?? 1) - 1)),
    Home: () => select(0),
    End: () => select(picture.cells.length - 1),
    ']': () => select(nextTrouble(picture, at, 1)),
    '[': () => select(nextTrouble(picture, at, -1)),
  };
  return (
    <div class="strip" ref={box}>
      {width > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a table cannot be drawn
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the drawing is the grid
        <svg
          role="grid"
          tabIndex={0}
          width={layout.width}
          height={layout.height}
          aria-label={describePicture(props)}
          aria-colcount={total}
          aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
          onKeyDown={(event) => {
            const move = moves[event.key];
            if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
            event.preventDefault();
            event.stopPropagation();
            move();
          }}
        >
          <defs>
            <pattern
              id={`${id}-hatch`}
              width="5"
              height="5"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect class="hatch-ground" width="5" height="5" />
              <rect class="hatch-line" width="2.2" height="5" />
            </pattern>
          </defs>
          <Bands {...props} layout={layout} />
          <Axis {...props} layout={layout} id={id} at={at} />
          <Ties {...props} layout={layout} />
          <Troubles {...props} layout={layout} />
          {picture.lanes.map((one, index) => (
            <LaneRow key={one.window.exchange} {...props} layout={layout} one={one} index={index} />
          ))}
          <Comparison {...props} layout={layout} />
        </svg>
      )}
    </div>
  );
}

function useWidth(box: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    setWidth(Math.floor(element.clientWidth));
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return width;
}

function nextTrouble({ troubles }: Picture, at: number, way: 1 | -1): number {
  const starts = troubles.map(({ from }) => from);
  const next = way === 1 ? starts.find((from) => from > at) : starts.findLast((from) => from < at);
  return next ?? at;
}

/** All that the picture shows, in a sentence or two. */
function describePicture({ picture, total, nameRow = (identity) => identity }: StripProps): string {
  const said = picture.troubles.slice(0, 5).map(({ kind, identities }) => {
    const names = identities.slice(0, 3).map(nameRow).join(', ');
    const more = identities.length > 3 ? ` and ${identities.length - 3} more` : '';
    return `${names}${more} ${identities.length === 1 ? 'was' : 'were'} ${kind === 'twice' ? 'read twice' : 'never read'}`;
  });
  const requests = picture.lanes.length === 1 ? 'one request' : `${picture.lanes.length} requests`;
  const trouble = said.length === 0 ? '' : ` ${said.join('. ')}.`;
  return `The list of ${total} rows and the windows of ${requests}.${trouble}`;
}

interface Part extends StripProps {
  readonly layout: Layout;
}

/** What joins a trouble to the requests that it concerns. */
function Bands({ picture, layout }: Part): JSX.Element {
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

function Axis({
  picture,
  layout,
  total,
  order,
  onRow,
  id,
  at,
  nameRow = (identity) => identity,
}: Part & { readonly id: string; readonly at: number }): JSX.Element {
  const { cells: band, isNarrow } = layout;
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
            The list now
          </text>
          <text x={layout.right + 14} y={36}>
            <tspan class="bold">{total.toLocaleString('en')} rows</tspan> <tspan class="soft">{order}</tspan>
          </text>
        </>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: a table row cannot be drawn */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus, and says which cell is active */}
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

function CellMark({ cell, name, id, hatch, isActive, x, y, width, height, onPick }: CellMarkProps): JSX.Element {
  const { state, place, exchanges } = cell;
  const where = place === undefined ? 'gone' : `row ${place}`;
  const readers = exchanges.length < 2 ? '' : `, by requests ${exchanges.join(' and ')}`;
  const center = x + width / 2;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cell cannot be drawn
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus, and says which cell is active
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
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

function Ties({ picture, layout }: Part): JSX.Element {
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

function Troubles({ picture, layout, nameRow = (identity) => identity }: Part): JSX.Element {
  let free = Number.NEGATIVE_INFINITY;
  const shown = picture.troubles.flatMap((trouble) => {
    const x = Math.min(xOf(layout, trouble.to + 1) + 6, layout.right - LABEL_WIDTH + 30);
    if (x < free) return [];
    free = x + LABEL_WIDTH;
    return [{ ...trouble, x }];
  });
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
            <tspan class="bold">{kind === 'twice' ? 'read twice' : 'never read'}</tspan>{' '}
            <tspan class="ink">
              {names}
              {more}
            </tspan>
          </text>
        );
      })}
    </>
  );
}

function LaneRow({
  layout,
  one,
  index,
  lane,
  onLane,
  position,
}: Part & { readonly one: Lane; readonly index: number }): JSX.Element {
  const { window, runs, again } = one;
  const y = yOf(layout, index);
  const middle = y + layout.lanes.height / 2;
  const isSelected = lane === index;
  const label = (
    <text class={layout.isNarrow ? 'tiny' : 'lane-label'} x={0} y={layout.isNarrow ? y - 4 : middle + 4}>
      <tspan class="bold">{index + 1}</tspan> <tspan class="mono">{labelOf(one, position)}</tspan>
    </text>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table row cannot be drawn
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
    <g
      role="row"
      class={isSelected ? 'lane selected' : 'lane'}
      aria-selected={isSelected}
      onClick={() => onLane?.(index)}
    >
      <rect
        class="lane-ground"
        x={-8}
        y={y - (layout.isNarrow ? 15 : 4)}
        width={layout.width + 16}
        height={layout.lanes.step - 2}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: a table cell cannot be drawn */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus */}
      <g role="gridcell" aria-label={describeLane(one, index, position)}>
        {label}
        <line class="rail" x1={layout.left} x2={layout.right} y1={middle} y2={middle} />
        {runs.map(([from, to]) => (
          <rect
            key={from}
            class="window"
            x={xOf(layout, from)}
            y={y}
            width={(to - from + 1) * layout.step - layout.gap}
            height={layout.lanes.height}
            rx={3}
          />
        ))}
        {again.map((cell) => (
          <rect
            key={cell}
            class="cell twice"
            x={xOf(layout, cell)}
            y={y + 0.5}
            width={Math.max(1, layout.step - layout.gap)}
            height={layout.lanes.height - 1}
            rx={2}
          />
        ))}
        <Facts layout={layout} y={layout.isNarrow ? y - 4 : middle + 4}>
          <tspan class={`bold ${toneOf(window.status)}`}>{window.status === 0 ? 'reset' : window.status}</tspan>
          {'  '}
          {window.count === 1 ? '1 row' : `${window.count} rows`}
          {window.total !== undefined && !layout.isNarrow && <tspan class="soft"> of {window.total}</tspan>}
        </Facts>
        {!layout.isNarrow && (
          <text class="soft" x={layout.width} y={middle + 4} text-anchor="end">
            {window.durationMs < 10 ? window.durationMs.toFixed(1) : Math.round(window.durationMs)} ms
          </text>
        )}
      </g>
    </g>
  );
}

function describeLane(one: Lane, index: number, position: string): string {
  const { status, count, total, first, last } = one.window;
  const where = first === undefined ? '' : `, places ${first} to ${last}`;
  return `request ${index + 1}, ${labelOf(one, position)}: ${status}, ${count} rows${total === undefined ? '' : ` of ${total}`}${where}`;
}

function Facts({
  layout,
  y,
  children,
}: {
  readonly layout: Layout;
  readonly y: number;
  readonly children: ComponentChildren;
}): JSX.Element {
  return layout.isNarrow ? (
    <text class="tiny" x={layout.width} y={y} text-anchor="end">
      {children}
    </text>
  ) : (
    <text x={layout.right + 14} y={y}>
      {children}
    </text>
  );
}

function Comparison({ comparison, picture, layout }: Part): JSX.Element | null {
  if (comparison === undefined) return null;
  const y = yOf(layout, picture.lanes.length);
  const middle = y + layout.lanes.height / 2;
  return (
    <g>
      <line class="rail" x1={0} x2={layout.width} y1={y - 6} y2={y - 6} />
      <text class={layout.isNarrow ? 'tiny' : undefined} x={0} y={layout.isNarrow ? y - 8 : middle + 4}>
        {comparison.label}
      </text>
      {comparison.runs.map(([from, to]) => (
        <rect
          key={from}
          class="compared"
          x={xOf(layout, from)}
          y={y}
          width={(to - from + 1) * layout.step - layout.gap}
          height={layout.lanes.height}
          rx={3}
        />
      ))}
      <Facts layout={layout} y={layout.isNarrow ? y - 8 : middle + 4}>
        <tspan class="bold">{comparison.result}</tspan> <tspan class="soft">computed</tspan>
      </Facts>
    </g>
  );
}

/** What the marks of the strip mean. */
export function Legend(): JSX.Element {
  const states = ['once', 'twice', 'never', 'added', 'removed'] as const;
  return (
    <div class="legend" aria-hidden="true">
      {states.map((state) => (
        <span key={state}>
          <i class={`swatch ${state}`} />
          {WORDS[state].replace(', not read', '')}
        </span>
      ))}
      <span class="grow" />
      <span class="wide">
        <kbd>←</kbd> <kbd>→</kbd> row <kbd>↑</kbd> <kbd>↓</kbd> request <kbd>[</kbd> <kbd>]</kbd> next trouble
      </span>
    </div>
  );
}
