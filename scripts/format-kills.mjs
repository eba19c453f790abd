import { hasAlarm, isNoticed, SCENARIOS } from './kill-task.mjs';
import { listJudges } from './watch-areas.mjs';

const MOST_IDS = 4;
const SEVERITY = ['fail', 'error', 'warn', 'note'];

/**
 * The kill matrix as Markdown: the same text for the same outcomes.
 *
 * @param {import('./kill-task.mjs').KillOutcome[]} outcomes
 */
export function formatKills(outcomes) {
  const bugs = outcomes.filter(({ level }) => level !== undefined);
  const variations = outcomes.filter(({ level }) => level === undefined);
  const contracts = [...new Set(outcomes.map(({ contract }) => contract))];
  return [
    '# What the suite notices',
    '',
    'Written by `npm run kills`: each deviation is a bug that the mock can have on purpose (`pagewright deviations`), and the suite',
    'is run against it. One from a documented rule has to fail, from an inferred one to be warned of, from a chosen one to be noted.',
    'Variations are what contracts allow: nothing may be held against them.',
    '',
    ...formatTable(
      ['contract', 'deviations', 'noticed', 'variations', 'without alarm'],
      contracts.map((id) => summarize(id, outcomes)),
    ),
    ...contracts.flatMap((id) => [
      `## ${id}`,
      '',
      ...formatTable(
        ['deviation', 'breaks what is', 'noticed by'],
        bugs
          .filter(({ contract }) => contract === id)
          .map((one) => [one.deviation, one.level ?? '', describeKill(one)]),
      ),
    ]),
    '## Checks and inspectors',
    '',
    ...formatTable(
      ['check', 'notices'],
      listJudges().map((id) => [id, String(bugs.filter(({ judges }) => judges.includes(id)).length)]),
    ),
    '## Variations',
    '',
    ...formatTable(
      ['contract', 'variation', 'verdict'],
      variations.map((one) => [one.contract, one.deviation, describeVariation(one)]),
    ),
  ].join('\n');
}

/**
 * @param {string} id
 * @param {import('./kill-task.mjs').KillOutcome[]} outcomes
 */
function summarize(id, outcomes) {
  const own = outcomes.filter(({ contract }) => contract === id);
  const bugs = own.filter(({ level }) => level !== undefined);
  const variations = own.filter(({ level }) => level === undefined);
  const counts = [bugs, bugs.filter(isNoticed), variations, variations.filter((one) => !hasAlarm(one))];
  return [id, ...counts.map(({ length }) => String(length))];
}

/** @param {import('./kill-task.mjs').KillOutcome} outcome */
function describeKill(outcome) {
  const { verdicts, failure, scenario } = outcome;
  if (!isNoticed(outcome)) return `**nothing**${listIds(verdicts) === '' ? '' : ` (${listIds(verdicts)})`}`;
  const where = scenario === SCENARIOS[0] ? '' : ` (${scenario})`;
  return `${failure ?? listIds(verdicts)}${where}`;
}

/** @param {import('./kill-task.mjs').KillOutcome} outcome */
function describeVariation(outcome) {
  const alarm = hasAlarm(outcome) ? '**alarm** ' : '';
  return `${alarm}${outcome.failure ?? (listIds(outcome.verdicts) || 'nothing')}`;
}

/** @param {Record<string, string>} verdicts */
function listIds(verdicts) {
  const sorted = Object.entries(verdicts).sort(([, a], [, b]) => SEVERITY.indexOf(a) - SEVERITY.indexOf(b));
  const texts = sorted.slice(0, MOST_IDS).map(([id, verdict]) => `${verdict} \`${id}\``);
  return [...texts, ...(sorted.length > MOST_IDS ? [`${sorted.length - MOST_IDS} more`] : [])].join(', ');
}

/**
 * @param {string[]} head
 * @param {string[][]} rows
 */
function formatTable(head, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}
