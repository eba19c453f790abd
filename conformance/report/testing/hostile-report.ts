import type { Report } from '../../result.ts';
import { createExchange, createReport, createResult } from './create-result.ts';

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
