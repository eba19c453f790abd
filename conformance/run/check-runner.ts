import type { Contract } from '../../src/contract/contract.ts';
import { listCredentialHeaders, listPublicHeaders } from '../../src/contract/credentials.ts';
import { PagewrightError } from '../../src/contract/error.ts';
import type { Area, Check, CheckContext } from '../check.ts';
import type { Target } from '../client/target.ts';
import { createDesign, type Design, type Profile } from '../design/design.ts';
import { drawSeed } from '../design/random.ts';
import type { Knowledge } from '../diagnosis/diagnose.ts';
import type { Inquiry } from '../diagnosis/question.ts';
import type { Hooks } from '../hooks/hooks.ts';
import type { Ledger } from '../ledger.ts';
import { type Answer, hasPage } from '../list/answer.ts';
import { createListClient, type ListClient } from '../list/client.ts';

import { EVERYTHING } from '../list/query.ts';
import type { ProgressState } from '../report/progress.ts';
import { matchIds } from '../requirement.ts';
import { completeContract, hasSilence, judgeFirst } from '../survey/silence.ts';
import { createSeenItems, takeSurvey } from '../survey/survey.ts';
import { createConfirm } from './confirmation.ts';
import { askFurther, mayAskFurther, type Pace } from './further.ts';
import { describeGiven } from './needs.ts';
import type { CheckOutcome, RunRecord } from './record.ts';

interface JudgeOptions {
  readonly areas: readonly Area[];
  readonly onProgress?: ((state: ProgressState) => void) | undefined;
  /** Decides what is left to chance; drawn by default. */
  readonly seed?: number | undefined;
  readonly profile?: Profile | undefined;
  /** Gets the design of the run as soon as there is one. */
  readonly onDesign?: ((design: Design) => void) | undefined;
  /** Gets what was asked to tell the causes of violations apart, if anything was. */
  readonly onInquiry?: ((inquiry: Inquiry) => void) | undefined;
  /** What bugs are known; those that come with the package by default. */
  readonly knowledge?: Knowledge | undefined;
  /** What the caller has lent to the run; nothing by default. */
  readonly hooks?: Hooks | undefined;
}

/**
 * Runs all checks against a target, and concludes all requirements of the record.
 *
 * @returns why it ended early, if it did
 * @throws PagewrightError `not-accessible` when the list cannot be read at all
 */
export async function judgeTarget(
  contract: Contract,
  target: Target,
  options: JudgeOptions,
  record: RunRecord,
): Promise<string | undefined> {
  try {
    const pace: Pace = { attempts: Number.POSITIVE_INFINITY, limit: Number.POSITIVE_INFINITY };
    const paced = target.fork({
      maxRequests: () => pace.limit,
      onRefused: (request) => {
        pace.refused ??= request;
      },
    });
    const prepared = await prepare(contract, paced, options, record, pace);
    const stopped = prepared === undefined ? undefined : await runAll(options, record, prepared, pace);
    if (prepared !== undefined && stopped === undefined) {
      const { areas, knowledge } = options;
      const inquiry = await askFurther({ contract, areas, record, pace, run: runCheck, knowledge, ...prepared });
      if (inquiry !== undefined) options.onInquiry?.(inquiry);
    }
    record.conclude(stopped);
    return stopped;
  } catch (error) {
    if (!(error instanceof PagewrightError) || error.code === 'not-accessible') throw error;
    record.conclude(error.message);
    return error.message;
  }
}

/** What checks use, and whether answers that were given before may be given to them again. */
interface Prepared {
  readonly context: CheckContext;
  readonly remember: (on: boolean) => void;
}

/** Reads the first page and surveys the list; returns undefined when the response is a success without a page, twice. */
async function prepare(
  written: Contract,
  target: Target,
  { areas, seed = drawSeed(), profile = 'whole', onDesign = () => {}, hooks }: JudgeOptions,
  record: RunRecord,
  pace: Pace,
): Promise<Prepared | undefined> {
  const { ledger, requirements } = record;
  const seen = createSeenItems();
  const contract = await complete(written, target, ledger);
  const design = createDesign(contract, { seed, profile });
  onDesign(design);
  const inspect = areas.flatMap(({ inspectors }) => inspectors.map((inspector) => inspector.prepare(contract)));
  const onAnswer = (answer: Answer): void => {
    seen.note(answer);
    for (const look of inspect) look(answer, ledger);
  };
  const memory = { isOn: false };
  const remember = (on: boolean): void => {
    memory.isOn = on;
  };
  const list = createListClient(contract, target, { onAnswer, memory, design });
  let opening = await openList(list);
  // A failure that occurs once may be transient.
  if (!hasPage(opening)) opening = await openList(list);
  if (!hasPage(opening)) return undefined;
  remember(true);
  const survey = await takeSurvey(list, { opening, seen: seen.items, isQuick: profile === 'quick' });
  remember(false);
  const confirm = createConfirm(requirements, ledger, survey.window, remember, (attempts) =>
    attempts.slice(0, pace.attempts),
  );
  design.reach.note(survey.head.ids.length);
  const lent = hooks === undefined ? {} : { hooks };
  return { context: { contract, list, survey, design, ledger, confirm, ...lent }, remember };
}

/** The contract with what it is silent on, as far as the target itself shows it. */
async function complete(contract: Contract, target: Target, ledger: Ledger): Promise<Contract> {
  if (!hasSilence(contract)) return contract;
  const list = createListClient(contract, target);
  const opening = await openList(list);
  if (!hasPage(opening)) return contract;
  const found = await completeContract(list, opening);
  judgeFirst(contract, found, ledger, opening);
  return found;
}

async function runAll(
  { areas, onProgress = () => {} }: JudgeOptions,
  record: RunRecord,
  { context }: Prepared,
  pace: Pace,
): Promise<string | undefined> {
  const { contract } = context;
  const { requirements } = record;
  const isQuick = context.design.profile === 'quick';
  const decides = ({ verifies }: Check): boolean => requirements.some(({ id }) => matchIds(verifies)(id));
  const inspected = matchIds(areas.flatMap(({ inspectors }) => inspectors.flatMap(({ verifies }) => verifies)));
  const given = describeGiven(context.list.target, context.hooks);
  const checks = areas
    .flatMap((area) => selectChecks(area.checks, contract, decides))
    .filter((check) => check.isUseful?.(given) ?? true);
  for (const [index, check] of checks.entries()) {
    const { done, failed } = record.progress;
    const { requests } = context.list.target.usage;
    onProgress({ done, total: requirements.length, requests, failed, current: check.title });
    if (isQuick) pace.attempts = check.quick ?? Number.POSITIVE_INFINITY;
    const outcome = pace.attempts === 0 ? leaveOut(check) : await runCheck(check, context);
    record.note(isQuick && check.quick !== undefined ? { ...outcome, isCutShort: true } : outcome);
    if (outcome.stopped !== undefined) return outcome.stopped;
    const later = matchIds(checks.slice(index + 1).flatMap(({ verifies }) => verifies));
    record.concludeWhere(({ id }) => !later(id) && !inspected(id) && !mayAskFurther({ record, areas }, id));
  }
  return undefined;
}

function leaveOut(check: Check): CheckOutcome {
  return { check, requests: 0, interruption: { verdict: 'inconclusive', reason: 'not tried in a quick run' } };
}

/** In characters, for messages. */
const MAX_BODY_LENGTH = 300;

/**
 * Requests the first page without parameters.
 *
 * @throws PagewrightError `not-accessible` when the response is no success
 */
export async function openList(list: ListClient): Promise<Answer> {
  const answer = await ask(list);
  const { status, text, exchange } = answer.response;
  if (status >= 200 && status < 300) return answer;
  const said = list.target.redact(text.replace(/\s+/g, ' ').trim()).slice(0, MAX_BODY_LENGTH);
  throw new PagewrightError(
    'not-accessible',
    `${exchange.url} responded with ${status}${said === '' ? '' : `: ${said}`}\n${advise(answer, list)}`,
  );
}

async function ask(list: ListClient): Promise<Answer> {
  try {
    return await list.ask(EVERYTHING);
  } catch (error) {
    if (!(error instanceof PagewrightError) || error.code === 'aborted') throw error;
    throw new PagewrightError('not-accessible', error.message, { cause: error });
  }
}

function advise({ response }: Answer, { contract, target }: ListClient): string {
  const { status, url, headers: received } = response;
  const { location } = received;
  if (status >= 300 && status < 400 && location !== undefined) {
    return `It redirects to ${target.redact(location).slice(0, MAX_BODY_LENGTH)}, which is not followed: pass --base-url so that the list is there.`;
  }
  const headers = [...listCredentialHeaders(contract), ...listPublicHeaders(contract)];
  if (status === 404) return `The list is expected at the base URL followed by ${contract.path}.`;
  if (status >= 500) return 'The request had no parameters, so nothing else can be checked either.';
  const sent = new URL(url).searchParams;
  const missing = contract.parameters.filter(({ name, in: place, required }) => {
    return place === 'query' && required && !sent.has(name);
  });
  const lines = [
    ...(missing.length === 0
      ? []
      : [
          `Missing query parameters that the document requires: ${missing.map(({ name }) => `--query ${name}=…`).join(' ')}`,
        ]),
    ...(headers.length === 0 ? [] : [`Required headers: ${headers.map(capitalizeHeader).join(', ')}.`]),
  ];
  return lines.length === 0 ? 'Expected a page of the list.' : lines.join('\n');
}

/** Contracts have header names in lower case or as in their document; a message shows one casing. */
function capitalizeHeader(name: string): string {
  return name.replace(/(?<![a-z])[a-z]/gi, (letter) => letter.toUpperCase());
}

/** The checks that apply to a contract and can decide any of its requirements. */
export function selectChecks(
  checks: readonly Check[],
  contract: Contract,
  decides: (check: Check) => boolean,
): readonly Check[] {
  return checks.filter((check) => (check.appliesTo?.(contract) ?? true) && decides(check));
}

/** Runs a check; an error becomes part of the outcome, so that other checks still run. */
export async function runCheck(check: Check, context: CheckContext): Promise<CheckOutcome> {
  const before = context.list.target.usage.requests;
  const finish = (rest: Pick<CheckOutcome, 'interruption' | 'stopped' | 'isCutShort'> = {}): CheckOutcome => {
    return { check, requests: context.list.target.usage.requests - before, ...rest };
  };
  try {
    await check.run(context);
    return finish();
  } catch (error) {
    if (error instanceof PagewrightError && error.code === 'aborted') return finish({ stopped: error.message });
    const isCutShort = error instanceof PagewrightError && error.code === 'budget-exhausted';
    return finish({ interruption: explain(error, check), ...(isCutShort ? { isCutShort } : {}) });
  }
}

/** A 429 or an exhausted budget is no error: the requirement is inconclusive. */
function explain(error: unknown, { id }: Check): NonNullable<CheckOutcome['interruption']> {
  if (!(error instanceof PagewrightError)) {
    const reason = `the check ${id} failed with an error of the suite itself: ${describe(error)}`;
    return { verdict: 'error', reason, isInternal: true };
  }
  const verdict = error.code === 'budget-exhausted' || error.code === 'rate-limited' ? 'inconclusive' : 'error';
  return { verdict, reason: error.message };
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
