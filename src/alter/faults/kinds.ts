import type { JsonSchema } from '../../contract/contract.ts';

/** Every kind of fault, with what it does in a sentence without a full stop, in the order in which they are shown. */
const SUMMARIES = {
  latency: 'the response comes late',
  'rate-limit': 'the request is rejected with 429 and Retry-After',
  'server-error': 'the response is a 500, 502 or 503, as from a server that fails or a gateway in front of it',
  'connection-reset': 'the connection is reset in place of a response',
  'truncated-body': 'the connection ends after half of the body',
  'malformed-json': 'the body comes whole and is not JSON',
  'slow-drip': 'the body comes a few bytes at a time',
  'expired-link': 'the link or token that the request follows has expired',
  'repeated-page': 'the page repeats the rows of the page before it, and its links lead on',
  cycle: 'the next link of the page leads back to the first page',
  'empty-page': 'the page has no rows, though more follow',
  'short-page': 'the page has half of its rows, though more follow',
  'row-inserted': 'a row is inserted beside the first row of the page after the page is read',
  'row-deleted': 'the last row of the page is deleted after the page is read',
  'total-changed': 'the total is different on each page',
};

/** What can be done to a response. */
export type FaultKind = keyof typeof SUMMARIES;

/** A fault, and which requests it affects. What is absent has the default of `FAULT_SCHEMA`. */
export interface Fault {
  readonly kind: FaultKind;
  /** The id of the only contract that it applies to. */
  readonly contract?: string;
  /** The only operation that it applies to: `list`, what it does to a row (`create`, `read` …), or an operationId. */
  readonly operation?: string;
  /** The only page of a walk that it applies to, counted from 1; from 2 for `expired-link` and `repeated-page`. */
  readonly page?: number;
  /** The number of requests that it affects. */
  readonly times?: number;
  /** Above 0, up to 1. */
  readonly probability?: number;
  /** Decides which requests are affected: the same seed, the same requests. */
  readonly seed?: number;
  /** Of `latency`, in milliseconds. */
  readonly ms?: number;
  /** Of `latency`, in milliseconds: the most that is added. */
  readonly jitterMs?: number;
  /** Of `rate-limit`, and of `server-error` with 503, in seconds. */
  readonly retryAfter?: number;
  /** Of `server-error`. */
  readonly status?: 500 | 502 | 503;
  /** Of `slow-drip`, in milliseconds. */
  readonly overMs?: number;
}

export const FAULT_DEFAULTS = {
  probability: 1,
  seed: 1,
  ms: 1000,
  jitterMs: 0,
  retryAfter: 1,
  status: 500,
  overMs: 2000,
} as const;

/** An hour, in milliseconds. */
const MAX_MS = 3_600_000;

/** The parameters of faults: what they mean, and which kinds have them; all kinds where none are named. */
const PARAMETERS: Readonly<
  Record<Exclude<keyof Fault, 'kind'>, JsonSchema & { readonly kinds?: readonly FaultKind[] }>
> = {
  ms: {
    kinds: ['latency'],
    type: 'integer',
    minimum: 0,
    maximum: MAX_MS,
    default: FAULT_DEFAULTS.ms,
    description: 'How late the response comes, in milliseconds.',
  },
  jitterMs: {
    kinds: ['latency'],
    type: 'integer',
    minimum: 0,
    maximum: MAX_MS,
    default: FAULT_DEFAULTS.jitterMs,
    description: 'The most that is added to ms, drawn from seed, in milliseconds.',
  },
  status: {
    kinds: ['server-error'],
    type: 'integer',
    enum: [500, 502, 503],
    default: FAULT_DEFAULTS.status,
    description: 'The status of the response.',
  },
  retryAfter: {
    kinds: ['rate-limit', 'server-error'],
    type: 'integer',
    minimum: 0,
    maximum: 86_400,
    default: FAULT_DEFAULTS.retryAfter,
    description: 'The value of Retry-After, in seconds; for server-error with status 503 only.',
  },
  overMs: {
    kinds: ['slow-drip'],
    type: 'integer',
    minimum: 1,
    maximum: MAX_MS,
    default: FAULT_DEFAULTS.overMs,
    description: 'The time over which the body is spread, in milliseconds.',
  },
  contract: {
    type: 'string',
    minLength: 1,
    description: 'The id of the only contract that it applies to; every contract by default.',
  },
  operation: {
    type: 'string',
    minLength: 1,
    description:
      'The only operation that it applies to: list; create, read, replace, update, delete or move; or an operationId. By default all of those that it can apply to.',
  },
  page: {
    type: 'integer',
    minimum: 1,
    description: 'The only page of a walk that it applies to, counted from 1; every page by default.',
  },
  times: {
    type: 'integer',
    minimum: 1,
    description: 'The number of requests that it affects; no limit by default.',
  },
  probability: {
    type: 'number',
    exclusiveMinimum: 0,
    maximum: 1,
    default: FAULT_DEFAULTS.probability,
    description: 'The probability that it affects a request that it applies to, drawn from seed.',
  },
  seed: {
    type: 'integer',
    default: FAULT_DEFAULTS.seed,
    description: 'Decides what probability and jitterMs leave open: the same seed affects the same requests.',
  },
};

/** Every kind of fault, in the order in which they are shown. */
export const FAULT_KINDS: readonly FaultKind[] = Object.keys(SUMMARIES) as FaultKind[];

/** Whether a text names a kind of fault. */
export function isFaultKind(text: string): text is FaultKind {
  return Object.hasOwn(SUMMARIES, text);
}

/** What a kind of fault does, in a sentence without a full stop. */
export function summarizeFault(kind: FaultKind): string {
  return SUMMARIES[kind];
}

/** The kinds that have a parameter. */
export function kindsWith(parameter: string): readonly FaultKind[] {
  const { kinds = FAULT_KINDS } = PARAMETERS[parameter as keyof typeof PARAMETERS] ?? { kinds: [] };
  return kinds;
}

/** The names of the parameters of a kind: first those that not every kind has. */
export function listParameters(kind: FaultKind): readonly string[] {
  return Object.entries(PARAMETERS).flatMap(([name, { kinds = FAULT_KINDS }]) => (kinds.includes(kind) ? [name] : []));
}

/** A fault as JSON Schema (2020-12): what `parseFault` accepts as an object. The document of the admin API repeats it. */
export const FAULT_SCHEMA: JsonSchema = {
  type: 'object',
  required: ['kind'],
  additionalProperties: false,
  properties: {
    kind: { type: 'string', enum: FAULT_KINDS, description: 'What is done to the response.' },
    ...Object.fromEntries(Object.entries(PARAMETERS).map(([name, { kinds: _, ...schema }]) => [name, schema])),
  },
  dependentSchemas: {
    ...Object.fromEntries(
      Object.entries(PARAMETERS).flatMap(([name, { kinds }]) => {
        return kinds === undefined ? [] : [[name, { properties: { kind: { const: kinds[0] } } }]];
      }),
    ),
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
