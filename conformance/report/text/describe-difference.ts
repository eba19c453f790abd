import { formatCount } from './count-noun.ts';
import { type PlainJson, toPlainJson } from './to-plain-json.ts';

const MAX_LISTED = 8;
/** Shorter lists are compared faster with the eye. */
const MIN_LENGTH = 8;

/**
 * Says where two long lists differ.
 *
 * @returns such as `missing "b", "c"; unexpected "x"`; nothing where both are short, one is no list, or both are the same
 */
export function describeDifference(expected: unknown, received: unknown): string | undefined {
  const [left, right] = [toPlainJson(expected), toPlainJson(received)];
  if (!Array.isArray(left) || !Array.isArray(right) || Math.max(left.length, right.length) < MIN_LENGTH)
    return undefined;
  const [wanted, found] = [left.map(write), right.map(write)];
  const parts = [
    describeItems('missing', subtract(wanted, found)),
    describeItems('unexpected', subtract(found, wanted)),
  ];
  const difference = parts.filter((part) => part !== '').join('; ');
  return difference === '' ? describeOrder(wanted, found) : difference;
}

function describeItems(label: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  const left = items.length - MAX_LISTED;
  return `${label} ${items.slice(0, MAX_LISTED).join(', ')}${left > 0 ? ` and ${formatCount(left)} more` : ''}`;
}

function describeOrder(wanted: readonly string[], found: readonly string[]): string | undefined {
  const place = wanted.findIndex((item, index) => item !== found[index]);
  return place === -1 ? undefined : `the same in another order, from place ${formatCount(place + 1)}: ${found[place]}`;
}

/** The items of a list without those of another, each as often as it stands there. */
function subtract(items: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(other, (left.get(other) ?? 0) + 1);
  return items.filter((item) => {
    const count = left.get(item) ?? 0;
    if (count > 0) left.set(item, count - 1);
    return count === 0;
  });
}

function write(value: PlainJson): string {
  return JSON.stringify(value);
}
