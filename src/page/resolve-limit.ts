import type { Limit, OutOfRange, QuerySyntax } from '../contract/contract.ts';
import { findBrokenRules, type Violation } from './find-broken-rules.ts';
import { parseNumber } from './parse-integer.ts';
import type { Query } from './parse-query.ts';
import { readValues } from './read-values.ts';

/** The page size that a request gets, or the rules that what it asks for breaks: one violation for each rule. */
export type LimitReading =
  | { readonly ok: true; readonly limit: number }
  | { readonly ok: false; readonly violations: readonly Violation[] };

/**
 * Finds the page size of a request.
 *
 * @param query - of the request
 * @param limit - the page-size parameter and what becomes of values that it does not allow
 * @param syntax - how the query is read
 * @returns the number of rows that a page may hold, or the violations where the contract rejects the value
 */
export function resolveLimit(query: Query, limit: Limit, syntax: QuerySyntax): LimitReading {
  const [text, ...others] = readValues(query, limit.parameter, syntax);
  if (text === undefined) return { ok: true, limit: limit.default };
  const value = others.length > 0 ? Number.NaN : parseNumber(text, syntax.integers);
  const policy = choosePolicy(value, limit);
  if (policy === undefined) return { ok: true, limit: value };
  if (policy === 'clamp') return { ok: true, limit: clamp(value, limit) };
  if (policy === 'default') return { ok: true, limit: limit.default };
  const broken = findBrokenRules(value, limit);
  return { ok: false, violations: broken.map((rule) => ({ parameter: limit.parameter, rule })) };
}

function choosePolicy(value: number, limit: Limit): OutOfRange | undefined {
  if (!Number.isInteger(value)) return limit.malformed;
  if (value > limit.maximum) return limit.above;
  return value < limit.minimum ? limit.below : undefined;
}

/** What is no number has no nearest bound. */
function clamp(value: number, limit: Limit): number {
  if (Number.isNaN(value)) return limit.default;
  return Math.trunc(Math.min(Math.max(value, limit.minimum), limit.maximum));
}
