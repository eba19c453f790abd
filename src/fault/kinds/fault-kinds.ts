import type { FaultKind } from '../fault.ts';

/** What there is to say of a kind of fault, whatever the contract. */
interface FaultTraits {
  /** In a sentence, without a full stop. */
  readonly summary: string;
  /** The parameters that it has beside those of every fault. */
  readonly parameters: readonly string[];
}

/** Every kind of fault, in the order in which they are shown. */
export const FAULT_KINDS: Readonly<Record<FaultKind, FaultTraits>> = {
  latency: { summary: 'the answer comes late', parameters: ['ms', 'jitterMs'] },
  'rate-limit': { summary: 'the request is refused with 429 and Retry-After', parameters: ['retryAfter'] },
  'server-error': {
    summary: 'the request is answered with 500, 502 or 503, as a server or a gateway in front of it does',
    parameters: ['status', 'retryAfter'],
  },
  'connection-reset': { summary: 'the connection is reset in place of an answer', parameters: [] },
  'truncated-body': { summary: 'the connection ends after half of the body', parameters: [] },
  'malformed-json': { summary: 'the body comes whole and is no JSON', parameters: [] },
  'slow-drip': { summary: 'the body comes a few bytes at a time', parameters: ['overMs'] },
  'expired-link': { summary: 'the link or token that the request follows has expired', parameters: [] },
  'repeated-page': { summary: 'the page shows the rows of the page before it again, and leads on', parameters: [] },
  cycle: { summary: 'the page leads back to the first page', parameters: [] },
  'empty-page': { summary: 'the page has no rows, though more follow', parameters: [] },
  'short-page': { summary: 'the page has half of its rows, though more follow', parameters: [] },
  'row-inserted': { summary: 'a row is added beside the first row of the page after it was read', parameters: [] },
  'row-deleted': { summary: 'the last row of the page is removed after it was read', parameters: [] },
  'total-changed': { summary: 'the total is another one on each page', parameters: [] },
};

/** What a fault is when it does not say. */
export const FAULT_DEFAULTS = {
  probability: 1,
  seed: 1,
  ms: 1000,
  jitterMs: 0,
  retryAfter: 1,
  status: 500,
  overMs: 2000,
} as const;

/** Whether a text names a kind of fault. */
export function isFaultKind(text: string): text is FaultKind {
  return Object.hasOwn(FAULT_KINDS, text);
}
