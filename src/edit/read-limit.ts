import type { Contract } from '../contract/contract.ts';
import type { MockRequest } from '../mock/message.ts';
import { readParameter } from './query.ts';

/** How many rows the page of a request may hold. */
export function readLimit({ page: { limit } }: Contract, request: MockRequest): number {
  const size = Number(readParameter(request, limit.parameter) ?? limit.default);
  return Number.isInteger(size) && size >= limit.minimum ? Math.min(size, limit.maximum) : limit.default;
}
