import { describe, expect, it } from '@jest/globals';
import { formatMarkdownFailure } from './format-markdown-failure.ts';
import { createEvidence, createResult } from './testing/create-result.ts';
import { SAMPLE_FAILURES } from './testing/sample-failures.ts';

describe('formatMarkdownFailure', () => {
  const [bound, ties] = SAMPLE_FAILURES.map((failure, index) => formatMarkdownFailure(failure, index + 1));

  it('says what was demanded, expected and received', () => {
    expect(bound?.split('\n\n').slice(0, 6)).toEqual([
      '#### 1. MUST include orders placed exactly at `placedFrom`',
      'filters · `orders.filter.placedFrom.inclusive` · Orders API, section 4.2 “Filtering by time”',
      'The order ord\\_0142 was placed exactly at the bound and is missing from the answer.',
      '**Demanded** An order whose `placedAt` equals `placedFrom` is part of the result: the bound is inclusive.',
      '**Expected** `["ord_0142", "ord_0141", "ord_0139"]`',
      '**Received** `["ord_0141", "ord_0139"]`',
    ]);
  });

  it('folds away what shows it', () => {
    const folded = /<details><summary>[^\n]*<\/summary>\n\n([\s\S]*)\n\n<\/details>$/.exec(bound ?? '')?.[1];
    expect(folded).toMatch(/^```sh\ncurl [^\n]*\n```\n\n```http\nGET https:[\s\S]*\n200 OK \(41 ms\)\n[\s\S]*\n```$/);
  });

  it('gives long values a block of their own', () => {
    expect(ties).toContain('**Differs** `missing "ord_0064", "ord_0067"`');
    expect(ties).toMatch(/\*\*Expected\*\*\n\n```\n\[\n {2}"ord_0060"/);
  });

  it('says that a waiver has expired', () => {
    expect(formatMarkdownFailure(SAMPLE_FAILURES[3] ?? createResult(), 4)).toContain(
      'The waiver for it expired on 2026-02-28. The expired waiver: Fixed',
    );
  });

  it('has nothing to fold away without exchanges and commands', () => {
    const text = formatMarkdownFailure(createResult({ verdict: 'fail', evidence: [createEvidence()] }), 1);
    expect(text).not.toContain('<details>');
  });
});
