import type { Evidence, Report, Result } from '../result.ts';
import { type PlainJson, toPlainJson } from './text/to-plain-json.ts';

/**
 * A report as JSON, for other programs and for `diffReports`.
 *
 * @param report - a run
 * @returns `{ contract, subject?, verdict, summary, requests, durationMs, results, target, startedAt, stopped?, unusedWaivers }`, indented
 *   and with a final line end; `source` of a result is `null` where there is none
 */
export function formatJson(report: Report): string {
  const { contract, subject, verdict, summary, requests, durationMs, target, startedAt, stopped } = report;
  const json = {
    contract,
    ...(subject === undefined ? {} : { subject }),
    verdict,
    summary: toPlainJson(summary),
    requests,
    durationMs,
    results: report.results.map(toJsonResult),
    target,
    startedAt,
    ...(stopped === undefined ? {} : { stopped }),
    unusedWaivers: report.unusedWaivers ?? [],
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

function toJsonResult(result: Result): Record<string, PlainJson> {
  const { id, title, level, verdict, reason, source = null, requests, evidence, area, waiver } = result;
  const json = { id, title, level, verdict, reason, source, requests, evidence: evidence.map(toJsonEvidence), area };
  return waiver === undefined ? json : { ...json, waiver: toPlainJson(waiver) };
}

/** What is known only by its value, such as `expected: undefined`, is left out. */
function toJsonEvidence({ demand, expected, received, exchanges, curl }: Evidence): PlainJson {
  return {
    demand,
    ...(expected === undefined ? {} : { expected: toPlainJson(expected) }),
    ...(received === undefined ? {} : { received: toPlainJson(received) }),
    exchanges: toPlainJson(exchanges),
    curl,
  };
}
