import { median } from '../lib/statistics.mjs';

/**
 * @typedef {object} Ratio of one cell to another
 * @property {number} median over the rounds
 * @property {number} least
 * @property {number} most
 */

/**
 * Compares two cells round by round: what disturbs a whole round disturbs both, and cancels out.
 * The rate is responses per second of the server's own processor time; with a full core that is responses per second.
 * @param {import('../measure/cell.mjs').Measured | undefined} one
 * @param {import('../measure/cell.mjs').Measured | undefined} other
 * @returns {Ratio | undefined} nothing when either was not measured
 */
export function compareCells(one, other) {
  if (one === undefined || other === undefined || one.fault !== '' || other.fault !== '') return undefined;
  const ratios = one.samples.map((sample, round) => sample.perCoreSecond / other.samples[round].perCoreSecond);
  if (ratios.length === 0) return undefined;
  return { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}

/**
 * @param {import('../measure/cell.mjs').Measured[]} measured
 * @param {Partial<import('../measure/cell.mjs').Cell>} wanted
 * @returns {import('../measure/cell.mjs').Measured | undefined}
 */
export function findCell(measured, wanted) {
  return measured.find(({ cell }) => Object.entries(wanted).every(([name, value]) => cell[name] === value));
}
