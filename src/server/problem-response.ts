import type { MockResponse } from '../mock/message.ts';
import { jsonResponse } from './http/json-response.ts';

/** What went wrong, as RFC 9457 has it. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly [more: string]: unknown;
}

/** An answer of type `application/problem+json`. */
export function problemResponse(problem: Problem, headers: MockResponse['headers'] = []): MockResponse {
  return jsonResponse(problem.status, problem, [['Content-Type', 'application/problem+json'], ...headers]);
}
