import { describe, expect, it } from '@jest/globals';
import { describeFailure } from '../jest.ts';
import type { Cause, CausePicture, Report } from '../result.ts';
import { parseHtml, parseXml } from '../testing/markup.ts';
import { createEvidence, createReport, createResult } from '../testing/results.ts';
import { HOSTILE } from '../testing/sample-report.ts';
import { formatGithubAnnotations } from './github.ts';
import { formatHtml } from './html/page.ts';
import { formatJson, parseReport } from './json.ts';
import { formatJunit } from './junit.ts';
import { formatMarkdown } from './markdown.ts';
import { formatTerminal } from './terminal.ts';

const CAUSE: Cause = {
  kind: 'ties-lost',
  title: 'Rows with equal `placedAt` are lost where they meet the end of a page',
  summary: 'Of 5 rows with equal `placedAt`, 2 never came.',
  confidence: 0.923,
  explains: ['orders.walk.ties', 'orders.walk.complete', 'orders.order.ties'],
  curl: ["curl 'https://staging.example.com/v2/orders?limit=2'"],
  alternatives: [
    { kind: 'row-lost', title: 'A row is lost on each page', confidence: 0.05, test: 'A page size of 1 tells.' },
  ],
  remedy: 'Compare the identity, too.',
};

const evidence = [createEvidence({ demand: 'every row comes once', expected: 5, received: 3, curl: ['curl x'] })];
const REPORT = createReport({
  verdict: 'fail',
  causes: [CAUSE],
  results: [
    createResult({ id: 'orders.walk.complete', title: 'MUST return every row', verdict: 'fail', evidence }),
    createResult({ id: 'orders.total.same', title: 'MUST count alike', verdict: 'fail', evidence }),
    createResult({ id: 'orders.walk.ties', title: 'MUST return ties once', verdict: 'fail', evidence }),
    createResult({ id: 'orders.order.ties', title: 'SHOULD keep ties in order', verdict: 'warn' }),
  ],
});

describe('causes in reports', () => {
  it('stand at the head in a terminal, and what they explain in short', () => {
    const text = formatTerminal(REPORT, { colors: false, width: 100 });
    const [head = '', failures = '', rest = ''] = text.split(/\n\nViolations/);
    expect(head).toContain(`Most likely cause\n\n  1 ${CAUSE.title}\n    ${CAUSE.summary}\n`);
    expect(head.replace(/\s+/g, ' ')).toContain(
      'Explains 2 of 3 violations and 1 of 1 warning. Such a match is right in 92 of 100 cases. More: pagewright explain ties-lost',
    );
    expect(head).toContain('Or `row-lost`, 5 of 100 cases: A row is lost on each page. A page size of 1 tells.');
    expect(head).toContain(`reproduce ${CAUSE.curl[0]}`);
    expect(failures).toMatch(
      /^ from 1\n\n {2}✗ MUST return ties once\n[\s\S]*required[\s\S]*\n\n {2}· MUST return every row\n/,
    );
    expect(failures.match(/required/g)).toHaveLength(1);
    expect(rest).toMatch(/^ that no cause explains\n\n {2}✗ MUST count alike\n[\s\S]*required/);
  });

  it('stand before the violations, which are grouped by them, in Markdown and HTML', () => {
    const markdown = formatMarkdown(REPORT);
    expect(markdown).toMatch(
      /### Most likely cause\n\n#### 1\. Rows with equal `placedAt` are lost[\s\S]*### Violations/,
    );
    expect(markdown.split('### Violations')[0]).toContain(`\`\`\`sh\n${CAUSE.curl[0]}\n`);
    expect(markdown).toMatch(
      /\*\*From cause 1\*\*[\s\S]*MUST return ties once[\s\S]*\*\*From no known cause\*\*[\s\S]*MUST count alike/,
    );
    const { text } = parseHtml(formatHtml(REPORT));
    expect(text).toMatch(
      /Most likely cause[\s\S]*Rows with equal placedAt[\s\S]*Compare the identity[\s\S]*Violations[\s\S]*From cause 1[\s\S]*From no known cause/,
    );
  });

  it('are properties of JUnit, and named by what they explain', () => {
    const xml = formatJunit(REPORT);
    expect(parseXml(xml)).toHaveLength(1);
    expect(xml).toContain('<property name="cause.1" value="ties-lost: Rows with equal `placedAt` are lost');
    expect(xml.match(/Most likely cause: /g)).toHaveLength(3);
  });

  it('say in JUnit, annotations and Jest what was asked to tell them apart, and what to ask', () => {
    const asked = {
      requirement: 'orders.total.same',
      requests: 0,
      summary: 'What would tell is `total.same`.',
      curl: 'curl y',
    };
    const cause = { ...CAUSE, asked };
    const report = createReport({ ...REPORT, causes: [cause] });
    const said = 'What would tell is `total.same`.';
    expect(formatJunit(report)).toMatch(new RegExp(`name="cause.1" value="[^"]*${said} Ask: curl y"`));
    expect(formatJunit(report).match(/\nAsk: curl y/g)).toHaveLength(3);
    expect(formatGithubAnnotations(report).split('\n')[0]).toContain(`%0A${said}%0AAsk: curl y%0A`);
    const [violated] = report.results;
    if (violated === undefined) throw new Error('no result');
    expect(describeFailure(violated, cause)).toContain(`\n${said}\nAsk: curl y`);
  });

  it('replace the annotations of what they explain', () => {
    const lines = formatGithubAnnotations(REPORT).trimEnd().split('\n');
    expect(lines.map((line) => /^::(\w+) title=([^:]*)::/.exec(line)?.slice(1))).toEqual([
      ['error', 'ties-lost'],
      ['error', 'orders.total.same'],
    ]);
  });

  it('survive JSON, and are checked when it is read', () => {
    const json = formatJson(REPORT);
    expect(Object.keys(JSON.parse(json)).slice(0, 3)).toEqual(['contract', 'verdict', 'causes']);
    expect(parseReport(json, 'x.json').causes).toEqual([CAUSE]);
    const broken = JSON.stringify({ ...JSON.parse(json), causes: [{ title: 1 }] });
    expect(() => parseReport(broken, 'x.json')).toThrow('/causes/0/title: must be text, not 1');
  });

  it('are drawn in HTML where a report has a picture of them, and said in words', () => {
    const picture: CausePicture = {
      requirement: 'orders.walk.ties',
      axis: 'list',
      rows: ['o1', 'o2', 'o3', 'o4', 'o5', 'o6'],
      before: 10,
      after: 4,
      pages: [
        { request: 'GET /v2/orders?limit=2', rows: [0, 1] },
        { request: 'GET /v2/orders?limit=2&after=o3', rows: [3, 4] },
        { request: 'GET /v2/orders?limit=2&after=o4', rows: [4, 5] },
      ],
      lost: [2],
      repeated: [4],
      strange: [],
    };
    const report: Report = { ...REPORT, causes: [{ ...CAUSE, picture }] };
    const { elements, text } = parseHtml(formatHtml(report));
    const named = elements.find(({ attributes }) => attributes['aria-labelledby']?.startsWith('picture-1'));
    const ids = elements.flatMap(({ attributes }) => attributes['id'] ?? []);
    expect(named?.name).toBe('svg');
    expect(named?.attributes['aria-labelledby']?.split(' ').every((id) => ids.includes(id))).toBe(true);
    expect(text).toContain(
      'Rows 11 to 16 of 20 in the order of the list, and below them the page of each request. 1 row came on no page and 1 row came more than once.',
    );
    expect(text).toContain('Row 13 on no page, between the pages of requests 1 and 2: o3.');
    expect(text).toContain('Row 15 more than once, by requests 2 and 3: o5.');
    expect(text).toContain('Request 2: rows 14–15; the next request begins at row 15. GET /v2/orders?limit=2&after=o3');
    expect(parseReport(formatJson(report), 'x.json').causes?.[0]?.picture).toEqual(picture);
    // A file may come from anywhere.
    const empty = { ...picture, rows: [], pages: [{ request: HOSTILE, rows: [9] }], lost: [1e9] };
    for (const odd of [empty, { ...picture, rows: [HOSTILE, HOSTILE] }]) {
      const page = formatHtml({ ...REPORT, causes: [{ ...CAUSE, picture: odd }] });
      expect(parseHtml(page).elements.filter(({ name }) => name === 'script')).toHaveLength(1);
      expect(page).not.toMatch(/NaN|Infinity/);
    }
    expect(formatHtml(REPORT)).not.toContain('<figure');
  });

  it('without a kind say neither how sure they are nor where more stands', () => {
    const { kind: _, confidence: __, ...rest } = CAUSE;
    const report = createReport({ ...REPORT, causes: [{ ...rest, explains: [] }] });
    const text = formatTerminal(report, { colors: false, width: 100 });
    expect(text).not.toMatch(/Explains|such a match|pagewright explain/i);
    expect(text).toMatch(/\nViolations\n\n {2}✗ MUST return every row\n/);
  });

  it('are shown as text, whatever they say', () => {
    const texts = { kind: HOSTILE, title: HOSTILE, summary: HOSTILE, remedy: HOSTILE, curl: [HOSTILE] };
    const report: Report = { ...REPORT, causes: [{ ...CAUSE, ...texts }] };
    expect(parseXml(formatJunit(report))).toHaveLength(1);
    expect(() => parseHtml(formatHtml(report))).not.toThrow();
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
    expect(formatTerminal(report, { colors: false, width: 80 })).not.toMatch(/[\u0000-\u0008\u001b]/);
    expect(formatGithubAnnotations(report).trimEnd().split('\n')).toHaveLength(2);
  });
});
