const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * A duration as people say it.
 *
 * @param ms - milliseconds
 * @returns such as `350 ms`, `4.2 s`, `38 s` or `2 min 5 s`
 */
export function formatDuration(ms: number): string {
  const rounded = Math.round(ms);
  if (rounded < SECOND) return `${rounded} ms`;
  if (rounded < 9950) return `${(rounded / SECOND).toFixed(1)} s`;
  const seconds = Math.round(rounded / SECOND);
  if (seconds * SECOND < MINUTE) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
