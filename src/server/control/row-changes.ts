import type { Contract, Json, Move } from '../../contract/contract.ts';
import { countNoun } from '../../contract/text.ts';
import type { Row } from '../../dataset/row-source.ts';
import type { RowChange } from '../../mock/state.ts';
import { readIdentity } from '../../store/order-column.ts';

/** What is said of a row that came, went or changed. */
export interface DescribedRowChange {
  readonly kind: 'row-added' | 'row-changed' | 'row-removed' | 'moved';
  /** In a few words. */
  readonly summary: string;
  readonly identity: string;
  /** Where it stands in the contract's own order, from 1, before and after. */
  readonly placeBefore?: number;
  readonly placeAfter?: number;
}

/** Describes what has just happened to a row. */
export function describeRowChange(contract: Contract, change: RowChange): DescribedRowChange {
  const { table, removed, added } = change;
  const before = removed === undefined ? undefined : table.rowAt(removed);
  const after = added === undefined ? undefined : table.rowAt(added);
  const identity = readIdentity(after ?? before ?? {}, contract.identity) ?? '';
  const places = findPlaces(contract, change);
  if (before === undefined) return { kind: 'row-added', summary: `${identity} added`, identity, ...places };
  if (after === undefined) return { kind: 'row-removed', summary: `${identity} removed`, identity, ...places };
  const isMove = [...contract.moves.values()].some((move) => isMadeBy(move, before, after));
  const summary = `${readIdentity(before, contract.identity)}: ${summarize(before, after)}`;
  return { kind: isMove ? 'moved' : 'row-changed', summary, identity, ...places };
}

/** Whether a row is as a move leaves it, and was not before. */
function isMadeBy({ from, set }: Move, before: Row, after: Row): boolean {
  const changes = Object.entries(set).filter(([name, value]) => !isSame(before[name], value));
  const isAllowed = Object.entries(from).every(([name, values]) => values.some((value) => isSame(before[name], value)));
  return isAllowed && changes.length > 0 && changes.every(([name, value]) => isSame(after[name], value));
}

const MAX_FIELDS = 3;
const MAX_TEXT = 40;

function summarize(before: Row, after: Row): string {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => {
    return !isSame(before[name], after[name]);
  });
  const parts = names.slice(0, MAX_FIELDS).map((name) => `${name} ${show(before[name])} to ${show(after[name])}`);
  const more = names.length - MAX_FIELDS;
  if (parts.length === 0) return 'written anew, with the same values';
  return `${parts.join(', ')}${more > 0 ? ` and ${countNoun(more, 'more field')}` : ''}`;
}

function show(value: Json | undefined): string {
  const text = value === undefined ? 'none' : JSON.stringify(value);
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function findPlaces(
  contract: Contract,
  { table, removed, added }: RowChange,
): Pick<DescribedRowChange, 'placeBefore' | 'placeAfter'> {
  const selection = { criteria: [], order: contract.order.by };
  // Rows that have to be sorted first would hold up everybody.
  if (!table.isReady(selection)) return {};
  const view = table.select(selection);
  const [old, now] = [removed, added].map((slot) => {
    return slot === undefined ? undefined : view.countBefore(table.keyAt(slot, selection.order));
  });
  // The row as it is now is counted before the place where it was, if that is where it went.
  const moved = old !== undefined && now !== undefined && now < old ? 1 : 0;
  return {
    ...(old !== undefined && { placeBefore: old - moved + 1 }),
    ...(now !== undefined && { placeAfter: now + 1 }),
  };
}
