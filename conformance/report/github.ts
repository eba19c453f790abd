import { countNoun } from '../../src/contract/text.ts';
import type { Cause, Report, Result } from '../result.ts';
import { describeAsked, describeReach, groupByCause, writeExplainCommand } from './causes.ts';
import { describeEvidence } from './evidence.ts';
import { describeCounts, describeVerdict, selectFailed } from './summary.ts';
import { cutText, makeVisible, makeVisibleLine } from './text.ts';

/** A step shows ten annotations of each kind; the last is needed to say that there are more. */
const MAX_EACH = 9;
const MAX_MESSAGE = 4000;

/**
 * A report as workflow commands, which GitHub turns into annotations when a step prints them.
 *
 * @returns a line for each cause, in place of the violations and warnings that it explains, and for each other violation (`::error …`),
 *   warning and error of the suite (`::warning …`), nine of a kind at most, then how many are left out; empty when there is nothing to say
 */
export function formatGithubAnnotations(report: Report): string {
  const { failures, warnings, causes } = divide(report);
  const lines = [
    ...causes.map(({ cause, isFailure }) => {
      return writeCommand(isFailure ? 'error' : 'warning', cause.kind ?? report.contract, describeCause(cause, report));
    }),
    ...failures.slice(0, MAX_EACH).map((result) => writeCommand('error', result.id, describeResult(result))),
    ...warnings.slice(0, MAX_EACH).map((result) => writeCommand('warning', result.id, describeResult(result))),
    ...writeRest('error', 'violation', failures, report),
    ...writeRest('warning', 'warning', warnings, report),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** What is said by itself, and the causes that stand for the rest. */
function divide(report: Report) {
  const failed = new Set(selectFailed(report));
  const loud = report.results.filter((result) => {
    return failed.has(result) || result.verdict === 'warn' || result.verdict === 'error';
  });
  const groups = groupByCause(report, loud);
  const rest = groups.find(({ cause }) => cause === undefined)?.results ?? [];
  return {
    failures: rest.filter((result) => failed.has(result)),
    warnings: rest.filter((result) => !failed.has(result)),
    causes: groups.flatMap(({ cause, results }) => {
      return cause === undefined ? [] : [{ cause, isFailure: results.some(({ verdict }) => verdict === 'fail') }];
    }),
  };
}

function describeCause(cause: Cause, report: Report): string {
  const { kind, title, summary, curl, remedy } = cause;
  return [
    title,
    summary,
    describeReach(cause, report),
    ...(remedy === undefined ? [] : [remedy]),
    ...describeAsked(cause),
    ...(kind === undefined ? [] : [`More: ${writeExplainCommand(kind)}`]),
    ...curl.slice(0, 1),
  ].join('\n');
}

function describeResult({ title, reason, source, evidence }: Result): string {
  const first = evidence[0] === undefined ? undefined : describeEvidence(evidence[0]);
  return [
    title,
    reason,
    ...(source === undefined ? [] : [`Source: ${source}`]),
    ...(first?.expected === undefined ? [] : [`Expected: ${first.expected}`]),
    ...(first?.received === undefined ? [] : [`Received: ${first.received}`]),
    ...(first?.failure === undefined ? [] : [`Response: ${first.failure}`]),
    ...(first?.difference === undefined ? [] : [`Differs: ${first.difference}`]),
    ...(first?.curl.slice(0, 1) ?? []),
  ].join('\n');
}

function writeRest(command: string, noun: string, results: readonly Result[], report: Report): string[] {
  const left = results.length - MAX_EACH;
  if (left <= 0) return [];
  const totals = `${describeVerdict(report)}: ${describeCounts(report.summary)}.`;
  return [writeCommand(command, report.contract, `${countNoun(left, `more ${noun}`)}. ${totals}`)];
}

function writeCommand(command: string, title: string, message: string): string {
  const property = escapeData(makeVisibleLine(title)).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::${command} title=${property}::${escapeData(cutText(makeVisible(message), MAX_MESSAGE))}`;
}

/** The runner reads a line as a command; these three would start another, or spell one. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/**
 * Keeps text that is printed from being read as a command by the service that runs the job: GitHub takes lines that start with
 * `::` (after blanks) and `##[` anywhere, Azure `##vso[`, TeamCity `##teamcity[`.
 *
 * @param text - lines to be printed
 * @returns the same lines, with a blank within each such mark
 */
export function defuseCommands(text: string): string {
  return text.replace(/^(\s*):(?=:)/gm, '$1: ').replace(/##(?=\w*\[)/g, '# #');
}
