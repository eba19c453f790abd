import type { ComponentChildren, JSX } from 'preact';
import { toneOf } from '../parts/small-parts.tsx';
import { type Layout, labelOf, xOf, yOf } from './layout.ts';
import type { Lane } from './picture.ts';
import type { Part } from './strip-props.ts';

/** A request, with its window where its rows lie now. */
export function LaneRow({
  layout,
  one,
  index,
  lane,
  onLane,
  position,
  moves = [],
  numbers,
}: Part & { readonly one: Lane; readonly index: number }): JSX.Element {
  const { window, runs, again } = one;
  const number = numbers?.get(window.exchange) ?? index + 1;
  const y = yOf(layout, index);
  const middle = y + layout.lanes.height / 2;
  const isSelected = lane === index;
  const label = (
    <text class={layout.isNarrow ? 'tiny' : 'lane-label'} x={0} y={layout.isNarrow ? y - 4 : middle + 4}>
      <tspan class="bold">{number}</tspan> <tspan class="mono">{labelOf(one, position)}</tspan>
      {layout.isNarrow && moves.some((move) => move.lane === index) && (
        <tspan class="soft"> · {moves.find((move) => move.lane === index)?.what}</tspan>
      )}
    </text>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table row cannot be drawn
    <g
      role="row"
      class={isSelected ? 'lane selected' : 'lane'}
      aria-selected={isSelected}
      onClick={() => onLane?.(index)}
    >
      <rect
        class="lane-ground"
        x={-8}
        y={y - (layout.isNarrow ? 15 : 3)}
        width={layout.width + 16}
        height={layout.isNarrow ? layout.lanes.step - 2 : layout.lanes.height + 6}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: a table cell cannot be drawn */}
      <g role="gridcell" aria-label={describeLane(one, number, position)}>
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
      </g>
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it can have the focus, and the cell says all of it */}
      <g aria-hidden="true">
        {label}
        <Facts layout={layout} y={layout.isNarrow ? y - 4 : middle + 4}>
          <tspan class={`bold ${toneOf(window.status)}`}>{window.status === 0 ? 'reset' : window.status}</tspan>
          {'  '}
          {window.count === 1 ? '1 row' : `${window.count} rows`}
          {window.total !== undefined && !layout.isNarrow && (
            <tspan class="soft"> of {window.total.toLocaleString('en')}</tspan>
          )}
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

function describeLane(one: Lane, number: number, position: string): string {
  const { status, count, total, first, last } = one.window;
  const where = first === undefined ? '' : `, places ${first} to ${last}`;
  return `request ${number}, ${labelOf(one, position)}: ${status}, ${count} rows${total === undefined ? '' : ` of ${total}`}${where}`;
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

/** What moved between two requests, at the rows that moved. */
export function Moves({ moves = [], layout }: Part): JSX.Element | null {
  if (layout.isNarrow) return null;
  return (
    <>
      {moves.map(({ kind, lane, cells, what, effect }, index) => {
        const behind = moves.slice(index).filter((other) => other.lane === lane).length;
        const y = yOf(layout, lane) - 4 - behind * 21 + 14;
        const xs = cells.map((cell) => xOf(layout, cell) + (layout.step - layout.gap) / 2);
        const x = Math.min(Math.max(layout.left, ...xs) + 8, layout.right - 300);
        return (
          <g key={`${lane}-${kind}-${what}`} class={`move ${kind}`}>
            {xs.map((one) => (
              <g key={one}>
                <path class="stem" d={`M${one} ${layout.cells.top + layout.cells.height + 2}V${y - 4}`} />
                <circle cx={one} cy={y - 4} r={3} />
              </g>
            ))}
            <text class="tiny" x={x} y={y}>
              <tspan class="bold">{what}</tspan>
              {effect !== '' && <tspan class="ink">: {effect}</tspan>}
            </text>
          </g>
        );
      })}
    </>
  );
}

/** The same walk done another way: computed, and never mixed with what happened. */
export function Comparison({ comparison, picture, layout }: Part): JSX.Element | null {
  if (comparison === undefined) return null;
  const y = yOf(layout, picture.lanes.length) + 6;
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
      {(['lost', 'twice'] as const).flatMap((kind) =>
        comparison[kind].map((cell) => (
          <ComparedCell key={`${kind} ${cell}`} kind={kind} x={xOf(layout, cell)} y={y} layout={layout} />
        )),
      )}
      <Facts layout={layout} y={layout.isNarrow ? y - 8 : middle + 4}>
        <tspan class="bold">{comparison.result}</tspan> <tspan class="soft">computed</tspan>
      </Facts>
    </g>
  );
}

/** A row that another way would have lost, crossed out, or read twice, with the digit. */
function ComparedCell({
  kind,
  x,
  y,
  layout,
}: {
  readonly kind: 'lost' | 'twice';
  readonly x: number;
  readonly y: number;
  readonly layout: Layout;
}): JSX.Element {
  const [width, { height }] = [Math.max(2, layout.step - layout.gap), layout.lanes];
  const isWide = width >= 9;
  return (
    <g class={`compared-cell ${kind}`}>
      <rect
        class={`cell ${kind === 'twice' ? 'twice' : 'never'}`}
        x={x}
        y={y + 0.5}
        width={width}
        height={height - 1}
        rx={2}
      />
      {kind === 'lost' && <path class="cross" d={`M${x} ${y + height}L${x + width} ${y}`} />}
      {kind === 'twice' && isWide && (
        <text class="tiny bold" x={x + width / 2} y={y + height / 2 + 4} text-anchor="middle">
          2
        </text>
      )}
    </g>
  );
}
