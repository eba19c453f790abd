import { hasAlarm, isNoticed } from './kill-task.mjs';
import { listJudges } from './watch-areas.mjs';

/**
 * What a suite that should notice every deviation has to improve.
 *
 * @param {import('./kill-task.mjs').KillOutcome[]} outcomes
 * @param {boolean} isWhole - whether all deviations were tried, so that a judge who noticed nothing is of no use
 * @returns {string[]} a line for each problem
 */
export function judgeKills(outcomes, isWhole) {
  const survivors = outcomes.filter((outcome) => outcome.level !== undefined && !isNoticed(outcome));
  const alarms = outcomes.filter((outcome) => outcome.level === undefined && hasAlarm(outcome));
  const busy = new Set(outcomes.filter(({ level }) => level !== undefined).flatMap(({ judges }) => judges));
  const idle = isWhole ? listJudges().filter((id) => !busy.has(id)) : [];
  return [
    ...survivors
      .filter(({ level }) => level !== 'chosen')
      .map(
        ({ contract, deviation, level, summary }) => `${contract}: ${deviation} (${level}) goes unnoticed: ${summary}`,
      ),
    ...alarms.map(
      (outcome) =>
        `${outcome.contract}: ${outcome.deviation} is allowed, and held against the list: ${listAlarms(outcome)}`,
    ),
    ...idle.map((id) => `${id} notices none of the deviations`),
  ];
}

/** @param {import('./kill-task.mjs').KillOutcome} outcome */
function listAlarms({ failure, verdicts }) {
  const bad = Object.entries(verdicts).filter(([, verdict]) => verdict === 'fail' || verdict === 'error');
  return [...bad.map(([id, verdict]) => `${verdict} ${id}`), ...(failure === undefined ? [] : [failure])].join(', ');
}
