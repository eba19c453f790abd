import type { Report, Result } from '../../conformance/result.ts';
import { countNoun } from '../contract/text.ts';

/** What a matcher of Jest or Vitest returns. */
interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * A matcher of Jest and Vitest that passes for the report of an audit in which no verdict is `fail` or `warn`.
 *
 * @param received - the report, already awaited
 * @example
 * expect.extend({ toBeClean });
 * expect(await mock.audit()).toBeClean();
 */
export function toBeClean(received: unknown): MatcherResult {
  if (!isReport(received)) {
    return {
      pass: false,
      message: () => `toBeClean expects the report of an audit, which has results; received ${describe(received)}`,
    };
  }
  const broken = listBrokenRules(received);
  if (broken.length === 0) {
    return {
      pass: true,
      message: () =>
        `expected the client of ${received.contract} to break a rule, but it broke none of ${received.results.length}`,
    };
  }
  const count = countNoun(broken.length, 'rule');
  return {
    pass: false,
    message: () =>
      `expected the client of ${received.contract} to be clean, but it broke ${count}:\n\n${formatAuditFailure(received)}`,
  };
}

function isReport(value: unknown): value is Report {
  return typeof value === 'object' && value !== null && Array.isArray((value as Partial<Report>).results);
}

function describe(value: unknown): string {
  if (value === null || typeof value !== 'object') return `${String(value)}`;
  return value instanceof Promise
    ? 'a promise; await it first'
    : `an object with ${Object.keys(value).join(', ') || 'nothing'}`;
}

/** The results that keep a client from being clean: broken rules of the level `must` or `should`. */
export function listBrokenRules({ results }: Pick<Report, 'results'>): readonly Result[] {
  return results.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn');
}

/**
 * What a client did wrong, as text.
 *
 * @param report - of an audit
 * @returns each broken rule with the reason and one command that shows it; empty when the client is clean
 */
function formatAuditFailure(report: Pick<Report, 'results'>): string {
  return listBrokenRules(report)
    .map(({ id, title, reason, source, evidence }) => {
      const curl = evidence.flatMap((piece) => piece.curl).at(-1);
      const lines = [`${title} (${id})`, `  ${reason}`];
      if (source !== undefined) lines.push(`  Source: ${source}`);
      if (curl !== undefined) lines.push(`  ${curl}`);
      return lines.join('\n');
    })
    .join('\n\n');
}
