import type { Headers, MockResponse } from '../../mock/message.ts';
import { toByteString } from '../../store/to-byte-string.ts';

/** An answer that holds a value as JSON. */
export function jsonResponse(status: number, value: unknown, headers: Headers = []): MockResponse {
  const type = headers.some(([name]) => name === 'Content-Type') ? [] : [['Content-Type', 'application/json'] as const];
  return { status, headers: [...type, ...headers], body: toByteString(JSON.stringify(value)) };
}
