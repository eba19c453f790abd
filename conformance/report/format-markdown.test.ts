import { describe, expect, it } from '@jest/globals';
import { formatMarkdown } from './format-markdown.ts';
import { createEvidence, createReport, createResult } from './testing/create-result.ts';
import { HOSTILE_REPORT } from './testing/hostile-report.ts';
import { CONFORMING_REPORT, SAMPLE_REPORT } from './testing/sample-report.ts';

/** What is neither in a block of code nor in code within a line. */
function withoutCode(markdown: string): string {
  return markdown.replace(/^(`{3,})(?!`).*\n[\s\S]*?\n\1$/gm, '').replace(/(?<![`\\])(`+)(?!`)(.*?[^`])\1(?!`)/g, '');
}

describe('formatMarkdown', () => {
  const markdown = formatMarkdown(SAMPLE_REPORT);

  it('starts with the verdict and the counts', () => {
    expect(markdown.split('\n\n').slice(0, 4)).toEqual([
      '## ❌ orders does not conform',
      '4 requirements are violated. 5 requirements could not be decided.',
      [
        '| passed | failed | warnings | note | inconclusive | not applicable | waived | error |',
        '| --: | --: | --: | --: | --: | --: | --: | --: |',
        '| 24 | 4 | 2 | 1 | 4 | 2 | 1 | 1 |',
      ].join('\n'),
      'Target `https://staging.example.com/v2` · 212 requests, 3.4 s · 2026-03-14T09:26:53.589Z',
    ]);
  });

  it('has the violations before everything else', () => {
    const heads = [...markdown.matchAll(/^(?:#{2,4} .*|<details><summary><b>[^<]*)/gm)].map(([head]) => head);
    expect(heads.map((head) => head.replace(/<.*>/, ''))).toEqual([
      '## ❌ orders does not conform',
      '### Violations',
      '#### 1. MUST include orders placed exactly at `placedFrom`',
      '#### 2. MUST visit every order once when a page ends among orders placed at the same time',
      '#### 3. MUST reject a pagination link that was altered',
      '#### 4. MUST give every answer a `traceId` of its own',
      'Warnings',
      'Errors of the suite or the network',
      'Inconclusive',
      'Notes',
      'Waived',
      '### Waivers that can be removed',
      '### Areas',
    ]);
  });

  it('says what would decide what is open, and until when a waiver holds', () => {
    expect(markdown).toContain('One refunded order would decide it.');
    expect(markdown).toContain('Waived until 2026-06-30: Old apps rely on it');
  });

  it('has a row for each area', () => {
    expect(markdown).toContain('| filters | 4 | 1 | 2 | · | · | · | · | · |');
  });

  it('shows how a client came to a warning', () => {
    const evidence = [createEvidence({ curl: ['curl https://a.test'] })];
    const results = [createResult({ verdict: 'warn', evidence })];
    const report = createReport({ verdict: 'fail', results });
    expect(formatMarkdown(report)).not.toContain('curl');
    const text = formatMarkdown({ ...report, subject: 'client' });
    expect(text).toMatch(
      /\n### Warnings\n\n#### 1\. MUST list the newest order first\n[\s\S]*\ncurl https:\/\/a\.test\n/,
    );
    expect(text).not.toContain('contradict what the document implies');
  });

  it('leaves room for the rest where warnings of a client are many', () => {
    const evidence = [createEvidence({ received: 'x'.repeat(3000) })];
    const results = Array.from({ length: 900 }, () => createResult({ verdict: 'warn', evidence }));
    const text = formatMarkdown(createReport({ verdict: 'fail', subject: 'client', results }));
    expect(text.length).toBeLessThan(400 * 1024);
    expect(text).toMatch(/\d+ more warnings, too long to show here:/);
  });

  it('is short where everything conforms', () => {
    const text = formatMarkdown(CONFORMING_REPORT);
    expect(text).toContain('## ✅ orders conforms\n\nNo requirement is violated.\n');
    expect(text).not.toContain('<details>');
  });

  it('closes what it opens', () => {
    expect(markdown.match(/<details>/g)).toHaveLength(markdown.match(/<\/details>/g)?.length ?? -1);
  });

  it('lets hostile text be no markup', () => {
    const text = withoutCode(formatMarkdown(HOSTILE_REPORT));
    const tags = new Set([...text.matchAll(/<[^>]*>/g)].map(([tag]) => tag));
    expect(tags).toEqual(new Set(['<details>', '<summary>', '</summary>', '</details>', '<br>', '<b>', '</b>']));
    expect(text).not.toMatch(/^#+ heading|(?<!\\)\[x(?<!\\)\]/m);
    expect(text).not.toContain('://');
  });

  it('lists the first of many', () => {
    const results = Array.from({ length: 250 }, (_, index) => createResult({ id: `orders.${index}`, verdict: 'warn' }));
    expect(formatMarkdown(createReport({ results }))).toContain('\n\n… and 50 more\n\n</details>');
  });

  it('stays below what GitHub takes', () => {
    const evidence = [createEvidence({ received: Array(5000).fill('x'.repeat(80)) })];
    const results = Array.from({ length: 900 }, (_, index) =>
      createResult({ id: `orders.${index}`, verdict: 'fail', reason: 'y'.repeat(300), evidence }),
    );
    const text = formatMarkdown(createReport({ verdict: 'fail', results }));
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
    expect(text).toMatch(/\d+ more violations, too long to show here:/);
  });
});
