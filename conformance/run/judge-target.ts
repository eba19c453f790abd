import type { Contract } from '../../src/contract/contract.ts';
import type { Area, Check, CheckContext } from '../check.ts';
import type { Target } from '../client/target.ts';
import { TargetError } from '../client/target-error.ts';
import { type Answer, hasPage } from '../list/answer.ts';
import { createListClient } from '../list/create-list-client.ts';
import { createSeenItems } from '../survey/create-seen-items.ts';
import { takeSurvey } from '../survey/take-survey.ts';
import { createConfirm } from './create-confirm.ts';
import type { RunRecord } from './create-record.ts';
import { matchIds } from './match-ids.ts';
import { openList } from './open-list.ts';
import { runCheck, selectChecks } from './run-checks.ts';
import type { RunOptions } from './run-options.ts';

/** The options of a run, with the areas to look at. */
type JudgeOptions = RunOptions & { readonly areas: readonly Area[] };

/**
 * Asks a target everything that can be asked of it, and concludes all requirements of the record.
 *
 * @returns why it ended early, if it did
 * @throws NotAccessibleError when the list cannot be read at all
 */
export async function judgeTarget(
  contract: Contract,
  target: Target,
  options: JudgeOptions,
  record: RunRecord,
): Promise<string | undefined> {
  try {
    const context = await prepare(contract, target, options, record);
    const stopped = context === undefined ? undefined : await runAll(contract, options, record, context);
    record.conclude(stopped);
    return stopped;
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    record.conclude(error.message);
    return error.message;
  }
}

/** Opens the list and surveys it; there is nothing to survey when the answer is a success without a readable page, twice. */
async function prepare(
  contract: Contract,
  target: Target,
  { areas }: JudgeOptions,
  record: RunRecord,
): Promise<CheckContext | undefined> {
  const { ledger, requirements } = record;
  const seen = createSeenItems();
  const inspect = areas.flatMap(({ inspectors }) => inspectors.map((inspector) => inspector.prepare(contract)));
  const onAnswer = (answer: Answer): void => {
    seen.note(answer);
    for (const look of inspect) look(answer, ledger);
  };
  const list = createListClient(contract, target, { onAnswer });
  let opening = await openList(list);
  // What comes once may be an accident, and is held against nobody.
  if (!hasPage(opening)) opening = await openList(list);
  if (!hasPage(opening)) return undefined;
  const survey = await takeSurvey(list, { opening, seen: seen.items });
  return { contract, list, survey, ledger, confirm: createConfirm(requirements, ledger, survey.window) };
}

async function runAll(
  contract: Contract,
  { areas, onProgress = () => {} }: JudgeOptions,
  record: RunRecord,
  context: CheckContext,
): Promise<string | undefined> {
  const { requirements } = record;
  const decides = ({ verifies }: Check): boolean => requirements.some(({ id }) => matchIds(verifies)(id));
  const inspected = matchIds(areas.flatMap(({ inspectors }) => inspectors.flatMap(({ verifies }) => verifies)));
  const checks = areas.flatMap((area) => selectChecks(area.checks, contract, decides));
  for (const [index, check] of checks.entries()) {
    const { done, failed } = record.progress;
    const { requests } = context.list.target.usage;
    onProgress({ done, total: requirements.length, requests, failed, current: check.title });
    const outcome = await runCheck(check, context);
    record.note(outcome);
    if (outcome.stopped !== undefined) return outcome.stopped;
    const later = matchIds(checks.slice(index + 1).flatMap(({ verifies }) => verifies));
    record.concludeWhere(({ id }) => !later(id) && !inspected(id));
  }
  return undefined;
}
