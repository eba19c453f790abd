import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useRef } from 'preact/hooks';
import type { Coverage } from '../admin/activity-types.ts';
import { useWidth } from './use-width.ts';

/** Which rows are drawn one by one, by place. */
export interface Lens {
  readonly from: number;
  readonly to: number;
}

interface OverviewProps {
  readonly coverage: Coverage;
  readonly lens: Lens;
  readonly onLens: (lens: Lens) => void;
}

/** More buckets than any screen has pixels would be drawn in vain. */
export const MAX_BUCKETS = 2048;

const HEIGHT = 26;

/** The whole of a long list on one line: what was read, read twice and never, with the part that is drawn row by row below. */
export function Overview({ coverage, lens, onLens }: OverviewProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(box);
  const theme = useTheme();
  const { total } = coverage;
  useLayoutEffect(() => {
    if (canvas.current !== null && width > 0) paint(canvas.current, coverage, width);
  }, [coverage, width, theme]);
  const size = lens.to - lens.from + 1;
  const moveTo = (place: number): void => {
    const from = Math.max(1, Math.min(Math.round(place), total - size + 1));
    onLens({ from, to: Math.min(total, from + size - 1) });
  };
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: lens.from + Math.ceil(size / 2),
    ArrowLeft: lens.from - Math.ceil(size / 2),
    ArrowUp: lens.from + size,
    ArrowDown: lens.from - size,
    PageUp: lens.from + Math.ceil(total / 20),
    PageDown: lens.from - Math.ceil(total / 20),
    Home: 1,
    End: total,
  };
  const pick = (event: PointerEvent): void => {
    const { left } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    moveTo(((event.clientX - left) / Math.max(1, width)) * total - size / 2);
  };
  const scale = width / Math.max(1, total);
  return (
    <div class="overview">
      <div
        ref={box}
        class="overview-bar"
        role="slider"
        tabIndex={0}
        aria-label="Part of the list that is drawn row by row"
        aria-valuemin={1}
        aria-valuemax={total}
        aria-valuenow={lens.from}
        aria-valuetext={`rows ${say(lens.from)} to ${say(lens.to)} of ${say(total)}`}
        onKeyDown={(event) => {
          const target = moves[event.key];
          if (target === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          moveTo(target);
        }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          pick(event);
        }}
        onPointerMove={(event) => {
          if (event.buttons === 1) pick(event);
        }}
      >
        <canvas ref={canvas} />
        <i
          class="overview-lens"
          style={{ left: `${(lens.from - 1) * scale}px`, width: `${Math.max(3, size * scale)}px` }}
        />
      </div>
      <p class="small soft">
        {say(total)} rows; row by row below: {say(lens.from)} to {say(lens.to)}.
        {coverage.troubleCount > 0 && (
          <b class="fail">
            {' '}
            {say(coverage.troubleCount)} {coverage.troubleCount === 1 ? 'row was' : 'rows were'} lost or read twice
            {coverage.troubleCount > coverage.troubles.length &&
              `, of which the first ${say(coverage.troubles.length)} are marked`}
            .
          </b>
        )}
      </p>
    </div>
  );
}

function say(count: number): string {
  return count.toLocaleString('en');
}

/** Counts up when the colours change. */
function useTheme(): number {
  const [theme, change] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const queries = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((one) => matchMedia(one));
    const listener = (): void => change(undefined);
    for (const query of queries) query.addEventListener('change', listener);
    return () => {
      for (const query of queries) query.removeEventListener('change', listener);
    };
  }, []);
  return theme;
}

function paint(canvas: HTMLCanvasElement, { buckets, troubles, total }: Coverage, width: number): void {
  const ratio = devicePixelRatio;
  canvas.width = width * ratio;
  canvas.height = HEIGHT * ratio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${HEIGHT}px`;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const style = getComputedStyle(canvas);
  const isForced = matchMedia('(forced-colors: active)').matches;
  const colour = (name: string): string => (isForced ? 'CanvasText' : resolve(style, name));
  context.scale(ratio, ratio);
  const step = width / Math.max(1, buckets.length);
  context.fillStyle = colour('--line');
  context.fillRect(0, 17, width, 3);
  const [read, twice, lost] = [colour('--win'), colour('--twice'), colour('--lost')];
  for (const [index, [once, again, never]] of buckets.entries()) {
    const x = index * step;
    const all = Math.max(1, once + again + never);
    const height = Math.ceil(((once + again) / all) * 14);
    context.fillStyle = read;
    context.fillRect(x, 20 - height, Math.max(1, step), height);
    if (again > 0) {
      context.fillStyle = twice;
      context.fillRect(x, 14, Math.max(1, step), 6);
    }
  }
  // A row of a million is less than a pixel: what went wrong is marked, whatever its size.
  for (const { kind, place } of troubles) {
    const x = ((place - 0.5) / Math.max(1, total)) * width;
    context.fillStyle = kind === 'never' ? lost : twice;
    context.beginPath();
    context.moveTo(x - 3, 0);
    context.lineTo(x + 3, 0);
    context.lineTo(x, 5);
    context.fill();
    context.fillRect(x - 0.75, 5, 1.5, 17);
  }
}

/** The value of a custom property, as a colour that a canvas knows: `light-dark()` is resolved by the element alone. */
function resolve(style: CSSStyleDeclaration, name: string): string {
  const text = style.getPropertyValue(name).trim();
  const [, light, dark] = /^light-dark\((.+),\s*(.+)\)$/.exec(text) ?? [];
  if (light === undefined || dark === undefined) return text;
  return matchMedia('(prefers-color-scheme: dark)').matches ? dark : light;
}
