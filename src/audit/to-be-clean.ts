import type { Report } from '../../conformance/result.ts';
import { formatAuditFailure, listTrippedRules } from './format-audit-failure.ts';

/** What a matcher of Jest or Vitest answers. */
export interface MatcherAnswer {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * A matcher for `expect.extend({ toBeClean })`: passes for the report of an audit in which no rule came out as `fail` or `warn`.
 *
 * @param received - a report
 */
export function toBeClean(received: unknown): MatcherAnswer {
  if (!isReport(received)) {
    return {
      pass: false,
      message: () => `toBeClean expects the report of an audit, an object with results; received ${describe(received)}`,
    };
  }
  const tripped = listTrippedRules(received);
  if (tripped.length === 0) {
    return {
      pass: true,
      message: () =>
        `expected the client of ${received.contract} to break a rule; it broke none of ${received.results.length}`,
    };
  }
  const count = tripped.length === 1 ? '1 rule' : `${tripped.length} rules`;
  return {
    pass: false,
    message: () =>
      `expected the client of ${received.contract} to be clean; it broke ${count}:\n\n${formatAuditFailure(received)}`,
  };
}

function isReport(value: unknown): value is Report {
  return typeof value === 'object' && value !== null && Array.isArray((value as Partial<Report>).results);
}

function describe(value: unknown): string {
  if (value === null || typeof value !== 'object') return `${String(value)}`;
  return value instanceof Promise
    ? 'a promise, which is to be awaited'
    : `an object with ${Object.keys(value).join(', ') || 'nothing'}`;
}
