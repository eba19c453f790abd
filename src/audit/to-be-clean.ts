import type { Report } from '../../conformance/result.ts';
import { countNoun } from '../contract/text.ts';
import { adjustAudit, listBrokenRules } from './adjusted-report.ts';
import type { RuleSelection } from './rule-selection.ts';

/** What a matcher of Jest or Vitest returns. */
interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * A matcher of Jest and Vitest that passes for the report of an audit that found the client clean: something was judged, and no
 * verdict is `fail` or `warn`.
 *
 * @param received - the report, already awaited
 * @param selection - which rules count; all by default
 * @example
 * expect.extend({ toBeClean });
 * expect(await mock.audit()).toBeClean();
 * expect(await mock.audit()).toBeClean({ except: ['read-to-the-end'] });
 */
export function toBeClean(received: unknown, selection: RuleSelection = {}): MatcherResult {
  if (!isReport(received)) {
    return {
      pass: false,
      message: () => `toBeClean expects the report of an audit, which has results; received ${describe(received)}`,
    };
  }
  const report = adjustAudit(received, selection);
  const pass = report.verdict === 'pass';
  return { pass, message: () => explainVerdict(report) };
}

function explainVerdict(report: Report): string {
  const { contract, verdict, results, stopped } = report;
  if (verdict === 'pass') {
    return `expected the client of ${contract} to break a rule, but it broke none of ${results.length}`;
  }
  const expectation = `expected the client of ${contract} to be clean`;
  if (verdict === 'inconclusive') {
    return `${expectation}, but that could not be judged: ${stopped ?? 'it exercised none of the rules'}`;
  }
  const count = countNoun(listBrokenRules(report).length, 'rule');
  return `${expectation}, but it broke ${count}:\n\n${formatAuditFailure(report)}`;
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

/** The matcher as `expect` has it after `expect.extend({ toBeClean })`. */
interface AuditMatchers<Result> {
  /**
   * Passes for the report of an audit that found the client clean.
   *
   * @param selection - which rules count; all by default
   */
  toBeClean(selection?: RuleSelection): Result;
}

// biome-ignore lint/suspicious/noTsIgnore: an error is only expected where Jest is not installed
/** @ts-ignore Jest's own `expect`, where Jest is installed. */
declare module 'expect' {
  interface Matchers<R> extends AuditMatchers<R> {}
}

// biome-ignore lint/suspicious/noTsIgnore: an error is only expected where Vitest is not installed
/** @ts-ignore Vitest's, where Vitest is installed. */
declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: parameters have to be declared as Vitest does
  interface Matchers<T = any> extends AuditMatchers<void> {}
}

declare global {
  /** Of `@types/jest`. */
  namespace jest {
    interface Matchers<R> extends AuditMatchers<R> {}
  }
}
