import type { JsonSchema } from '../../contract/contract.ts';

/** What can be done to an answer. */
export type FaultKind =
  /** The answer comes late. */
  | 'latency'
  /** 429, with Retry-After. */
  | 'rate-limit'
  /** 500, 502 or 503. */
  | 'server-error'
  /** The connection is reset before the answer. */
  | 'connection-reset'
  /** The connection ends amid the body. */
  | 'truncated-body'
  /** The body is whole and no JSON. */
  | 'malformed-json'
  /** The body comes a few bytes at a time. */
  | 'slow-drip'
  /** The link or token that a request follows has expired. */
  | 'expired-link'
  /** A page shows the rows of the page before it again. */
  | 'repeated-page'
  /** The next link of a page leads back to the first one. */
  | 'cycle'
  /** A page without rows that has a next page. */
  | 'empty-page'
  /** A page holds half of its rows, though more follow. */
  | 'short-page'
  /** A row comes into the list beside the first one of a page, after it was read. */
  | 'row-inserted'
  /** The last row of a page is removed after it was read. */
  | 'row-deleted'
  /** The total is another one on each page. */
  | 'total-changed';

/** A fault, and when it strikes. */
export interface Fault {
  readonly kind: FaultKind;
  /** The id of the only contract that it concerns; every contract by default. */
  readonly contract?: string;
  /**
   * The only page of a walk that it concerns, counted from 1; every page that it can concern by default. Of `expired-link` and
   * `repeated-page` it is 2 or more.
   */
  readonly page?: number;
  /** For how many requests it strikes; for ever by default. */
  readonly times?: number;
  /** How likely it is to strike a request that it concerns, above 0 up to 1, which is the default; drawn from `seed`. */
  readonly probability?: number;
  /** Decides which requests are struck where `probability` leaves it open; 1 by default. */
  readonly seed?: number;
  /** Of `latency`: how late, in milliseconds; 1000 by default. */
  readonly ms?: number;
  /** Of `latency`: by how much more at most, drawn from `seed`, in milliseconds; none by default. */
  readonly jitterMs?: number;
  /** Of `rate-limit` and of `server-error` with 503: after how many seconds to try again; 1 by default. */
  readonly retryAfter?: number;
  /** Of `server-error`; 500 by default. */
  readonly status?: 500 | 502 | 503;
  /** Of `slow-drip`: over how long the body is spread, in milliseconds; 2000 by default. */
  readonly overMs?: number;
}

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

/** What every fault may say of when it strikes. */
const COMMON = ['contract', 'page', 'times', 'probability', 'seed'];

/** The names of the parameters that a fault may have. */
export function listParameters(kind: FaultKind): readonly string[] {
  return [...FAULT_KINDS[kind].parameters, ...COMMON];
}

/** The longest time that a fault may take, in milliseconds: an hour. */
const MAX_MS = 3_600_000;

/**
 * A fault as JSON Schema (2020-12): what `parseFault` accepts as an object. The OpenAPI document of the administration
 * repeats it.
 */
export const FAULT_SCHEMA: JsonSchema = {
  type: 'object',
  required: ['kind'],
  additionalProperties: false,
  properties: {
    kind: { type: 'string', enum: Object.keys(FAULT_KINDS), description: 'What is done to the answer.' },
    contract: {
      type: 'string',
      minLength: 1,
      description: 'The id of the only contract that it concerns; every contract by default.',
    },
    page: {
      type: 'integer',
      minimum: 1,
      description:
        'The only page of a walk that it concerns, counted from 1; every page that it can concern by default.',
    },
    times: { type: 'integer', minimum: 1, description: 'For how many requests it strikes; for ever by default.' },
    probability: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 1,
      default: FAULT_DEFAULTS.probability,
      description: 'How likely it is to strike a request that it concerns, drawn from seed.',
    },
    seed: {
      type: 'integer',
      default: FAULT_DEFAULTS.seed,
      description: 'Decides what probability and jitterMs leave open: the same seed, the same strikes.',
    },
    ms: {
      type: 'integer',
      minimum: 0,
      maximum: MAX_MS,
      default: FAULT_DEFAULTS.ms,
      description: 'How late the answer comes, in milliseconds.',
    },
    jitterMs: {
      type: 'integer',
      minimum: 0,
      maximum: MAX_MS,
      default: FAULT_DEFAULTS.jitterMs,
      description: 'By how much more at most, drawn from seed, in milliseconds.',
    },
    retryAfter: {
      type: 'integer',
      minimum: 0,
      maximum: 86_400,
      default: FAULT_DEFAULTS.retryAfter,
      description: 'After how many seconds to try again; of server-error with 503 only.',
    },
    status: {
      type: 'integer',
      enum: [500, 502, 503],
      default: FAULT_DEFAULTS.status,
      description: 'The status of the answer.',
    },
    overMs: {
      type: 'integer',
      minimum: 1,
      maximum: MAX_MS,
      default: FAULT_DEFAULTS.overMs,
      description: 'Over how long the body is spread, in milliseconds.',
    },
  },
  dependentSchemas: {
    ms: { properties: { kind: { const: 'latency' } } },
    jitterMs: { properties: { kind: { const: 'latency' } } },
    overMs: { properties: { kind: { const: 'slow-drip' } } },
    status: { properties: { kind: { const: 'server-error' } } },
    retryAfter: {
      anyOf: [
        { properties: { kind: { const: 'rate-limit' } } },
        { properties: { kind: { const: 'server-error' }, status: { const: 503 } }, required: ['status'] },
      ],
    },
  },
  // Nothing comes before the first page, and no link leads to it.
  if: { properties: { kind: { enum: ['expired-link', 'repeated-page'] } } },
  // biome-ignore lint/suspicious/noThenProperty: it is the keyword of JSON Schema.
  then: { properties: { page: { minimum: 2 } } },
};
