import type { JsonSchema } from '../contract/contract.ts';
import { FAULT_DEFAULTS, FAULT_KINDS } from './kinds/fault-kinds.ts';

/** The longest time that a fault may take, in milliseconds: an hour. */
const LONGEST = 3_600_000;

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
      maximum: LONGEST,
      default: FAULT_DEFAULTS.ms,
      description: 'How late the answer comes, in milliseconds.',
    },
    jitterMs: {
      type: 'integer',
      minimum: 0,
      maximum: LONGEST,
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
      maximum: LONGEST,
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
