import { type Cause, countVerdicts, type Report, type Result } from '../result.ts';
import { describeAsked, describeReach } from './causes.ts';
import { describeEvidence, describeWaiver } from './evidence.ts';
import { formatExchange } from './exchange.ts';
import { describeGrounds, groupByArea, selectFailed } from './summary.ts';
import { makeVisibleLine } from './text.ts';

const MAX_EXCHANGES = 3;

/** What one request took on average: requests run at the same time, so that a share is all a test case can have. */
type TimeShare = (requests: number) => string;

/**
 * A report as JUnit XML, as continuous integration reads it.
 *
 * A suite for each area, a case for each requirement. `fail` and whatever else fails the run is a failure, `error` an error;
 * `inconclusive`, `notApplicable` and `waived` are skipped with their reason; `warn` and `note` pass, with what they say as output. Each
 * suite has the most likely causes as properties, and what a cause explains names it. A run without a verdict has a case of its own with an
 * error, so that nobody takes it for a success.
 *
 * @returns well-formed XML, whatever the texts of the report
 */
export function formatJunit(report: Report): string {
  const { contract, target, startedAt, durationMs, results } = report;
  const time = createTimeShare(report);
  const failed = new Set(selectFailed(report).map(({ id }) => id));
  const causes = listCauses(report);
  const suites = groupByArea(results).map(({ area, results: cases }) => {
    const attributes = {
      name: `${contract}.${area}`,
      ...countCases(cases, failed),
      timestamp: toTimestamp(startedAt),
      time: time(sumRequests(cases)),
    };
    const properties = Object.entries({ contract, target, requests: String(sumRequests(cases)), ...causes });
    return [
      `  <testsuite${writeAttributes(attributes)}>`,
      '    <properties>',
      ...properties.map(([name, value]) => `      <property${writeAttributes({ name, value })}/>`),
      '    </properties>',
      ...cases.map((result) => formatCase(result, report, { time, isFailed: failed.has(result.id) })),
      '  </testsuite>',
    ].join('\n');
  });
  const run = formatRun(report);
  const totals = {
    name: 'pagewright',
    ...addErrors(countCases(results, failed), run.length),
    time: (durationMs / 1000).toFixed(3),
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${writeAttributes(totals)}>`,
    ...suites,
    ...run,
    '</testsuites>',
    '',
  ].join('\n');
}

/** The causes by the names of their properties. */
function listCauses(report: Report): Readonly<Record<string, string>> {
  const { causes = [] } = report;
  return Object.fromEntries(
    causes.map((cause, index) => {
      const parts = [
        `${cause.kind ?? 'unknown'}: ${cause.title}.`,
        cause.summary,
        describeReach(cause, report),
        ...describeAsked(cause),
      ];
      return [`cause.${index + 1}`, parts.filter((part) => part !== '').join(' ')];
    }),
  );
}

/** A run that has no verdict, as a suite; nothing for one that has. */
function formatRun(report: Report): string[] {
  if (report.verdict !== 'inconclusive') return [];
  const name = `${report.contract}.run`;
  const counts = { tests: '1', failures: '0', errors: '1', skipped: '0' };
  return [
    `  <testsuite${writeAttributes({ name, ...counts, timestamp: toTimestamp(report.startedAt), time: '0.000' })}>`,
    `    <testcase${writeAttributes({ name: 'is decided', classname: name, time: '0.000' })}>`,
    writeElement('error', { message: describeGrounds(report), type: 'inconclusive' }),
    '    </testcase>',
    '  </testsuite>',
  ];
}

function addErrors(counts: Record<string, string>, count: number): Record<string, string> {
  if (count === 0) return counts;
  return { ...counts, tests: String(Number(counts['tests']) + 1), errors: String(Number(counts['errors']) + 1) };
}

/** What a case needs beside its result. */
interface CaseContext {
  readonly time: TimeShare;
  /** Whether it fails the run although nothing was found to be violated. */
  readonly isFailed: boolean;
}

function formatCase(result: Result, { contract, causes = [] }: Report, { time, isFailed }: CaseContext): string {
  const cause = causes.find(({ explains }) => explains.includes(result.id));
  const attributes = {
    name: `${result.id}: ${result.title}`,
    classname: `${contract}.${result.area}`,
    time: time(result.requests),
  };
  const parts = [formatOutcome(result, isFailed, cause), formatOutput(result, cause)].filter((part) => part !== '');
  if (parts.length === 0) return `    <testcase${writeAttributes(attributes)}/>`;
  return [`    <testcase${writeAttributes(attributes)}>`, ...parts, '    </testcase>'].join('\n');
}

function formatOutcome(result: Result, isFailed: boolean, cause: Cause | undefined): string {
  const { verdict, reason, level } = result;
  if (verdict === 'fail' || isFailed)
    return writeElement('failure', { message: reason, type: level }, formatDetails(result, cause));
  if (verdict === 'error') return writeElement('error', { message: reason, type: 'error' }, formatDetails(result));
  if (verdict === 'inconclusive') return writeElement('skipped', { message: `inconclusive: ${reason}` });
  if (verdict === 'notApplicable') return writeElement('skipped', { message: `not applicable: ${reason}` });
  if (verdict === 'waived') return writeElement('skipped', { message: describeWaiver(result) ?? `waived: ${reason}` });
  return '';
}

function formatOutput(result: Result, cause: Cause | undefined): string {
  const { verdict, reason } = result;
  if (verdict === 'warn') return writeElement('system-out', {}, `warning: ${reason}\n${formatDetails(result, cause)}`);
  if (verdict === 'note') return writeElement('system-out', {}, `note: ${reason}`);
  return verdict === 'pass' || verdict === 'waived' ? writeElement('system-out', {}, reason) : '';
}

function formatDetails(result: Result, cause?: Cause): string {
  const { title, source, evidence } = result;
  const waiver = describeWaiver(result);
  const head = [
    title,
    ...(source === undefined ? [] : [`Source: ${source}`]),
    ...(waiver === undefined ? [] : [waiver]),
    ...(cause === undefined ? [] : [`Most likely cause: ${cause.title}.`, ...describeAsked(cause)]),
  ];
  return [head.map(makeVisibleLine).join('\n'), ...evidence.map(formatEvidence)].join('\n\n');
}

function formatEvidence(evidence: Result['evidence'][number]): string {
  const { demand, expected, received, difference, curl, variables = [] } = describeEvidence(evidence);
  return [
    `Required: ${demand}`,
    ...(expected === undefined ? [] : [`Expected: ${expected}`]),
    ...(received === undefined ? [] : [`Received: ${received}`]),
    ...(difference === undefined ? [] : [`Differs:  ${difference}`]),
    ...curl.map((command) => `Reproduce: ${command}`),
    ...variables.map(({ text }) => `Where: ${text}`),
    ...evidence.exchanges.slice(0, MAX_EXCHANGES).map((exchange) => `\n${formatExchange(exchange)}`),
  ].join('\n');
}

function countCases(results: readonly Result[], failed: ReadonlySet<string>): Record<string, string> {
  const { inconclusive, notApplicable, waived, fail, error } = countVerdicts(
    results.filter(({ id }) => !failed.has(id)),
  );
  return {
    tests: String(results.length),
    failures: String(fail + results.filter(({ id }) => failed.has(id)).length),
    errors: String(error),
    skipped: String(inconclusive + notApplicable + waived),
  };
}

function createTimeShare({ durationMs, results }: Report): TimeShare {
  const all = sumRequests(results);
  return (requests) => (all === 0 ? 0 : (durationMs * requests) / all / 1000).toFixed(3);
}

function sumRequests(results: readonly Result[]): number {
  return results.reduce((sum, { requests }) => sum + requests, 0);
}

/** The schema of the format wants a time without zone. */
function toTimestamp(startedAt: string): string {
  return startedAt.replace(/(\.\d+)?Z$/, '');
}

function writeElement(name: string, attributes: Readonly<Record<string, string>>, text = ''): string {
  const start = `      <${name}${writeAttributes(attributes)}`;
  return text === '' ? `${start}/>` : `${start}>${escapeXmlText(text)}</${name}>`;
}

function writeAttributes(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXmlAttribute(makeVisibleLine(value))}"`)
    .join('');
}

/** Characters that an XML 1.0 document may not hold, not even escaped, and those that it should not. */
const FORBIDDEN = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]|\p{Noncharacter_Code_Point}/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // A parser would read these as a blank in an attribute, and a carriage return as a line feed anywhere.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Text for the content of an XML element. What XML cannot hold is escaped, as `\u0000`. */
export function escapeXmlText(text: string): string {
  return spellForbidden(text).replace(/[&<>\r]/g, escapeOne);
}

/** Text for the value of an XML attribute in double quotes. */
export function escapeXmlAttribute(text: string): string {
  return spellForbidden(text).replace(/[&<>"'\t\n\r]/g, escapeOne);
}

function spellForbidden(text: string): string {
  return text.replace(FORBIDDEN, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
  });
}

function escapeOne(character: string): string {
  return ENTITIES[character] ?? character;
}
