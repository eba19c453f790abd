import type { ComponentChildren, JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { Axis, Bands, Ties, Troubles } from './axis.tsx';
import { Comparison, LaneRow, Moves } from './lanes.tsx';
import { layOut } from './layout.ts';
import type { Picture } from './picture.ts';
import { type StripProps, WORDS } from './strip-props.ts';
import { useWidth } from './use-width.ts';

/** The whole list as one bar, and below it the windows of the requests that read it, each where its rows lie now. */
export function Strip(props: StripProps): JSX.Element {
  const { picture, total, lane, row, onLane, onRow, onBeyond } = props;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const id = useId();
  const layout = layOut(picture, Math.max(300, width), {
    extra: props.comparison === undefined ? 0 : 1,
    notes: (props.moves ?? []).map((move) => move.lane),
  });
  const at = picture.cells.findIndex(({ identity }) => identity === row);
  const select = (index: number): void => {
    const cell = picture.cells[Math.max(0, Math.min(picture.cells.length - 1, index))];
    if (cell !== undefined) onRow?.(cell.identity);
  };
  const goToTrouble = (way: 1 | -1): void => {
    const next = nextTrouble(picture, at, way);
    if (next === undefined) onBeyond?.(way, 'trouble');
    else select(next);
  };
  const moves: Readonly<Record<string, () => void>> = {
    ArrowRight: () => (at === picture.cells.length - 1 ? onBeyond?.(1, 'row') : select(at + 1)),
    ArrowLeft: () => (at === 0 ? onBeyond?.(-1, 'row') : select(at < 0 ? 0 : at - 1)),
    ArrowDown: () => onLane?.(Math.min(picture.lanes.length - 1, (lane ?? -1) + 1)),
    ArrowUp: () => onLane?.(Math.max(0, (lane ?? 1) - 1)),
    Home: () => select(0),
    End: () => select(picture.cells.length - 1),
    ']': () => goToTrouble(1),
    '[': () => goToTrouble(-1),
  };
  return (
    <div class="strip" ref={box}>
      {width > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a table cannot be drawn
        // biome-ignore lint/a11y/useAriaActivedescendantWithTabindex: attributes of SVG are spelled in lower case
        <svg
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the drawing is the grid
          role="grid"
          tabindex={0}
          width={layout.width}
          height={layout.height}
          aria-label={describePicture(props)}
          aria-colcount={total ?? -1}
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
          <Moves {...props} layout={layout} />
          <Comparison {...props} layout={layout} />
        </svg>
      )}
    </div>
  );
}

function nextTrouble({ troubles }: Picture, at: number, way: 1 | -1): number | undefined {
  const starts = troubles.map(({ from }) => from);
  return way === 1 ? starts.find((from) => from > at) : starts.findLast((from) => from < at);
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
  const list = total === undefined ? `${picture.cells.length} rows that were read` : `The list of ${total} rows`;
  return `${list} and the windows of ${requests}.${trouble}`;
}
/** What the marks of the strip mean. */
export function Legend({ children }: { readonly children?: ComponentChildren }): JSX.Element {
  const states = ['once', 'twice', 'never', 'added', 'removed'] as const;
  return (
    <div class="legend">
      {states.map((state) => (
        <span key={state} aria-hidden="true">
          <i class={`swatch ${state}`} />
          {WORDS[state].replace(', not read', '')}
        </span>
      ))}
      <span class="grow" />
      <span class="wide" aria-hidden="true">
        <kbd>←</kbd> <kbd>→</kbd> row <kbd>↑</kbd> <kbd>↓</kbd> request <kbd>[</kbd> <kbd>]</kbd> next trouble
      </span>
      {children}
    </div>
  );
}
