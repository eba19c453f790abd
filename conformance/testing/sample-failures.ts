import type { Result } from '../result.ts';
import { createExchange, createResult } from './results.ts';

const BASE = 'https://staging.example.com/v2/orders';

function listOf(ids: readonly string[], placedAt: string, next: string | null): string {
  const items = ids.map((id) => ({ id, status: 'paid', total: '149.00', currency: 'EUR', placedAt }));
  return JSON.stringify({ items, total: 240, next });
}

/** A bound that leaves out the rows that stand exactly on it. */
const exclusiveBound: Result = createResult({
  id: 'orders.filter.placedFrom.inclusive',
  title: 'MUST include orders placed exactly at `placedFrom`',
  verdict: 'fail',
  reason: 'The order ord_0142 was placed exactly at the bound and is missing from the answer.',
  source: 'Orders API, section 4.2 “Filtering by time”',
  area: 'filters',
  requests: 6,
  evidence: [
    {
      demand: 'An order whose `placedAt` equals `placedFrom` is part of the result: the bound is inclusive.',
      expected: ['ord_0142', 'ord_0141', 'ord_0139'],
      received: ['ord_0141', 'ord_0139'],
      exchanges: [
        createExchange({
          url: `${BASE}?placedFrom=2026-03-02T10:15:00.250Z&placedTo=2026-03-02T12:00:00Z&limit=50`,
          responseHeaders: {
            'content-type': 'application/json; charset=utf-8',
            'content-length': '231',
            'x-request-id': 'b6c8f8de-3a83-4d7c-b1f4-7f0f2c1f6a11',
          },
          body: listOf(['ord_0141', 'ord_0139'], '2026-03-02T11:02:41.000Z', null),
          durationMs: 41,
        }),
      ],
      curl: [
        `curl --silent --show-error --include -H 'accept: application/json' -H "authorization: $AUTHORIZATION" '${BASE}?placedFrom=2026-03-02T10:15:00.250Z&placedTo=2026-03-02T12:00:00Z&limit=50'`,
      ],
    },
  ],
});

/** A row that is lost where a page ends among equal keys. */
const lostTie: Result = createResult({
  id: 'orders.walk.ties.forward',
  title: 'MUST return every order once when a page ends among orders placed at the same time',
  verdict: 'fail',
  reason: 'Of 7 orders placed at 2026-03-01T00:00:00Z, a walk with limit 3 visited 5; a walk with limit 50 visited 7.',
  source: 'Orders API, section 3.3 “Following pages”',
  area: 'walks',
  requests: 9,
  evidence: [
    {
      demand: 'Following `next` to the end visits every matching order exactly once, whatever the limit.',
      expected: Array.from({ length: 14 }, (_, index) => `ord_00${60 + index}`),
      received: Array.from({ length: 14 }, (_, index) => `ord_00${60 + index}`).filter((id) => !/6[47]/.test(id)),
      exchanges: [
        createExchange({
          url: `${BASE}?limit=3&placedTo=2026-03-01T00:00:00Z`,
          body: listOf(['ord_0060', 'ord_0061', 'ord_0062'], '2026-03-01T00:00:00.000Z', `${BASE}?cursor=eyJrIjo2Mn0`),
        }),
        createExchange({
          url: `${BASE}?cursor=eyJrIjo2Mn0`,
          body: listOf(['ord_0063', 'ord_0065', 'ord_0066'], '2026-03-01T00:00:00.000Z', `${BASE}?cursor=eyJrIjo2Nn0`),
          durationMs: 22,
        }),
        createExchange({
          url: `${BASE}?limit=50&placedTo=2026-03-01T00:00:00Z`,
          body: `${listOf(
            Array.from({ length: 40 }, (_, index) => `ord_00${60 + index}`),
            '2026-03-01T00:00:00.000Z',
            null,
          ).slice(0, 4000)}`,
          durationMs: 64,
        }),
      ],
      curl: [
        `curl --silent --show-error --include -H 'accept: application/json' -H "authorization: $AUTHORIZATION" '${BASE}?limit=3&placedTo=2026-03-01T00:00:00Z'`,
        `curl --silent --show-error --include -H 'accept: application/json' -H "authorization: $AUTHORIZATION" '${BASE}?cursor=eyJrIjo2Mn0'`,
      ],
    },
  ],
});

/** An altered link that is answered as if it were not. */
const tamperedLink: Result = createResult({
  id: 'orders.integrity.tampered',
  title: 'MUST reject a pagination link that was altered',
  verdict: 'fail',
  reason: '3 of 8 altered links were answered with 200; the others were rejected as they should be.',
  source: 'Orders API, section 3.4 “Links are opaque”',
  area: 'integrity',
  requests: 8,
  evidence: [
    {
      demand: 'A link that was altered is answered with 400 and the code `invalid-link`.',
      expected: { status: 400, code: 'invalid-link' },
      received: { status: 200, items: 20 },
      exchanges: [
        createExchange({
          url: `${BASE}?cursor=eyJrIjo2Mn1`,
          body: listOf(['ord_0063', 'ord_0064'], '2026-03-01T00:00:00.000Z', `${BASE}?cursor=eyJrIjo2NH0`),
        }),
      ],
      curl: [
        `curl --silent --show-error --include -H 'accept: application/json' -H "authorization: $AUTHORIZATION" '${BASE}?cursor=eyJrIjo2Mn1'`,
      ],
    },
    {
      demand: 'A link that was cut off is answered with 400, not with an error of the server.',
      expected: 400,
      received: 500,
      exchanges: [
        createExchange({
          url: `${BASE}?cursor=eyJr`,
          status: 500,
          responseHeaders: { 'content-type': 'text/html' },
          body: '<!doctype html>\n<html><head><title>Server Error</title></head>\n<body><h1>Server Error (500)</h1></body></html>\n',
          durationMs: 9,
        }),
      ],
      curl: [
        `curl --silent --show-error --include -H 'accept: application/json' -H "authorization: $AUTHORIZATION" '${BASE}?cursor=eyJr'`,
      ],
    },
  ],
});

const expiredWaiver: Result = createResult({
  id: 'orders.errors.traceId.unique',
  title: 'MUST return a unique `traceId` in every response',
  verdict: 'fail',
  reason: '12 answers carried the same traceId. Its waiver expired on 2026-02-28.',
  source: 'Orders API, section 6',
  area: 'errors',
  requests: 12,
  waiver: { id: 'orders.errors.traceId.*', reason: 'Fixed with the new gateway (OPS-411)', expires: '2026-02-28' },
  evidence: [
    {
      demand: 'No two answers have the same `traceId`.',
      expected: '12 different values',
      received: { '00000000-0000-0000-0000-000000000000': 12 },
      exchanges: [],
      curl: [
        `curl --silent --show-error --include -H 'accept: application/json' -H "authorization: $AUTHORIZATION" '${BASE}?limit=1'`,
      ],
    },
  ],
});

/** The violations of the sample. */
export const SAMPLE_FAILURES: readonly Result[] = [exclusiveBound, lostTie, tamperedLink, expiredWaiver];
