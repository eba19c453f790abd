/** Values up to this length are shown whole. */
const MAX_VALUE = 48;
/** What is shown at either end of a long value: tokens differ late more often than early. */
const HEAD = 12;
const TAIL = 16;
/** What is shown before the first difference. */
const CONTEXT = 8;
const MAX_LINE = 240;

/** A value on part of a line; of a long one both ends. */
export function shortenValue(value: string): string {
  return value.length <= MAX_VALUE ? value : `${value.slice(0, HEAD)}…${value.slice(-TAIL)}`;
}

/** Two values that differ, each from a little before the first difference on. */
export function contrast(one: string, other: string): readonly [one: string, other: string] {
  if (one.length <= MAX_VALUE && other.length <= MAX_VALUE) return [one, other];
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const start = Math.max(0, at - CONTEXT);
  const show = (value: string): string => {
    const rest = value.slice(start, start + MAX_VALUE);
    const end = start + MAX_VALUE < value.length ? '…' : '';
    return rest === '' ? '(nothing more)' : `${start > 0 ? '…' : ''}${rest}${end}`;
  };
  return [show(one), show(other)];
}

/** A path and query on one line, each long value in short. */
export function shortenTarget(path: string, query: string): string {
  const pairs = query.split('&').map((pair) => {
    const at = pair.indexOf('=');
    return at === -1 ? shortenValue(pair) : `${shortenValue(pair.slice(0, at))}=${shortenValue(pair.slice(at + 1))}`;
  });
  const line = query === '' ? path : `${path}?${pairs.join('&')}`;
  return line.length <= MAX_LINE ? line : `${line.slice(0, MAX_LINE)}…`;
}
