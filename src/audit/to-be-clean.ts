import type { Report, Result } from '../../conformance/result.ts';

/** What a matcher of Jest or Vitest answers. */
interface MatcherAnswer {
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

/** The results that keep a client from being clean: broken rules of the level `must` or `should`. */
export function listTrippedRules({ results }: Pick<Report, 'results'>): readonly Result[] {
  return results.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn');
}

/**
 * What a client did wrong, as text.
 *
 * @param report - of an audit
 * @returns each broken rule with the reason and one command that shows it; empty when the client is clean
 */
function formatAuditFailure(report: Pick<Report, 'results'>): string {
  return listTrippedRules(report)
    .map(({ id, title, reason, source, evidence }) => {
      const curl = evidence.flatMap((piece) => piece.curl).at(-1);
      const lines = [`${title} (${id})`, `  ${reason}`];
      if (source !== undefined) lines.push(`  Source: ${source}`);
      if (curl !== undefined) lines.push(`  ${curl}`);
      return lines.join('\n');
    })
    .join('\n\n');
}
