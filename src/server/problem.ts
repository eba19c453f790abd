import { type ErrorCode, PagewrightError } from '../contract/error.ts';
import type { Headers, MockResponse } from '../mock/message.ts';
import { toByteString } from '../store/to-byte-string.ts';
import { ServerError, type ServerErrorCode } from './server-error.ts';

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

/** An answer that holds a value as JSON. */
export function jsonResponse(status: number, value: unknown, headers: Headers = []): MockResponse {
  const type = headers.some(([name]) => name === 'Content-Type') ? [] : [['Content-Type', 'application/json'] as const];
  return { status, headers: [...type, ...headers], body: toByteString(JSON.stringify(value)) };
}

const STATUSES: Readonly<Partial<Record<ServerErrorCode, number>>> = { 'too-many-sessions': 503 };

/** A fault that a request asks for by `Prefer`, and cannot have. */
const FAULT_CODES: readonly ErrorCode[] = ['invalid-fault', 'unknown-fault', 'not-applicable', 'unknown-contract'];

/** What a client is told that asked the server itself for what it cannot have; `undefined` for an error that is not its own. */
export function toProblem(error: unknown): MockResponse | undefined {
  if (error instanceof PagewrightError && FAULT_CODES.includes(error.code)) return describe(400, error.message);
  if (error instanceof ServerError) return describe(STATUSES[error.code] ?? 400, error.message);
  const { status = 500, message = '' } = (error ?? {}) as { status?: number; message?: string };
  return status >= 400 && status < 500 ? describe(status, message) : undefined;
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  413: 'Content Too Large',
  503: 'Service Unavailable',
};

function describe(status: number, detail: string): MockResponse {
  return problemResponse({ type: 'about:blank', title: TITLES[status] ?? 'Bad Request', status, detail });
}
