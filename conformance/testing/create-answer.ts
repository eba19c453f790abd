import type { Contract, Json } from '../../src/contract/contract.ts';
import type { TargetResponse } from '../client/target.ts';
import type { Answer } from '../list/answer.ts';
import { EVERYTHING } from '../list/list-query.ts';
import { readPage } from '../list/read-page.ts';
import { createExchange } from '../report/testing/create-result.ts';

/** What an answer is to be like; what is left out is as in an answer 200 to the plainest question. */
export interface AnswerParts extends Partial<Omit<Answer, 'response' | 'page'>> {
  readonly status?: number;
  /** Sent as JSON. */
  readonly body?: Json;
  /** In place of the body. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly url?: string;
  readonly memoized?: boolean;
}

/** Makes an answer as the client of a list would have made it. */
export function createAnswer(
  contract: Pick<Contract, 'envelope' | 'identity'>,
  { status = 200, body = null, text, headers, url, memoized = false, ...rest }: AnswerParts = {},
): Answer {
  const json = text === undefined ? body : parse(text);
  const page = status >= 200 && status < 300 && json !== undefined ? readPage(json, contract) : undefined;
  const address = url ?? 'https://staging.example.com/v2/orders';
  const response: TargetResponse = {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    mediaType: 'application/json',
    text: text ?? JSON.stringify(body),
    json,
    url: address,
    rewritten: false,
    memoized,
    attempts: 1,
    rateLimits: { total: 0, silent: 0 },
    durationMs: 1,
    exchange: createExchange({ status, url: address }),
  };
  return {
    query: EVERYTHING,
    position: {},
    purpose: 'page',
    plain: true,
    ...rest,
    response,
    ...(page === undefined ? {} : { page }),
  };
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
