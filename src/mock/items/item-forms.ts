import type { Contract, Json } from '../../contract/contract.ts';
import { isObject } from '../../contract/json-pointer.ts';
import type { Row } from '../../dataset/row-source.ts';
import type { BodyViolation } from './error-bodies.ts';
import { findRowViolations } from './rows.ts';

interface SuitOptions {
  readonly contract: Contract;
  /** The row that was there before: what is wrong with it was wrong already. */
  readonly before?: Row;
  /** Whether what was sent has the form of an item, so that whatever is wrong with it is the client's mistake. */
  readonly isStrict: boolean;
  /** Generates what a row lacks. */
  readonly complete: (rest: Row) => Row;
}

/**
 * The same row as the list can show it. What a client may send in a form of its own (a reference in place of what it refers to, a
 * number as text) becomes what an item may have; a value of the right form that an item may not have is the client's mistake.
 *
 * @returns the row, or what is wrong with it
 */
export function suitRow(
  row: Row,
  { contract, before, isStrict, complete }: SuitOptions,
): Row | readonly BodyViolation[] {
  const known = new Set(before === undefined ? [] : findRowViolations(contract, before).map(nameViolation));
  const find = (one: Row): readonly BodyViolation[] => {
    return findRowViolations(contract, one).filter((violation) => !known.has(nameViolation(violation)));
  };
  const violations = find(row);
  if (violations.length === 0) return row;
  if (isStrict) return violations;
  const names = violations.flatMap(({ path: [name], rule }) => {
    const isForm = name !== undefined && (isObject(row[name]) || (rule === 'type' && row[name] !== null));
    return isForm ? [name] : [];
  });
  const rest = Object.entries(row).filter(([name, value]) => {
    return !names.includes(name) && (!isObject(value) || Array.isArray(value));
  });
  const made = complete(Object.fromEntries(rest));
  const others = names.flatMap((name) => {
    const value = sameAs(row[name], made[name]);
    return value === undefined ? [] : [[name, value] as const];
  });
  const suited = { ...row, ...Object.fromEntries(others) };
  return find(suited).length === 0 ? suited : violations;
}

/** Whether a row was found to be wrong. */
export function isViolated(row: Row | readonly BodyViolation[]): row is readonly BodyViolation[] {
  return Array.isArray(row);
}

function nameViolation({ path, rule }: BodyViolation): string {
  return JSON.stringify([path, rule]);
}

/** A value in the type of another: `"20.0"` as a number is 20; what has none is the other. */
function sameAs(value: Json | undefined, model: Json | undefined): Json | undefined {
  if (typeof model === 'number' && typeof value === 'string' && /^-?\d{1,15}(?:\.\d+)?$/.test(value))
    return Number(value);
  return typeof model === 'string' && typeof value === 'number' ? String(value) : model;
}
