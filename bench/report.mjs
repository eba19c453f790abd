import { isCoreShared } from './rounds.mjs';
import { median } from './statistics.mjs';

/**
 * @param {object} run
 * @param {string} run.machine
 * @param {string} run.pinning
 * @param {number | null} run.stolen share of processor time withheld by the host
 * @param {import('./options.mjs').Options} run.options
 * @param {import('./rounds.mjs').Measured[]} run.measured
 * @param {import('./pagewright.mjs').StartFigures[]} run.starts
 * @param {Verdict[]} run.verdicts
 * @param {string[]} run.skipped
 * @param {string[]} run.failed
 * @returns {string} Markdown
 */
export function formatReport(run) {
  const { options, measured, starts, verdicts } = run;
  const faults = measured.filter(({ fault }) => fault !== '').map(({ cell, fault }) => `${cell.title}, ${cell.caseName}, ${formatCount(cell.rows)} rows: ${fault}`);
  const parts = [
    '## Side by side',
    `${run.machine}; ${run.pinning}; ${options.connections} connections; medians of ${options.rounds} interleaved round(s) of ${options.seconds} s${formatStolen(run.stolen)}.`,
    'Ratios compare responses per second of the server’s processor time, round by round; (range) is the least and the most of the rounds.',
    formatTable(measured),
    ...starts.map(formatStart),
    ...run.pauses.map(formatPauses),
    ...formatDoubts(measured),
    formatList('Skipped', run.skipped),
    formatList('Failed', [...run.failed, ...faults]),
    verdicts.some(({ verdict }) => verdict !== 'not measured') ? formatVerdicts(verdicts) : '',
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function formatStolen(stolen) {
  return stolen === null || stolen < 0.005 ? '' : `; the host withheld ${(stolen * 100).toFixed(1)} % of the processor time`;
}

function formatStart({ contract, rows, readyMs, residentAtReady, fresh, afterChange }) {
  const memory = residentAtReady === null ? 'memory unknown' : `${formatCount(residentAtReady)} MB resident`;
  const spread = ({ median, largest }) => `${formatMilliseconds(median)} ms (at most ${formatMilliseconds(largest)})`;
  const change =
    typeof afterChange === 'string'
      ? `not measured: ${afterChange}`
      : `list ${spread(afterChange.list)}, filtered list ${spread(afterChange.filtered)}`;
  return [
    `### pagewright ${contract} at ${formatCount(rows)} rows`,
    '',
    `- ready after ${formatCount(readyMs)} ms, with ${memory}`,
    `- right after a change to one row: ${change}`,
    `- first use of a filter combination: ${fresh.map(({ label, milliseconds }) => `${label} ${formatMilliseconds(milliseconds)} ms`).join('; ')}`,
  ].join('\n');
}

function formatPauses({ contract, rows, pauses, heldAfterLoad }) {
  return [
    `### pagewright ${contract} at ${formatCount(rows)} rows: the longest pauses of the event loop`,
    '',
    ...pauses.map(({ label, milliseconds }) => `- ${label}: ${formatMilliseconds(milliseconds)} ms`),
    `- after the requests, ${formatCount(heldAfterLoad)} MB of heap and buffers are held`,
  ].join('\n');
}

/** Says which figures a reader should not lean on. */
function formatDoubts(measured) {
  const count = (wanted) => measured.filter(({ samples }) => samples.some(wanted)).length;
  const shared = count(isCoreShared);
  const full = count((sample) => sample.generatorBusy > 0.95);
  const doubts = [];
  if (shared > 0) {
    doubts.push(
      `in ${shared} of ${measured.length} cases the server had less than 85 % of its core in some round, because other programs ran: req/s, p50 and p99 are worse than they would be; ratios go by processor time, which suffers less: look at the range`,
    );
  }
  if (full > 0) doubts.push(`in ${full} of ${measured.length} cases the load generator’s core was full in some round: req/s is a lower bound`);
  return [formatList('Doubtful', doubts)];
}

function formatList(heading, lines) {
  return lines.length === 0 ? '' : `### ${heading}\n\n${lines.map((line) => `- ${line}`).join('\n')}`;
}

function formatVerdicts(verdicts) {
  const lines = verdicts.map(({ target, verdict, worst, where, doubtful }) => {
    if (worst === null) return `- not measured: ${target}`;
    return `- ${verdict}: ${target}; worst ${worst >= 10 ? formatCount(worst) : formatRatio(worst)} (${where})${doubtful ? '; doubtful: the core was shared' : ''}`;
  });
  return `### Targets\n\n${lines.join('\n')}`;
}

const HEADINGS = ['server', 'contract', 'rows', 'case', 'req/s', '× Express', '(range)', '× node:http', 'p50 ms', 'p99 ms', 'server core', 'generator core', 'body bytes'];
const LEFT = new Set(['server', 'contract', 'case']);

/**
 * @param {import('./rounds.mjs').Measured[]} measured
 * @returns {string} a Markdown table
 */
export function formatTable(measured) {
  const rows = measured.map((entry) => formatRow(entry, measured));
  const widths = HEADINGS.map((heading, column) => Math.max(heading.length, ...rows.map((row) => row[column].length)));
  const line = (cells) => `| ${cells.map((text, column) => (LEFT.has(HEADINGS[column]) ? text.padEnd(widths[column]) : text.padStart(widths[column]))).join(' | ')} |`;
  const rule = HEADINGS.map((heading, column) => (LEFT.has(heading) ? '-'.repeat(widths[column]) : `${'-'.repeat(widths[column] - 1)}:`));
  return [line(HEADINGS), line(rule), ...rows.map(line)].join('\n');
}

function formatRow(entry, measured) {
  const { cell, samples, bodyBytes, fault } = entry;
  const start = [cell.title, cell.contract, formatCount(cell.rows), cell.caseName];
  if (fault !== '' || samples.length === 0) return [...start, 'not measured', '', '', '', '', '', '', '', formatCount(bodyBytes)];
  const middle = (pick) => median(samples.map(pick));
  const busy = (pick) => (samples.some((sample) => pick(sample) === null) ? '?' : `${Math.round(middle(pick) * 100)} %`);
  const express = compareCells(entry, findBare(measured, 'express', cell));
  const node = compareCells(entry, findBare(measured, 'node', cell));
  return [
    ...start,
    formatCount(middle((sample) => sample.perSecond)),
    formatRatio(express?.median),
    express === undefined ? '' : `${formatRatio(express.least)}–${formatRatio(express.most)}`,
    formatRatio(node?.median),
    formatMilliseconds(middle((sample) => sample.p50)),
    formatMilliseconds(middle((sample) => sample.p99)),
    busy((sample) => sample.serverBusy),
    busy((sample) => sample.generatorBusy),
    formatCount(bodyBytes),
  ];
}

/** @param {number | undefined} ratio @returns {string} two decimals, more for small ones */
export function formatRatio(ratio) {
  if (ratio === undefined) return '–';
  return ratio >= 0.1 ? ratio.toFixed(2) : ratio.toPrecision(2);
}

/** @param {number} value @returns {string} */
export function formatMilliseconds(value) {
  if (Number.isNaN(value)) return '–';
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}

/** @param {number} value @returns {string} rounded, with separators */
export function formatCount(value) {
  return (value < 10 ? Math.round(value * 10) / 10 : Math.round(value)).toLocaleString('en');
}

/**
 * @typedef {object} Verdict
 * @property {string} target in words
 * @property {'met' | 'missed' | 'not measured'} verdict
 * @property {number | null} worst the figure that decides, the worst of all that the target covers
 * @property {string} where that one was found
 * @property {boolean} doubtful whether other programs ran on the core while a time was measured
 */

const CASES = ['first', 'deep', 'filtered', 'two-filter'];

/**
 * @param {import('./rounds.mjs').Measured[]} measured
 * @param {import('./pagewright.mjs').StartFigures[]} starts
 * @param {Map<string, number>} residentAfterLoad MB by "contract, rows"
 * @param {import('./pauses.mjs').PauseFigures[]} pauses
 * @returns {Verdict[]}
 */
export function judgeTargets(measured, starts, residentAfterLoad, pauses) {
  const ours = measured.filter(({ cell }) => cell.contender === 'pagewright');
  const mounted = measured.filter(({ cell }) => cell.contender === 'pagewright-express');
  const sizes = [...new Set(ours.map(({ cell }) => cell.rows))].sort((a, b) => a - b);
  const [least, most] = [sizes[0], sizes.at(-1)];
  const relative = (entries, other) => entries.flatMap((entry) => toFigure(entry, compareCells(entry, other(entry.cell))));
  const named = (caseName) => ours.filter(({ cell }) => cell.caseName === caseName);
  const bare = (contender) => (cell) => findBare(measured, contender, cell);
  const besideNode = ours.map((entry) => divideBy(entry, findBare(measured, 'node', entry.cell)));
  const firstOf = (cell) => findCell(besideNode, { contract: cell.contract, rows: cell.rows, caseName: 'first' });
  const smallest = (cell) => findCell(besideNode, { contract: cell.contract, caseName: cell.caseName, rows: least });
  const ofMost = besideNode.filter(({ cell }) => cell.rows === most && most !== least);
  const p99 = [...ours, ...mounted].flatMap((entry) =>
    entry.samples.length === 0 ? [] : [toLatency(entry)],
  );
  return [
    ...CASES.flatMap((caseName) => [
      atLeast(3, `${caseName} page ≥ 3 × bare Express`, relative(named(caseName), bare('express'))),
      atLeast(0.7, `${caseName} page ≥ 0.7 × bare node:http`, relative(named(caseName), bare('node'))),
      atLeast(0.85, `${caseName} page ≥ 0.85 × bare node:http (goal)`, relative(named(caseName), bare('node'))),
    ]),
    ...['deep', 'filtered'].map((caseName) =>
      atLeast(0.95, `${caseName} page ≥ 0.95 × first page`, relative(besideNode.filter(({ cell }) => cell.caseName === caseName), firstOf))),
    atLeast(0.95, 'most rows ≥ 0.95 × fewest rows', relative(ofMost, smallest)),
    atLeast(0.95, 'mounted in Express, first page ≥ 0.95 × bare Express', relative(mounted.filter(({ cell }) => cell.caseName === 'first'), bare('express'))),
    below(1000, 'ready within 1,000 ms', starts.map(({ readyMs, contract }) => ({ value: readyMs, where: contract }))),
    below(300, 'less than 300 MB when ready', starts.flatMap(({ residentAtReady: value, contract }) => (value === null ? [] : [{ value, where: contract }]))),
    below(300, 'less than 300 MB after the load', [...residentAfterLoad].map(([where, value]) => ({ value, where }))),
    below(50, 'first use of a filter combination in less than 50 ms', starts.flatMap(({ fresh, contract }) =>
      fresh.map(({ label, milliseconds }) => ({ value: milliseconds, where: `${contract}, ${label}` })))),
    below(50, 'nothing holds the event loop for 50 ms', pauses.flatMap(({ contract, pauses: found }) =>
      found.map(({ label, milliseconds }) => ({ value: milliseconds, where: `${contract}, ${label}` })))),
    below(10, 'p99 below 10 ms', p99),
  ];
}

function toLatency({ cell, samples }) {
  return { value: median(samples.map((sample) => sample.p99)), where: describe(cell), doubtful: samples.some(isCoreShared) };
}

function toFigure(entry, ratio) {
  return ratio === undefined ? [] : [{ value: ratio.median, where: describe(entry.cell) }];
}

function describe(cell) {
  return `${cell.contender} ${cell.contract}, ${cell.caseName}, ${cell.rows.toLocaleString('en')} rows`;
}

/** @returns {Verdict} */
function atLeast(limit, target, figures) {
  const worst = figures.reduce((found, figure) => (found === undefined || figure.value < found.value ? figure : found), undefined);
  return toVerdict(target, worst, worst !== undefined && worst.value >= limit);
}

/** @returns {Verdict} */
function below(limit, target, figures) {
  const worst = figures.reduce((found, figure) => (found === undefined || figure.value > found.value ? figure : found), undefined);
  return toVerdict(target, worst, worst !== undefined && worst.value < limit);
}

function toVerdict(target, worst, met) {
  if (worst === undefined) return { target, verdict: 'not measured', worst: null, where: '', doubtful: false };
  return { target, verdict: met ? 'met' : 'missed', worst: worst.value, where: worst.where, doubtful: worst.doubtful ?? false };
}

/**
 * @typedef {object} Ratio of one cell to another
 * @property {number} median over the rounds
 * @property {number} least
 * @property {number} most
 */

/**
 * Compares two cells round by round: what disturbs a whole round disturbs both, and cancels out.
 * The rate is responses per second of the server's own processor time; with a full core that is responses per second.
 * @param {import('./rounds.mjs').Measured | undefined} one
 * @param {import('./rounds.mjs').Measured | undefined} other
 * @returns {Ratio | undefined} nothing when either was not measured
 */
export function compareCells(one, other) {
  if (one === undefined || other === undefined || one.fault !== '' || other.fault !== '') return undefined;
  const ratios = one.samples.map((sample, round) => sample.perCoreSecond / other.samples[round].perCoreSecond);
  if (ratios.length === 0) return undefined;
  return { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}

/**
 * What is left when what the bytes alone cost is taken away: pages of different cases have different lengths, and one page
 * again and again lies nearer to the processor than five hundred.
 * @param {import('./rounds.mjs').Measured} entry
 * @param {import('./rounds.mjs').Measured | undefined} bare that sends the same pages
 * @returns {import('./rounds.mjs').Measured} the entry itself when that was not measured
 */
function divideBy(entry, bare) {
  if (bare === undefined || bare.fault !== '') return entry;
  const samples = entry.samples.map((sample, round) => ({ ...sample, perCoreSecond: sample.perCoreSecond / bare.samples[round].perCoreSecond }));
  return { ...entry, samples };
}

/** The bare server's cell that sends what a cell asks for; to other tools, whose bodies are their own, the first page. */
function findBare(measured, contender, { contract, caseName, isPeer }) {
  return findCell(measured, { contender, contract, caseName: isPeer ? 'first' : caseName });
}

/**
 * @param {import('./rounds.mjs').Measured[]} measured
 * @param {Partial<import('./rounds.mjs').Cell>} wanted
 * @returns {import('./rounds.mjs').Measured | undefined}
 */
export function findCell(measured, wanted) {
  return measured.find(({ cell }) => Object.entries(wanted).every(([name, value]) => cell[name] === value));
}
