import { isCoreShared } from '../measure/cell.mjs';
import { median } from '../lib/statistics.mjs';
import { compareCells, findCell } from './ratios.mjs';

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
 * @param {import('../measure/cell.mjs').Measured[]} measured
 * @param {import('../measure/measure-start.mjs').StartFigures[]} starts
 * @param {Map<string, number>} residentAfterLoad MB by "contract, rows"
 * @returns {Verdict[]}
 */
export function judgeTargets(measured, starts, residentAfterLoad) {
  const ours = measured.filter(({ cell }) => cell.contender === 'pagewright');
  const mounted = measured.filter(({ cell }) => cell.contender === 'pagewright-express');
  const sizes = [...new Set(ours.map(({ cell }) => cell.rows))].sort((a, b) => a - b);
  const [least, most] = [sizes[0], sizes.at(-1)];
  const relative = (entries, other) => entries.flatMap((entry) => toFigure(entry, compareCells(entry, other(entry.cell))));
  const named = (caseName) => ours.filter(({ cell }) => cell.caseName === caseName);
  const bare = (contender) => (cell) => findCell(measured, { contender, contract: cell.contract });
  const firstOf = (cell) => findCell(measured, { contender: cell.contender, contract: cell.contract, rows: cell.rows, caseName: 'first' });
  const smallest = (cell) => findCell(ours, { contract: cell.contract, caseName: cell.caseName, rows: least });
  const ofMost = ours.filter(({ cell }) => cell.rows === most && most !== least);
  const p99 = [...ours, ...mounted].flatMap((entry) =>
    entry.samples.length === 0 ? [] : [toLatency(entry)],
  );
  return [
    ...CASES.flatMap((caseName) => [
      atLeast(2, `${caseName} page ≥ 2.0 × bare Express`, relative(named(caseName), bare('express'))),
      atLeast(2.5, `${caseName} page ≥ 2.5 × bare Express (goal)`, relative(named(caseName), bare('express'))),
      atLeast(0.5, `${caseName} page ≥ 0.5 × bare node:http`, relative(named(caseName), bare('node'))),
    ]),
    ...['deep', 'filtered'].map((caseName) => atLeast(0.9, `${caseName} page ≥ 0.9 × first page`, relative(named(caseName), firstOf))),
    atLeast(0.9, 'most rows ≥ 0.9 × fewest rows', relative(ofMost, smallest)),
    atLeast(0.8, 'mounted in Express, first page ≥ 0.8 × bare Express', relative(mounted.filter(({ cell }) => cell.caseName === 'first'), bare('express'))),
    below(1500, 'ready within 1,500 ms', starts.map(({ readyMs, contract }) => ({ value: readyMs, where: contract }))),
    below(300, 'less than 300 MB when ready', starts.flatMap(({ residentAtReady: value, contract }) => (value === null ? [] : [{ value, where: contract }]))),
    below(300, 'less than 300 MB after the load', [...residentAfterLoad].map(([where, value]) => ({ value, where }))),
    below(50, 'first use of a filter combination in less than 50 ms', starts.flatMap(({ fresh, contract }) =>
      fresh.map(({ label, milliseconds }) => ({ value: milliseconds, where: `${contract}, ${label}` })))),
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

