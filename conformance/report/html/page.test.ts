import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { codePoint, fc } from '../../../src/testing/properties.ts';
import { VERDICTS, type Verdict } from '../../result.ts';
import { type HtmlPage, parseHtml } from '../../testing/markup.ts';
import { createEvidence, createExchange, createReport, createResult } from '../../testing/results.ts';
import { CONFORMING_REPORT, HOSTILE, HOSTILE_REPORT, SAMPLE_REPORT } from '../../testing/sample-report.ts';

import { makeVisible } from '../text.ts';
import { html } from './html.ts';
import {
  formatHtml,
  listSections,
  readStyle,
  renderHead,
  renderMasthead,
  renderNavigation,
  renderScript,
  renderSection,
  type Section,
} from './page.ts';

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
      expect(page.text).toContain(
        '"authorization: $AUTHORIZATION" \'https://staging.example.com/v2/orders?placedFrom=',
      );
      expect(page.text).toContain('x-request-id: b6c8f8de-3a83-4d7c-b1f4-7f0f2c1f6a11');
      expect(page.text).toContain('\n      "id": "ord_0141",\n');
      expect(page.text).toContain('500 Internal Server Error');
    });

    it('says what would decide what is open, and until when waivers hold', () => {
      expect(page.text).toContain('One refunded order would decide it.');
      expect(page.text).toContain('Waived until 2026-06-30: Old apps rely on it until version 3 (SHOP-2204)');
      expect(page.text).toContain('Expired waiver: Fixed');
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
          const evidence = [
            createEvidence({ demand: text, expected: text, received: [text], exchanges, curl: [text] }),
          ];
          const results = [
            createResult({ id: text, title: text, area: text, reason: text, source: text, verdict, evidence }),
          ];
          expect(() => parseHtml(formatHtml(createReport({ contract: text, results })))).not.toThrow();
        }),
      );
    });
  });
});

describe('render head', () => {
  function digest(text: string | undefined): string {
    return createHash('sha256')
      .update(text ?? '')
      .digest('base64');
  }

  describe('renderHead', () => {
    const { markup } = renderHead(SAMPLE_REPORT);

    it('is named after the verdict', () => {
      expect(markup).toContain('<title>orders does not conform</title>');
    });

    it('allows nothing but its own style and script', () => {
      const policy = /Content-Security-Policy" content="([^"]*)"/.exec(markup)?.[1];
      const style = /<style>([\s\S]*)<\/style>/.exec(markup)?.[1];
      const script = /<script>([\s\S]*)<\/script>/.exec(renderScript().markup)?.[1];
      expect(policy).toBe(
        `default-src 'none'; style-src 'sha256-${digest(style)}'; script-src 'sha256-${digest(script)}'; img-src data:; base-uri 'none'; form-action 'none'`,
      );
    });

    it('loads nothing', () => {
      expect(markup).not.toMatch(/url\(|@import|https?:|src=/);
    });
  });
});

describe('read style', () => {
  const style = readStyle();

  /** The colours of a scheme by name: those of the first block, and for the dark one those that it replaces. */
  function readColors(scheme: 'light' | 'dark'): Readonly<Record<string, string>> {
    const [light = '', dark = ''] = [...style.matchAll(/:root \{([^}]*)\}/g)].map(([, block]) => block);
    const read = (block: string): Record<string, string> =>
      Object.fromEntries(
        [...block.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/gi)].map(([, name, color]) => [name, color]),
      );
    return scheme === 'light' ? read(light) : { ...read(light), ...read(dark) };
  }

  /** The relative luminance of WCAG 2. */
  function measureLuminance(color: string): number {
    const channels = [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16) / 255);
    const [red = 0, green = 0, blue = 0] = channels.map((value) => {
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function measureContrast(one: string, other: string): number {
    const [dark = 0, light = 0] = [measureLuminance(one), measureLuminance(other)].sort((left, right) => left - right);
    return (light + 0.05) / (dark + 0.05);
  }

  describe('readStyle', () => {
    it('loads nothing, and does not end the element that it stands in', () => {
      expect(style).not.toMatch(/url\(|@import|https?:|<\//);
    });

    it('closes every block', () => {
      expect(style.match(/\{/g)).toHaveLength(style.match(/\}/g)?.length ?? -1);
    });

    it('has a colour for text and bars of every verdict', () => {
      for (const verdict of VERDICTS) {
        expect(style).toContain(`.text-${verdict} {`);
        expect(style).toContain(`.fill-${verdict} {`);
      }
    });

    it('defines every variable that it uses', () => {
      const used = new Set([...style.matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => name));
      const missing = [...used].filter((name) => !style.includes(`${name}:`));
      expect(missing).toEqual([]);
    });

    it.each(['light', 'dark'] as const)('has enough contrast for text, %s', (scheme) => {
      const colors = readColors(scheme);
      const pairs = [
        ...[...VERDICTS, 'ink', 'soft', 'link'].map((name) => [name, 'ground'] as const),
        ...['sheet', 'good', 'bad', 'mark-good', 'mark-bad'].map((name) => ['ink', name] as const),
      ];
      const poor = pairs.filter(([text, ground]) => measureContrast(colors[text] ?? '', colors[ground] ?? '') < 4.5);
      expect(poor).toEqual([]);
    });
  });
});

describe('renderMasthead', () => {
  const { markup } = renderMasthead(SAMPLE_REPORT);

  it('says the verdict, what it rests on and what was checked', () => {
    const text = markup.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    expect(text).toContain('Conformance report orders does not conform 4 requirements are violated.');
    expect(text).toContain('Target https://staging.example.com/v2');
    expect(text).toContain('Requests 212 Duration 3.4 s');
    expect(markup).toContain('<time datetime="2026-03-14T09:26:53.589Z">14 March 2026, 09:26 UTC</time>');
  });

  it('has every count, and tells those that are zero', () => {
    expect(markup).toContain('<li class="some text-fail"><b>4</b> <span>failed</span></li>');
    expect(markup.match(/<li/g)).toHaveLength(8);
    expect(renderMasthead({ ...SAMPLE_REPORT, summary: { ...SAMPLE_REPORT.summary, fail: 0 } }).markup).toContain(
      '<li class="none"><b>0</b> <span>failed</span></li>',
    );
  });

  it('shows a time that is none as it is', () => {
    expect(renderMasthead(HOSTILE_REPORT).markup).not.toContain('<time');
  });
});

describe('listSections', () => {
  it('has what is wrong first, and what there is only', () => {
    expect(listSections(SAMPLE_REPORT).map(({ title, count }) => [title, count])).toEqual([
      ['Violations', 4],
      ['Errors', 1],
      ['Warnings', 2],
      ['Inconclusive', 4],
      ['Waived', 1],
      ['Notes', 1],
      ['Unused waivers', 1],
      ['Coverage', undefined],
      ['Requirements', 39],
    ]);
    expect(listSections(CONFORMING_REPORT).map(({ anchor }) => anchor)).toEqual(
      ['unused-waivers', 'coverage', 'requirements'].slice(1),
    );
  });
});

describe('render section', () => {
  const section: Section = { anchor: 'x', title: 'Violations', count: 1200, intro: 'Why.', content: html`<p>a</p>` };

  describe('renderSection', () => {
    it('is labelled by its heading', () => {
      const { markup } = renderSection(section);
      expect(markup).toContain('<section id="x" aria-labelledby="x-title">');
      expect(markup).toContain('<h2 id="x-title">Violations <span class="count">1,200</span></h2>');
      expect(markup).toContain('<p class="intro">Why.</p>');
    });

    it('does without count and introduction', () => {
      const { markup } = renderSection({ ...section, count: undefined, intro: '' });
      expect(markup).toContain('>Violations</h2>');
      expect(markup).not.toContain('intro');
    });
  });

  describe('renderNavigation', () => {
    it('links to each part', () => {
      expect(renderNavigation([section]).markup).toContain(
        '<a href="#x">Violations <span class="count">1,200</span></a>',
      );
    });
  });
});
