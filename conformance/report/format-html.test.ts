import { describe, expect, it } from '@jest/globals';
import { codePoint, fc } from '../../src/testing/properties.ts';
import type { Verdict } from '../result.ts';
import { formatHtml } from './format-html.ts';
import { createEvidence, createExchange, createReport, createResult } from './testing/create-result.ts';
import { HOSTILE, HOSTILE_REPORT } from './testing/hostile-report.ts';
import { type HtmlPage, parseHtml } from './testing/parse-html.ts';
import { CONFORMING_REPORT, SAMPLE_REPORT } from './testing/sample-report.ts';
import { makeVisible } from './text/make-visible.ts';
import { VERDICTS } from './verdicts.ts';

describe('format html', () => {
const page = parseHtml(formatHtml(SAMPLE_REPORT));

function listNames({ elements }: HtmlPage): Set<string> {
  return new Set(
    elements.flatMap(({ name, attributes }) => [name, ...Object.keys(attributes).map((key) => `@${key}`)]),
  );
}

describe('formatHtml', () => {
  it('says the verdict in its title and its heading', () => {
    const text = page.text.replace(/\s+/g, ' ');
    expect(text).toContain('orders does not conform');
    expect(text).toContain('Conformance report orders does not conform 4 requirements are violated.');
  });

  it('tells each violation with what was demanded, expected and received, the command and the exchange', () => {
    expect(page.text).toContain('An order whose placedAt equals placedFrom is part of the result');
    expect(page.text).toContain('["ord_0142", "ord_0141", "ord_0139"]');
    expect(page.text).toContain('"authorization: $AUTHORIZATION" \'https://staging.example.com/v2/orders?placedFrom=');
    expect(page.text).toContain('x-request-id: b6c8f8de-3a83-4d7c-b1f4-7f0f2c1f6a11');
    expect(page.text).toContain('\n      "id": "ord_0141",\n');
    expect(page.text).toContain('500 Internal Server Error');
  });

  it('says what would decide what is open, and until when waivers hold', () => {
    expect(page.text).toContain('One refunded order would decide it.');
    expect(page.text).toContain('Waived until 2026-06-30: Old apps rely on it until version 3 (SHOP-2204)');
    expect(page.text).toContain('The waiver for it expired on 2026-02-28.');
  });

  it('needs nothing but itself', () => {
    const sources = page.elements.flatMap(({ attributes }) => [attributes['src'], attributes['href']]);
    expect(sources.filter((source) => source !== undefined && !/^#|^data:,$/.test(source))).toEqual([]);
    expect(listNames(page)).not.toContain('@style');
  });

  it('has links that lead somewhere, names that stand once, and labels', () => {
    const ids = page.elements.map(({ attributes }) => attributes['id']).filter((id) => id !== undefined);
    const links = page.elements.map(({ attributes }) => attributes['href']).filter((href) => href?.startsWith('#'));
    expect(new Set(ids).size).toBe(ids.length);
    expect(links.filter((link) => !ids.includes(link?.slice(1) ?? ''))).toEqual([]);
    const labelled = page.elements.flatMap(({ attributes }) => attributes['aria-labelledby'] ?? []);
    expect(labelled.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('has landmarks, one first heading, and headings in order', () => {
    const names = page.elements.map(({ name }) => name);
    for (const landmark of ['header', 'nav', 'main', 'footer', 'h1']) {
      expect(names.filter((name) => name === landmark)).toHaveLength(1);
    }
    const levels = names.filter((name) => /^h[1-6]$/.test(name)).map((name) => Number(name[1]));
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
  });

  it('is a whole page where everything conforms, and where nothing ran', () => {
    expect(parseHtml(formatHtml(CONFORMING_REPORT)).text).toContain('No requirement is violated.');
    expect(parseHtml(formatHtml(createReport({ verdict: 'inconclusive' }))).text).toContain(
      'No requirement could be decided.',
    );
  });

  it('lets hostile text become no markup in any field', () => {
    const hostile = parseHtml(formatHtml(HOSTILE_REPORT));
    const everything = parseHtml(formatHtml(createReport({ ...SAMPLE_REPORT, stopped: 'x' })));
    expect([...listNames(hostile)].filter((name) => !listNames(everything).has(name))).toEqual([]);
    expect(hostile.elements.filter(({ name }) => name === 'script')).toHaveLength(1);
    expect(hostile.text).toContain(makeVisible(HOSTILE));
  });

  it('is a whole page whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: codePoint }), fc.constantFrom<Verdict>(...VERDICTS), (text, verdict) => {
        const exchanges = [createExchange({ url: text, body: text, requestHeaders: { [text]: text } })];
        const evidence = [createEvidence({ demand: text, expected: text, received: [text], exchanges, curl: [text] })];
        const results = [
          createResult({ id: text, title: text, area: text, reason: text, source: text, verdict, evidence }),
        ];
        expect(() => parseHtml(formatHtml(createReport({ contract: text, results })))).not.toThrow();
      }),
    );
  });
});
});
