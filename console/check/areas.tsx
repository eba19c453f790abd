import type { JSX } from 'preact';
import type { CheckArea } from '../admin/check-types.ts';

/** How the requirements of an area, or of all, were decided. */
export function AreaBar({ area, of }: { area: Omit<CheckArea, 'area'>; of?: number }): JSX.Element {
  const { passed, violations, warnings, open, done } = area;
  const rest = done - passed - violations - warnings - open;
  const parts = [
    ['passed', passed],
    ['failed', violations],
    ['warned', warnings],
    ['open', open],
    ['none', rest],
  ] as const;
  const said = parts
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name === 'none' ? 'not applicable' : name}`)
    .join(', ');
  const whole = of ?? area.of;
  let from = 0;
  return (
    <svg
      class="area-bar"
      viewBox="0 0 100 1"
      preserveAspectRatio="none"
      role="img"
      aria-label={said === '' ? 'none decided yet' : said}
    >
      {parts.map(([name, count]) => {
        const width = whole === 0 ? 0 : (count / whole) * 100;
        const x = from;
        from += width;
        return width === 0 ? null : <rect key={name} class={`part-${name}`} x={x} y="0" width={width} height="1" />;
      })}
    </svg>
  );
}

/** The counts of several areas together. */
export function sumAreas(areas: readonly CheckArea[]): Omit<CheckArea, 'area'> {
  const sum = (name: Exclude<keyof CheckArea, 'area'>): number => areas.reduce((total, area) => total + area[name], 0);
  return {
    of: sum('of'),
    done: sum('done'),
    passed: sum('passed'),
    violations: sum('violations'),
    warnings: sum('warnings'),
    open: sum('open'),
  };
}

const MARKS = { passed: '✓', failed: '✕', open: '?', runs: '', waits: '' } as const;

/** How far an area is, as a sign and a word. */
export function AreaMark({ area, isNext }: { area: CheckArea; isNext: boolean }): JSX.Element {
  const { done, of, violations, open } = area;
  const state = violations > 0 ? 'failed' : done < of ? (isNext ? 'runs' : 'waits') : open > 0 ? 'open' : 'passed';
  return (
    <span class={`mark ${state}`} aria-hidden="true">
      {MARKS[state]}
    </span>
  );
}

export function sayArea({ done, of, violations, open }: CheckArea): string {
  if (violations > 0) return `${violations} failed`;
  if (done === 0 && of > 0) return 'waits';
  if (done < of) return 'runs';
  return open > 0 ? `${open} open` : 'done';
}
