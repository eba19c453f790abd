import { isCoreShared } from '../measure/cell.mjs';
import { formatCount, formatMilliseconds, formatRatio, formatTable } from './format-table.mjs';

/**
 * @param {object} run
 * @param {string} run.machine
 * @param {string} run.pinning
 * @param {number | null} run.stolen share of processor time withheld by the host
 * @param {import('../lib/options.mjs').Options} run.options
 * @param {import('../measure/cell.mjs').Measured[]} run.measured
 * @param {import('../measure/measure-start.mjs').StartFigures[]} run.starts
 * @param {import('./judge-targets.mjs').Verdict[]} run.verdicts
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
