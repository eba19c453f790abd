import type { Contract } from '../../src/contract/contract.ts';
import type { Area, Check, CheckContext } from '../check.ts';
import { type Exchange, toCurl } from '../client/exchange.ts';
import type { Knowledge } from '../diagnosis/diagnose.ts';
import { chooseQuestion, type Inquiry } from '../diagnosis/question.ts';
import { createLedger } from '../ledger.ts';
import { matchIds, reportedId } from '../requirement.ts';
import { createConfirm, isDoubt } from './confirmation.ts';
import type { CheckOutcome, RunRecord } from './record.ts';

/** How much a run asks at present. */
export interface Pace {
  /** How many attempts of each kind the check makes that runs. */
  attempts: number;
  /** How many requests the run may have sent in all, beside the limit of the target. */
  limit: number;
  /** The first request that was refused for this. */
  refused?: Exchange;
}

/** What it takes to run a check again. */
export interface Inquirer {
  readonly contract: Contract;
  readonly areas: readonly Area[];
  readonly record: RunRecord;
  readonly context: CheckContext;
  readonly pace: Pace;
  /** Whether answers that were given before may be given again. */
  readonly remember: (on: boolean) => void;
  readonly run: (check: Check, context: CheckContext) => Promise<CheckOutcome>;
  /** What bugs are known; those that come with the package by default. */
  readonly knowledge?: Knowledge | undefined;
}

/** At most so many requests are sent at the end of a run to tell causes apart. */
const FURTHER_REQUESTS = 20;

/**
 * Asks what tells the likeliest cause of the violations so far from what else it may be, if that is still open: its check runs in full,
 * with a few of the requests that are left.
 *
 * @returns what was asked; undefined where nothing that is open would tell
 */
export async function askFurther(inquirer: Inquirer): Promise<Inquiry | undefined> {
  const { contract, record, context, pace, knowledge } = inquirer;
  if (record.ledger.violated.size === 0) return undefined;
  const byId = new Map(record.requirements.map((one) => [reportedId(contract, one), one.id]));
  const find = (id: string): Check | undefined => findCheck(inquirer, byId.get(id) ?? '');
  const question = chooseQuestion(contract, record.preview(), (id) => find(id) !== undefined, knowledge);
  const check = question === undefined ? undefined : find(question.requirement);
  if (question === undefined || check === undefined) return undefined;
  const { target } = context.list;
  const before = target.usage.requests;
  pace.attempts = Number.POSITIVE_INFINITY;
  pace.limit = before + FURTHER_REQUESTS;
  const id = byId.get(question.requirement) ?? '';
  const outcome = target.remaining > 0 ? await inquirer.run(check, prepare(inquirer, id)) : undefined;
  if (outcome !== undefined) record.note(outcome);
  const requests = target.usage.requests - before;
  const next = isOpen(record, id) ? await findNextRequest(inquirer, check) : undefined;
  return { ...question, requests, ...(next === undefined ? {} : { curl: next }) };
}

/** Whether a requirement is open and may be decided by running a check again, so that its conclusion can wait. */
export function mayAskFurther(inquirer: Pick<Inquirer, 'record' | 'areas'>, id: string): boolean {
  return isOpen(inquirer.record, id) && findCheck(inquirer, id) !== undefined;
}

function isOpen({ ledger }: RunRecord, id: string): boolean {
  const { exercised, violations } = ledger.read(id);
  return exercised.size === 0 && violations.length === 0;
}

/** The check that may decide a requirement after all: it was cut short, or found something that it could not confirm. */
function findCheck({ record, areas }: Pick<Inquirer, 'record' | 'areas'>, id: string): Check | undefined {
  const isDoubtful = record.ledger.read(id).open.some(isDoubt);
  const checks = areas.flatMap((area) => area.checks.filter(({ verifies }) => matchIds(verifies)(id)));
  return checks.find((check) => {
    const outcome = record.find(check);
    return outcome?.isCutShort === true || (isDoubtful && outcome !== undefined);
  });
}

/** In full; what was doubtful has to be seen in new responses. */
function prepare({ context, record, remember }: Inquirer, id: string): CheckContext {
  const isDoubtful = record.ledger.read(id).open.some(isDoubt);
  const { requirements, ledger } = record;
  const { seed, sizes, reach } = context.design;
  return {
    ...context,
    design: { seed, sizes, reach, profile: 'whole' },
    confirm: createConfirm(requirements, ledger, context.survey.window, isDoubtful ? () => {} : remember),
  };
}

/** The request that the check would send next, as a command. */
async function findNextRequest(inquirer: Inquirer, check: Check): Promise<string | undefined> {
  const { record, context, pace, run, remember } = inquirer;
  const scratch = createLedger(record.requirements);
  const confirm = createConfirm(record.requirements, scratch, context.survey.window, remember);
  pace.limit = 0;
  delete pace.refused;
  await run(check, { ...context, ledger: scratch, confirm });
  return pace.refused === undefined ? undefined : toCurl(pace.refused);
}
