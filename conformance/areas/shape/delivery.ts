import type { Json, Pointer } from '../../../src/contract/contract.ts';
import { readPointer } from '../../../src/contract/json-pointer.ts';
import { countNoun } from '../../../src/contract/text.ts';
import type { Check, Inspector } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { type Answer, hasPage, isSuccess } from '../../list/answer.ts';
import { isPagingGuessed } from '../integrity/requirements.ts';

/** The status of a method that a server does not implement. */
const UNSUPPORTED = 501;

export const inspectDelivery: Inspector = {
  id: 'shape.delivery',
  title: 'Checks that every page is readable and no response is a 5xx',
  verifies: [
    'answers.readable',
    'answers.no-server-error',
    'answers.charset',
    'item.whole-texts',
    'token.no-server-error',
    'rate-limit.retry-after',
  ],
  prepare(contract) {
    const { status: usual, isAnySuccess } = contract;
    const isGuessed = isPagingGuessed(contract);
    const seen = new Map<string, number>();
    // The same failure twice for the same request is not transient.
    const isSecond = (answer: Answer): boolean => {
      if (answer.response.memoized) return false;
      const { status, url, exchange } = answer.response;
      const key = `${status} ${url} ${exchange.requestBody ?? ''} ${JSON.stringify(answer.query.partition)}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
      return (seen.get(key) ?? 0) > 1;
    };
    const passing: Answer[] = [];
    const judgeReadable = (ledger: Ledger, answer: Answer): void => {
      const { status } = answer.response;
      if (hasPage(answer) && (isAnySuccess || status === usual)) ledger.exercise('answers.readable', 'pages');
      else if (hasPage(answer) || (isFirstPage(answer) && status < 500 && isSecond(answer)))
        reportStatus(ledger, 'answers.readable', answer);
    };
    return (answer, ledger) => {
      const { status, rateLimits } = answer.response;
      if (!answer.response.memoized) judgePassing(ledger, answer, passing);
      judgeTexts(ledger, answer);
      judgeRateLimits(ledger, answer, rateLimits);
      // The list client has retried already.
      if (status === UNSUPPORTED && answer.response.exchange.method === 'HEAD') return;
      judgeServerError(ledger, answer, isGuessed && isForged(answer, contract.page.position));
      if (answer.purpose === 'page') judgeReadable(ledger, answer);
    };
  },
};

function judgeServerError(ledger: Ledger, answer: Answer, isOfForgedToken: boolean): void {
  const requirement = isOfForgedToken ? 'token.no-server-error' : 'answers.no-server-error';
  if (answer.response.status >= 500) reportStatus(ledger, requirement, answer);
  else ledger.exercise(requirement, 'responses');
}

/** Whether it was asked for with a position that no server gave, which may be one among hostile values. */
function isForged(answer: Answer, parameter: string): boolean {
  if (!isFirstPage(answer)) return answer.purpose === 'rejection';
  return answer.purpose !== 'page' && new URL(answer.response.url).searchParams.has(parameter);
}

/** A server that fails at work does so again and again; what stands before it may fail now and then. */
const MAX_PASSING = 2;
const INTERNAL_ERROR = 500;

/** Internal errors that do not occur again for the same request, but for others. */
function judgePassing(ledger: Ledger, answer: Answer, passing: Answer[]): void {
  const { failedBefore } = answer;
  if (failedBefore?.status !== INTERNAL_ERROR) return;
  passing.push({ ...answer, response: failedBefore });
  if (passing.length <= MAX_PASSING) return;
  ledger.violate('answers.no-server-error', {
    summary: `${countNoun(passing.length, 'request')} got a ${INTERNAL_ERROR}, and not when repeated`,
    received: INTERNAL_ERROR,
    answers: passing.slice(-MAX_PASSING),
  });
}

/** Bytes that are no text in their charset, and texts that end within a character. */
function judgeTexts(ledger: Ledger, answer: Answer): void {
  const { isGarbled, text } = answer.response;
  if (isGarbled) {
    const summary = 'a response has bytes that are no text in its charset';
    ledger.violate('answers.charset', { summary, answers: [answer] });
  } else if (/\P{ASCII}/u.test(text)) ledger.exercise('answers.charset', 'responses');
  if (isGarbled || !hasPage(answer)) return;
  const cut = text.includes('\ufffd') ? /"[^"]*\ufffd"/.exec(text) : null;
  if (cut !== null) {
    const summary = 'a text ends within a character';
    ledger.violate('item.whole-texts', { summary, received: cut[0], answers: [answer] });
  } else if (/\P{ASCII}/u.test(text)) ledger.exercise('item.whole-texts', 'pages');
}

/** A later page may be gone when it is requested: broken walks are reported by the checks that walk. */
function isFirstPage({ position }: Answer): boolean {
  return Object.keys(position).length === 0;
}

function reportStatus(ledger: Ledger, requirement: string, answer: Answer): void {
  const { status } = answer.response;
  const summary =
    isSuccess(answer) && !hasPage(answer) ? 'a page has no list of items' : `the response to a request is ${status}`;
  ledger.violate(requirement, { summary, received: status, answers: [answer] });
}

function judgeRateLimits(ledger: Ledger, answer: Answer, { total, silent }: Answer['response']['rateLimits']): void {
  ledger.exercise('rate-limit.retry-after', '429 responses', total - silent);
  if (silent === 0) return;
  const summary = `${countNoun(silent, 'response')} with status 429 and without Retry-After`;
  ledger.violate('rate-limit.retry-after', { summary, expected: 'Retry-After', answers: [answer] });
}

/** Compares the values that must be unique to each response, errors included. */
export const inspectFreshValues: Inspector = {
  id: 'shape.fresh-values',
  title: 'Compares the values that are unique to a response',
  verifies: ['fresh.*'],
  prepare({ envelope, responseSchemas }) {
    const places = envelope.fresh.map(({ pointer }) => ({ pointer, seen: new Set<Json>() }));
    const isKnownError = ({ response: { status } }: Answer): boolean => status >= 400 && responseSchemas.has(status);
    return (answer, ledger) => {
      if (answer.response.json === undefined || answer.response.memoized) return;
      for (const { pointer, seen } of places) {
        if (isKnownError(answer)) judgePresence(answer, ledger, pointer);
        judgeNovelty(answer, ledger, pointer, seen);
      }
    };
  },
};

function judgePresence(answer: Answer, ledger: Ledger, pointer: Pointer): void {
  const name = pointer.join('.');
  const requirement = `fresh.${name}.in-errors`;
  if (readPointer(answer.response.json ?? null, pointer) !== undefined) {
    ledger.exercise(requirement, 'errors');
    return;
  }
  const summary = `a ${answer.response.status} response has no \`${name}\``;
  ledger.violate(requirement, { summary, answers: [answer] });
}

function judgeNovelty(answer: Answer, ledger: Ledger, pointer: Pointer, seen: Set<Json>): void {
  const name = pointer.join('.');
  const requirement = `fresh.${name}.unique`;
  const value = readPointer(answer.response.json ?? null, pointer);
  if (value === undefined) return;
  if (seen.has(value)) {
    const summary = `two responses have the same \`${name}\``;
    ledger.violate(requirement, { summary, received: value, answers: [answer] });
  } else if (seen.size > 0) ledger.exercise(requirement, 'answers');
  seen.add(value);
}

export const checkSecrets: Check = {
  id: 'shape.secrets',
  title: 'Looks for credentials in links and tokens',
  verifies: ['links.no-secret'],
  cost: 0,
  appliesTo: ({ envelope }) => envelope.roles.has('next'),
  async run({ list, ledger, survey }) {
    const pages = [survey.opening, ...survey.head.pages, ...survey.window.pages];
    for (const answer of pages) {
      for (const [role, link] of Object.entries(answer.page.links)) {
        if (list.target.redact(link) === link) {
          ledger.exercise('links.no-secret', 'links');
          continue;
        }
        ledger.violate('links.no-secret', { summary: `the ${role} link contains a credential`, answers: [answer] });
      }
    }
    ledger.leaveOpen('links.no-secret', 'no page has a link');
  },
};
