import { describe, expect, it } from '@jest/globals';
import { fc } from '../../src/testing/properties.ts';
import { createEvidence, createReport, createResult } from '../testing/results.ts';
import { SAMPLE_FAILURES } from '../testing/sample-failures.ts';
import { CONFORMING_REPORT, HOSTILE_REPORT, SAMPLE_REPORT } from '../testing/sample-report.ts';
import { diffReports } from './diff.ts';
import {
  formatDiffMarkdown,
  formatMarkdown,
  formatMarkdownFailure,
  writeCode,
  writeCodeBlock,
  writeRow,
  writeSentence,
} from './markdown.ts';

describe('format markdown', () => {
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

    it('has the calls of hooks, with what they printed as code', () => {
      const hooks = [
        { hook: 'between-pages', phase: 'insert', durationMs: 20, output: '**added** `1`' },
        { hook: 'oracle', durationMs: 1200, failure: 'it exited with 7' },
      ] as const;
      expect(formatMarkdown(createReport({ hooks }))).toContain(
        [
          '### Calls of hooks',
          '',
          '- `between-pages` in the phase `insert` took 20 ms: `` **added** `1` ``',
          '- `oracle` failed after 1.2 s: `it exited with 7`',
        ].join('\n'),
      );
      expect(markdown).not.toContain('Calls of hooks');
    });

    it('has the violations before everything else', () => {
      const heads = [...markdown.matchAll(/^(?:#{2,4} .*|<details><summary><b>[^<]*)/gm)].map(([head]) => head);
      expect(heads.map((head) => head.replace(/<.*>/, ''))).toEqual([
        '## ❌ orders does not conform',
        '### Violations',
        '#### 1. MUST include orders placed exactly at `placedFrom`',
        '#### 2. MUST return every order once when a page ends among orders placed at the same time',
        '#### 3. MUST reject a pagination link that was altered',
        '#### 4. MUST return a unique `traceId` in every response',
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
      const results = Array.from({ length: 250 }, (_, index) =>
        createResult({ id: `orders.${index}`, verdict: 'warn' }),
      );
      expect(formatMarkdown(createReport({ results }))).toContain('\n\n… and 50 more\n\n</details>');
    });

    it('stays below what GitHub takes', () => {
      const evidence = [createEvidence({ received: Array(200).fill('x'.repeat(80)) })];
      const results = Array.from({ length: 900 }, (_, index) =>
        createResult({ id: `orders.${index}`, verdict: 'fail', reason: 'y'.repeat(300), evidence }),
      );
      const text = formatMarkdown(createReport({ verdict: 'fail', results }));
      expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
      expect(text).toMatch(/\d+ more violations, too long to show here:/);
    });
  });
});

describe('formatMarkdownFailure', () => {
  const [bound, ties] = SAMPLE_FAILURES.map((failure, index) => formatMarkdownFailure(failure, index + 1));

  it('says what was demanded, expected and received', () => {
    expect(bound?.split('\n\n').slice(0, 6)).toEqual([
      '#### 1. MUST include orders placed exactly at `placedFrom`',
      'filters · `orders.filter.placedFrom.inclusive` · Orders API, section 4.2 “Filtering by time”',
      'The order ord\\_0142 was placed exactly at the bound and is missing from the answer.',
      '**Required** An order whose `placedAt` equals `placedFrom` is part of the result: the bound is inclusive.',
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
      'Its waiver expired on 2026-02-28. Expired waiver: Fixed',
    );
  });

  it('has nothing to fold away without exchanges and commands', () => {
    const text = formatMarkdownFailure(createResult({ verdict: 'fail', evidence: [createEvidence()] }), 1);
    expect(text).not.toContain('<details>');
  });
});

describe('formatDiffMarkdown', () => {
  it('shows the outcome, the runs and the changes', () => {
    const text = formatDiffMarkdown(diffReports(CONFORMING_REPORT, SAMPLE_REPORT));
    expect(text.split('\n').slice(0, 6)).toEqual([
      '## ❌ Worse than before: 4 newly failing, 11 otherwise changed, 24 unchanged',
      '',
      '|  | contract | target | started | verdict | results |',
      '| --- | --- | --- | --- | --- | --- |',
      '| before | orders | `https://staging.example.com/v2` | 2026-03-15T09:26:53.589Z | Conforms | 39 passed |',
      expect.stringMatching(/^\| after \| orders .* Does not conform \| 24 passed, 4 failed/),
    ]);
    expect(text).toContain(
      '- **MUST include orders placed exactly at `placedFrom`** `orders.filter.placedFrom.inclusive` pass → fail<br>The order ord\\_0142',
    );
  });

  it('has no sections where nothing changed', () => {
    const text = formatDiffMarkdown(diffReports(CONFORMING_REPORT, CONFORMING_REPORT));
    expect(text).toContain('## ✅ No worse than before: 39 unchanged');
    expect(text).not.toContain('###');
  });

  it('stays short', () => {
    const results = Array.from({ length: 150 }, (_, index) => createResult({ id: `a.${index}` }));
    expect(formatDiffMarkdown(diffReports(createReport(), createReport({ results })))).toContain('\n\n… and 50 more\n');
  });
});

describe('write markdown', () => {
  describe('writeSentence', () => {
    it('keeps code, and lets nothing else be markup', () => {
      expect(writeSentence('MUST give `a|b` **now** <b>x</b> & [y](z)\n# no')).toBe(
        'MUST give `a|b` \\*\\*now\\*\\* &lt;b&gt;x&lt;/b&gt; &amp; \\[y\\](z) \\# no',
      );
    });

    it('makes no links', () => {
      expect(writeSentence('see https://evil.example or www.evil.example')).toBe(
        'see https\\://evil.example or www\\.evil.example',
      );
    });
  });

  describe('writeCode', () => {
    it.each([
      ['a<b', '`a<b`'],
      ['a`b', '``a`b``'],
      ['``', '``` `` ```'],
      ['a\n\nb', '`a b`'],
      [' ', '(empty)'],
    ])('writes %j', (text, code) => {
      expect(writeCode(text)).toBe(code);
    });

    it('is never ended by its text', () => {
      const text = fc
        .string({ unit: fc.constantFrom('`', 'a', ' ', '\n', '|') })
        .filter((value) => value.trim() !== '');
      fc.assert(
        fc.property(text, (value) => {
          const [, fence = '', inner = ''] = /^(`+)(.*?)\1$/s.exec(writeCode(value)) ?? [];
          expect([...inner.matchAll(/`+/g)].map(([run]) => run.length)).not.toContain(fence.length);
        }),
      );
    });
  });

  describe('writeCodeBlock', () => {
    it('has a fence longer than any in its text', () => {
      expect(writeCodeBlock('a\n````\nb', 'json')).toBe('`````json\na\n````\nb\n`````');
      expect(writeCodeBlock('a', '')).toBe('```\na\n```');
    });
  });

  describe('writeRow', () => {
    it('lets no cell end early', () => {
      expect(writeRow([writeSentence('a|b'), writeCode('c|d')])).toBe('| a&#124;b | `c\\|d` |');
    });
  });
});
