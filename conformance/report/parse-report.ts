import type { Report, Result } from '../result.ts';
import { ReportError } from './report-error.ts';
import { amount, anything, listOf, mapOf, nullable, objectOf, oneOf, text, word } from './shape.ts';
import { countNoun } from './text/count-noun.ts';
import { makeVisibleLine } from './text/make-visible.ts';
import { VERDICTS } from './verdicts.ts';

const MAX_PROBLEMS = 10;

const waiver = { id: text, reason: text, expires: text };
const exchange = objectOf(
  {
    method: word,
    url: text,
    requestHeaders: mapOf(text),
    variables: mapOf(text),
    status: amount,
    responseHeaders: mapOf(text),
    body: text,
    durationMs: amount,
  },
  { failure: text },
);
const evidence = objectOf(
  { demand: text, exchanges: listOf(exchange), curl: listOf(text) },
  { expected: anything, received: anything },
);
const result = objectOf(
  {
    id: text,
    title: text,
    level: oneOf(['must', 'should', 'may']),
    verdict: oneOf(VERDICTS),
    reason: text,
    requests: amount,
    evidence: listOf(evidence),
  },
  { source: nullable(text), area: text, waiver: objectOf(waiver) },
);
const report = objectOf(
  {
    contract: text,
    verdict: oneOf(['pass', 'fail', 'inconclusive']),
    summary: objectOf(Object.fromEntries(VERDICTS.map((verdict) => [verdict, amount]))),
    requests: amount,
    durationMs: amount,
    results: listOf(result),
  },
  {
    subject: oneOf(['client']),
    target: text,
    startedAt: text,
    stopped: text,
    unusedWaivers: listOf(objectOf({ ...waiver, why: text })),
  },
);

/**
 * Reads a report back from what `formatJson` wrote.
 *
 * @param json - the text of the file
 * @param file - the name that problems are reported under
 * @returns the report; where `target` or `startedAt` is missing it is empty, and the area of a result is the second part of its id
 * @throws {ReportError} when it is not JSON or not a report, with each place that is wrong (the first ten)
 */
export function parseReport(json: string, file: string): Report {
  const value = parseJson(json, file);
  const problems = report(value, '');
  if (problems.length === 0) problems.push(...findDuplicates((value as Report).results));
  if (problems.length > 0) throw new ReportError(file, limitProblems(problems));
  return complete(value as Report);
}

function parseJson(json: string, file: string): unknown {
  try {
    return JSON.parse(json.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new ReportError(file, [`not JSON: ${makeVisibleLine((error as Error).message)}`]);
  }
}

function findDuplicates(results: readonly Result[]): string[] {
  const first = new Map<string, number>();
  return results.flatMap(({ id }, index) => {
    const other = first.get(id);
    if (other === undefined) first.set(id, index);
    return other === undefined
      ? []
      : [`/results/${index}/id: ${makeVisibleLine(id)} already stands at /results/${other}`];
  });
}

function limitProblems(problems: readonly string[]): string[] {
  if (problems.length <= MAX_PROBLEMS) return [...problems];
  return [...problems.slice(0, MAX_PROBLEMS), `and ${countNoun(problems.length - MAX_PROBLEMS, 'more problem')}`];
}

/** Files of other versions and other programs may lack what has come since. */
function complete(value: Report): Report {
  const results = value.results.map(({ source, ...rest }) => ({
    ...rest,
    ...(typeof source === 'string' ? { source } : {}),
    area: rest.area ?? rest.id.split('.')[1] ?? rest.id,
  }));
  return { ...value, target: value.target ?? '', startedAt: value.startedAt ?? '', results };
}
