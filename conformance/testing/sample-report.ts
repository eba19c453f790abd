import type { Report, Result, Verdict } from '../result.ts';
import { createEvidence, createExchange, createReport, createResult } from './results.ts';
import { SAMPLE_FAILURES } from './sample-failures.ts';

type Row = readonly [area: string, id: string, title: string, verdict: Verdict, reason: string];

const ROWS: readonly Row[] = [
  ['shape', 'shape.item', 'MUST include every required field in each order', 'pass', 'Read 412 orders on 31 pages.'],
  [
    'shape',
    'shape.cancelledAt.present',
    'MUST include `cancelledAt` when `status` is `cancelled`',
    'pass',
    'Saw 18 cancelled orders.',
  ],
  [
    'shape',
    'shape.cancelledAt.absent',
    'MUST omit `cancelledAt` when `status` is not `cancelled`',
    'pass',
    'Saw 394 orders that are not cancelled.',
  ],
  [
    'shape',
    'shape.refund',
    'MUST include the currency of `refund`',
    'inconclusive',
    'No order with a refund was seen. One refunded order would decide it.',
  ],
  ['envelope', 'envelope.required', 'MUST return `items`, `total` and `next`', 'pass', 'Checked 96 answers.'],
  [
    'envelope',
    'envelope.next.null',
    'MUST return `next` as null on the last page',
    'pass',
    'Reached the last page 7 times.',
  ],
  [
    'totals',
    'total.filtered',
    'MUST count exactly the orders that match the filters',
    'pass',
    'Counted 9 closed windows by walking them.',
  ],
  ['totals', 'total.everyPage', 'MUST return the same total on every page', 'pass', 'Compared 31 pages of 6 walks.'],
  [
    'totals',
    'total.limit',
    'MUST NOT change the total when the limit changes',
    'pass',
    'Compared limits 1, 3, 7, 50 and 100.',
  ],
  ['order', 'order.default', 'MUST list the newest order first', 'pass', 'Compared 240 neighbours on 12 pages.'],
  ['order', 'order.ties', 'SHOULD keep the order of ties from one request to the next', 'pass', 'Read 7 ties 4 times.'],
  ['order', 'order.key', 'MAY order ties by `id`', 'note', 'Ties come in the order of their insertion.'],
  [
    'walks',
    'walk.forward',
    'MUST return every order once on the way forward',
    'pass',
    'Walked 6 windows of 9 to 41 orders at 5 limits.',
  ],
  [
    'walks',
    'walk.backward',
    'MUST return every order once on the way back',
    'notApplicable',
    'The contract has no link to the previous page.',
  ],
  ['limits', 'limit.maximum', 'MUST accept a limit of 100', 'pass', 'One answer had 100 orders.'],
  ['limits', 'limit.above', 'MUST reject a limit of 101', 'pass', 'Tried 101, 1000 and 2147483648.'],
  ['limits', 'limit.zero', 'MUST reject a limit of 0', 'waived', '`limit=0` was answered with 200 and no orders.'],
  [
    'filters',
    'filter.status',
    'MUST return only orders with the status asked for',
    'pass',
    'Tried 4 values that were seen; read 88 orders.',
  ],
  ['filters', 'filter.status.unknown', 'MUST reject a status that is not one of the list', 'pass', 'Tried 3 values.'],
  [
    'filters',
    'filter.placedTo.inclusive',
    'MUST include orders placed exactly at `placedTo`',
    'pass',
    'Tried 5 bounds that were seen, at, just below and just above.',
  ],
  [
    'filters',
    'filter.combined',
    'MUST combine filters with AND',
    'pass',
    'Tried 6 pairs; each was decided by at least one order.',
  ],
  [
    'filters',
    'filter.customer.case',
    'SHOULD compare `customer` exactly',
    'warn',
    '`customer=ANA@example.com` also returned orders of ana@example.com.',
  ],
  [
    'filters',
    'filter.placedFrom.zone',
    'SHOULD read a time without zone as UTC',
    'warn',
    'A time without zone was rejected with 400.',
  ],
  ['links', 'link.filters', 'MUST keep the filters in `next`', 'pass', 'Followed 31 links.'],
  ['links', 'link.origin', 'MUST return links with the origin of the request', 'pass', 'Compared 31 links.'],
  [
    'integrity',
    'integrity.expired',
    'MUST reject a link that has expired',
    'inconclusive',
    'No link expired during the run. A target whose links expire within a minute would decide it.',
  ],
  [
    'integrity',
    'integrity.tenant',
    'MUST reject a link of another organisation',
    'inconclusive',
    'Needs a second credential: --as other-tenant.',
  ],
  [
    'access',
    'access.missing',
    'MUST respond with 401 without a token',
    'pass',
    'Tried the first page and a followed link.',
  ],
  [
    'access',
    'access.scope',
    'MUST respond with 403 without the scope `orders:read`',
    'inconclusive',
    'Needs a credential without that scope: --as insufficient-scope.',
  ],
  ['versions', 'version.missing', 'MUST require a version', 'notApplicable', 'The contract has no version header.'],
  ['errors', 'error.shape', 'MUST describe errors as documented', 'pass', 'Read 19 answers with errors of 6 kinds.'],
  [
    'determinism',
    'determinism.replay',
    'MUST return the same page when a link is followed twice',
    'pass',
    'Replayed 12 links.',
  ],
  [
    'determinism',
    'determinism.concurrency',
    'MUST respond to concurrent requests as to sequential ones',
    'error',
    'The connection was closed 3 times: ECONNRESET.',
  ],
  ['media', 'media.json', 'MUST return `application/json`', 'pass', 'Checked 212 answers.'],
  [
    'robustness',
    'robustness.query',
    'MUST NOT respond to hostile input with a 5xx status',
    'pass',
    'Tried 24 values in 6 parameters.',
  ],
];

const PROPER: Partial<Record<string, Partial<Result>>> = {
  'limit.zero': {
    waiver: {
      id: 'orders.limit.zero',
      reason: 'Old apps rely on it until version 3 (SHOP-2204)',
      expires: '2026-06-30',
    },
  },
  'filter.customer.case': {
    evidence: [
      createEvidence({
        demand: 'Text is compared exactly where the document does not say otherwise.',
        expected: 0,
        received: 3,
        exchanges: [createExchange({ url: 'https://staging.example.com/v2/orders?customer=ANA%40example.com' })],
        curl: [
          `curl --silent --show-error --include -H "authorization: $AUTHORIZATION" 'https://staging.example.com/v2/orders?customer=ANA%40example.com'`,
        ],
      }),
    ],
  },
};

function toResult([area, id, title, verdict, reason]: Row): Result {
  const level = title.startsWith('MUST') ? 'must' : title.startsWith('SHOULD') ? 'should' : 'may';
  const requests = verdict === 'notApplicable' ? 0 : (title.length % 9) + 1;
  return createResult({ area, id: `orders.${id}`, title, level, verdict, reason, requests, ...PROPER[id] });
}

/** A failed run of a made-up API, with every verdict there is. */
export const SAMPLE_REPORT: Report = createReport({
  verdict: 'fail',
  results: [...ROWS.map(toResult), ...SAMPLE_FAILURES],
  unusedWaivers: [
    {
      id: 'orders.links.*',
      reason: 'The proxy drops the port',
      expires: '2026-12-31',
      why: 'None of the 2 requirements that it names failed.',
    },
  ],
});

/** The same target after everything was repaired. */
export const CONFORMING_REPORT: Report = createReport({
  verdict: 'pass',
  startedAt: '2026-03-15T09:26:53.589Z',
  results: SAMPLE_REPORT.results.map(({ waiver: _, ...result }) => ({ ...result, verdict: 'pass', evidence: [] })),
});

/** Text that tries to break out of HTML, XML, Markdown, workflow commands and a terminal at once. */
export const HOSTILE: string =
  `</script><script>alert(1)</script><img src=x onerror=alert(1)>"'\`--></pre></textarea></title>` +
  `<!-- ]]> & &amp; \u001b[2J\u0000\u0007\ud800\ufffe\u202e | \`\`\`\`\n::error::forged\n##[error]forged %0A \r\n# heading\n` +
  `<details open ontoggle=alert(1)> [x](javascript:alert(1)) \u2028 \${7*7} $TOKEN`;

/** A report with that text in every place where text can stand. */
export const HOSTILE_REPORT: Report = createReport({
  contract: HOSTILE,
  verdict: 'fail',
  target: HOSTILE,
  startedAt: HOSTILE,
  stopped: HOSTILE,
  unusedWaivers: [{ id: HOSTILE, reason: HOSTILE, expires: HOSTILE, why: HOSTILE }],
  results: (['pass', 'fail', 'warn', 'note', 'inconclusive', 'notApplicable', 'waived', 'error'] as const).map(
    (verdict) =>
      createResult({
        id: `${HOSTILE}.${verdict}`,
        title: HOSTILE,
        verdict,
        reason: HOSTILE,
        source: HOSTILE,
        area: HOSTILE,
        waiver: { id: HOSTILE, reason: HOSTILE, expires: HOSTILE },
        evidence: [
          {
            demand: HOSTILE,
            expected: { [HOSTILE]: HOSTILE },
            received: HOSTILE,
            exchanges: [
              createExchange({
                url: `javascript:alert(1)//${HOSTILE}`,
                requestHeaders: { [HOSTILE]: HOSTILE },
                responseHeaders: { 'content-type': 'application/json', [HOSTILE]: HOSTILE },
                body: JSON.stringify({ [HOSTILE]: [HOSTILE] }) + HOSTILE,
              }),
            ],
            curl: [`curl '${HOSTILE}'`],
          },
        ],
      }),
  ),
});
