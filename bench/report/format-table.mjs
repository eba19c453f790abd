import { median } from '../lib/statistics.mjs';
import { compareCells, findCell } from './ratios.mjs';

const HEADINGS = ['server', 'contract', 'rows', 'case', 'req/s', '× Express', '(range)', '× node:http', 'p50 ms', 'p99 ms', 'server core', 'generator core', 'body bytes'];
const LEFT = new Set(['server', 'contract', 'case']);

/**
 * @param {import('../measure/cell.mjs').Measured[]} measured
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
  const express = compareCells(entry, findCell(measured, { contender: 'express', contract: cell.contract }));
  const node = compareCells(entry, findCell(measured, { contender: 'node', contract: cell.contract }));
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
