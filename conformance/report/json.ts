import { readFileSync } from 'node:fs';
import { describeFileError, PagewrightError } from '../../src/contract/error.ts';
import { isPlainObject } from '../../src/contract/json-pointer.ts';
import { countNoun } from '../../src/contract/text.ts';
import { type Evidence, type Report, type Result, VERDICTS } from '../result.ts';
import { type PlainJson, toPlainJson } from './plain-json.ts';
import { cutText, makeVisibleLine } from './text.ts';

/**
 * A report as JSON, for other programs and for `diffReports`.
 *
 * @returns `{ contract, subject?, verdict, causes?, summary, requests, durationMs, results, variation?, target, startedAt, stopped?,
 *   unusedWaivers, gate?, baseline?, missing?, hooks? }`, indented and with a final line end; `source` of a result is `null` where there is none
 */
export function formatJson(report: Report): string {
  const { contract, subject, verdict, summary, requests, durationMs, target, startedAt, stopped } = report;
  const json = {
    contract,
    ...(subject === undefined ? {} : { subject }),
    verdict,
    ...(report.causes === undefined ? {} : { causes: toPlainJson(report.causes) }),
    summary: toPlainJson(summary),
    requests,
    durationMs,
    results: report.results.map(toJsonResult),
    ...(report.variation === undefined ? {} : { variation: toPlainJson(report.variation) }),
    target,
    startedAt,
    ...(stopped === undefined ? {} : { stopped }),
    unusedWaivers: report.unusedWaivers ?? [],
    ...(report.gate === undefined ? {} : { gate: report.gate }),
    ...(report.baseline === undefined ? {} : { baseline: report.baseline }),
    ...(report.missing === undefined ? {} : { missing: toPlainJson(report.missing) }),
    ...(report.hooks === undefined ? {} : { hooks: toPlainJson(report.hooks) }),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

function toJsonResult(result: Result): Record<string, PlainJson> {
  const { id, title, level, verdict, reason, source = null, requests, evidence, area, waiver, isInternal } = result;
  const json = {
    ...{ id, title, level, verdict, reason, source, requests, evidence: evidence.map(toJsonEvidence), area },
    ...(isInternal === undefined ? {} : { isInternal }),
  };
  return waiver === undefined ? json : { ...json, waiver: toPlainJson(waiver) };
}

/** Undefined values are left out. */
function toJsonEvidence({ demand, expected, received, exchanges, journal, difference, curl }: Evidence): PlainJson {
  return {
    demand,
    ...(expected === undefined ? {} : { expected: toPlainJson(expected) }),
    ...(received === undefined ? {} : { received: toPlainJson(received) }),
    exchanges: toPlainJson(exchanges),
    ...(journal === undefined ? {} : { journal }),
    ...(difference === undefined ? {} : { difference: toPlainJson(difference) }),
    curl,
  };
}

/**
 * Reads a report that was written with `--json`.
 *
 * @param file - its path
 * @throws PagewrightError `invalid-report` when it cannot be read or is not a report
 */
export function readReport(file: string): Report {
  return parseReport(readText(file), file);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw reportError(file, [`Cannot read: ${describeFileError(error)}`]);
  }
}

/**
 * Reads a report back from what `formatJson` wrote.
 *
 * @param json - the text of the file
 * @param file - the name that problems are reported under
 * @returns the report; where `target` or `startedAt` is missing it is empty, and the area of a result is the second part of its id
 * @throws PagewrightError `invalid-report` when it is not JSON or not a report, with each place that is wrong (the first ten)
 */
export function parseReport(json: string, file: string): Report {
  const value = parseJson(json, file);
  const problems = report(value, '');
  if (problems.length === 0) problems.push(...findDuplicates((value as Report).results));
  if (problems.length > 0) throw reportError(file, limitProblems(problems));
  return complete(value as Report);
}

function parseJson(json: string, file: string): unknown {
  try {
    return JSON.parse(json.replace(/^\ufeff/, ''));
  } catch (error) {
    throw reportError(file, [`Invalid JSON: ${makeVisibleLine((error as Error).message)}`]);
  }
}

function findDuplicates(results: readonly Result[]): string[] {
  const first = new Map<string, number>();
  return results.flatMap(({ id }, index) => {
    const other = first.get(id);
    if (other === undefined) first.set(id, index);
    return other === undefined
      ? []
      : [`/results/${index}/id: duplicate of ${makeVisibleLine(id)} at /results/${other}`];
  });
}

function limitProblems(problems: readonly string[]): string[] {
  if (problems.length <= MAX_PROBLEMS) return [...problems];
  return [...problems.slice(0, MAX_PROBLEMS), `and ${countNoun(problems.length - MAX_PROBLEMS, 'more problem')}`];
}

/** Files of other versions may lack some members. */
function complete(value: Report): Report {
  const results = value.results.map(({ source, ...rest }) => ({
    ...rest,
    ...(typeof source === 'string' ? { source } : {}),
    area: rest.area ?? rest.id.split('.')[1] ?? rest.id,
  }));
  return { ...value, target: value.target ?? '', startedAt: value.startedAt ?? '', results };
}

/** @param problems - what is wrong: a JSON Pointer to the place, where there is one, and what was expected */
function reportError(file: string, problems: readonly string[]): PagewrightError {
  return new PagewrightError('invalid-report', problems.map((problem) => `${file}: ${problem}`).join('\n'));
}

/** Says what is wrong with a value, with the JSON Pointer `path` in front; nothing when it is right. */
type Shape = (value: unknown, path: string) => string[];

/** Any value. */
export const anything: Shape = () => [];

/** A string. */
export const text: Shape = (value, path) => (typeof value === 'string' ? [] : [expected('text', value, path)]);

/** The name of a method, as HTTP allows it. */
export const word: Shape = (value, path) => {
  return typeof value === 'string' && /^[!#$%&'*+.^`|~\w-]{1,40}$/.test(value)
    ? []
    : [expected('a method', value, path)];
};

/** A number that is not negative. */
export const amount: Shape = (value, path) => {
  return typeof value === 'number' && value >= 0 ? [] : [expected('a number, 0 or more', value, path)];
};

/** True or false. */
const flag: Shape = (value, path) => (typeof value === 'boolean' ? [] : [expected('true or false', value, path)]);

/** One of some strings. */
export function oneOf(values: readonly string[]): Shape {
  return (value, path) => {
    return values.includes(value as string) ? [] : [expected(`one of ${values.join(', ')}`, value, path)];
  };
}

/** What `shape` takes, or null. */
export function nullable(shape: Shape): Shape {
  return (value, path) => (value === null ? [] : shape(value, path));
}

/** A list of what `item` takes. */
export function listOf(item: Shape): Shape {
  return (value, path) => {
    if (!Array.isArray(value)) return [expected('a list', value, path)];
    return value.flatMap((entry, index) => item(entry, `${path}/${index}`));
  };
}

/** An object whose every value is what `item` takes. */
export function mapOf(item: Shape): Shape {
  return (value, path) => {
    if (!isPlainObject(value)) return [expected('an object', value, path)];
    return Object.entries(value).flatMap(([key, entry]) => item(entry, `${path}/${escapePointer(key)}`));
  };
}

/**
 * An object with some members; it may have others.
 *
 * @param required - members that have to be there
 * @param optional - members that have to be right where they are
 */
export function objectOf(
  required: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  return (value, path) => {
    if (!isPlainObject(value)) return [expected('an object', value, path)];
    const missing = Object.keys(required).filter((key) => !Object.hasOwn(value, key));
    const present = Object.entries({ ...required, ...optional }).filter(([key]) => Object.hasOwn(value, key));
    return [
      ...missing.map((key) => `${at(path)}missing \`${key}\``),
      ...present.flatMap(([key, shape]) => shape(value[key], `${path}/${escapePointer(key)}`)),
    ];
  };
}

function expected(what: string, value: unknown, path: string): string {
  return `${at(path)}must be ${what}, not ${describeValue(value)}`;
}

function describeValue(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isPlainObject(value)) return 'an object';
  return cutText(makeVisibleLine(JSON.stringify(toPlainJson(value))), 60);
}

function at(path: string): string {
  return path === '' ? '' : `${makeVisibleLine(path)}: `;
}

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

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
  { failure: text, requestBody: text },
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
  { source: nullable(text), area: text, waiver: objectOf(waiver), isInternal: flag },
);
const otherCause = objectOf({ kind: text, title: text }, { confidence: amount, test: text });
const asked = objectOf({ requirement: text, requests: amount, summary: text }, { curl: text });
const rows = listOf(amount);
const picture = objectOf({
  requirement: text,
  axis: oneOf(['list', 'read']),
  rows: listOf(text),
  before: amount,
  after: amount,
  pages: listOf(objectOf({ request: text, rows }, { isAgain: flag, isCut: flag })),
  lost: rows,
  repeated: rows,
  strange: rows,
});
const cause = objectOf(
  { title: text, summary: text, explains: listOf(text), curl: listOf(text) },
  { kind: text, confidence: amount, alternatives: listOf(otherCause), remedy: text, asked, picture },
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
    causes: listOf(cause),
    target: text,
    startedAt: text,
    stopped: text,
    variation: objectOf(
      {
        seed: amount,
        profile: oneOf(['whole', 'quick']),
        sizes: listOf(amount),
        pairs: objectOf({ met: amount, of: amount }),
      },
      { rows: amount },
    ),
    unusedWaivers: listOf(objectOf({ ...waiver, why: text })),
    gate: objectOf({ failOn: listOf(text), failed: listOf(text) }),
    missing: listOf(objectOf({ give: text, what: text, decides: listOf(text) })),
    baseline: objectOf({ new: listOf(text), known: listOf(text), gone: listOf(text) }),
    hooks: listOf(
      objectOf(
        { hook: oneOf(['between-pages', 'oracle']), durationMs: amount },
        { phase: oneOf(['insert', 'delete', 'expire']), output: text, failure: text },
      ),
    ),
  },
);
