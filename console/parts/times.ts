const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const two = (value: number): string => String(value).padStart(2, '0');

/** An instant in words, in UTC: `5 May 2026, 09:30`; with seconds where they are not zero. */
export function formatInstant(instant: string): string {
  const time = new Date(instant);
  if (Number.isNaN(time.getTime())) return instant;
  const seconds = time.getUTCSeconds();
  const clock = `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}${seconds === 0 ? '' : `:${two(seconds)}`}`;
  return `${time.getUTCDate()} ${MONTHS[time.getUTCMonth()]} ${time.getUTCFullYear()}, ${clock}`;
}

/** A span in the two largest units that it has: `6 d 23 h`, `4 s`, `250 ms`. */
export function formatSpan(milliseconds: number): string {
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1000],
  ] as const;
  const first = units.findIndex(([, size]) => milliseconds >= size);
  if (first < 0) return `${Math.round(milliseconds)} ms`;
  let rest = milliseconds;
  const parts = units.slice(first, first + 2).map(([name, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? '' : `${count} ${name}`;
  });
  return parts.filter((part) => part !== '').join(' ');
}
