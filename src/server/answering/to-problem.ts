import { FaultError } from '../../fault/fault-error.ts';
import type { MockResponse } from '../../mock/message.ts';
import { problemResponse } from '../problem-response.ts';
import { ServerError, type ServerErrorCode } from '../server-error.ts';

const STATUSES: Readonly<Partial<Record<ServerErrorCode, number>>> = { 'too-many-sessions': 503 };

/** What a client is told that asked the server itself for what it cannot have; `undefined` for an error that is not its own. */
export function toProblem(error: unknown): MockResponse | undefined {
  if (error instanceof FaultError) return describe(400, error.message);
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
