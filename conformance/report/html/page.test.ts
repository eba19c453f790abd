import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { codePoint, fc } from '../../../src/testing/properties.ts';
import { countVerdicts, VERDICTS, type Verdict } from '../../result.ts';
import { type HtmlPage, parseHtml } from '../../testing/markup.ts';
import { createEvidence, createExchange, createReport, createResult } from '../../testing/results.ts';
import { CONFORMING_REPORT, HOSTILE, HOSTILE_REPORT, SAMPLE_REPORT } from '../../testing/sample-report.ts';
import { makeVisible } from '../text.ts';
import { describeCoverage, measureCoverage, renderBar, renderCoverage } from './coverage.ts';
import { renderBody, renderEvidence, renderExchange } from './evidence.ts';
import { escapeHtml, type Html, html, renderSentence, renderTitle, trust } from './html.ts';
import { formatHtml, listSections, readStyle, renderHead, renderMasthead, renderScript } from './page.ts';
import { createAnchors, renderRequirements, renderResult } from './results.ts';
import { PAGE_SCRIPT } from './script.ts';
import { renderNavigation, renderSection, type Section } from './section.ts';

describe('page', () => {
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

      it('has the calls of hooks, whatever they printed', () => {
        const hooks = [{ hook: 'between-pages', phase: 'delete', durationMs: 20, output: HOSTILE }] as const;
        const { text, elements } = parseHtml(formatHtml(createReport({ hooks })));
        expect(text).toContain('between-pages in the phase delete took 20 ms');
        expect(text).toContain(makeVisible(HOSTILE));
        expect(elements.map(({ name }) => name)).not.toContain('img');
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
      const [dark = 0, light = 0] = [measureLuminance(one), measureLuminance(other)].sort(
        (left, right) => left - right,
      );
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
});

describe('PAGE_SCRIPT', () => {
  it('is a script, and does not end the element that it stands in', () => {
    expect(() => new Script(PAGE_SCRIPT)).not.toThrow();
    expect(PAGE_SCRIPT).not.toMatch(/<\/script|<!--/i);
  });

  it('asks nothing of the network', () => {
    expect(PAGE_SCRIPT).not.toMatch(/fetch|XMLHttpRequest|import|https?:|eval|innerHTML/);
  });
});

describe('coverage', () => {
  describe('render coverage', () => {
    function readRow(markup: string, name: string): string[] {
      const row = [...markup.matchAll(/<tr>.*?<\/tr>/g)]
        .map(([match]) => match)
        .find((match) => match.includes(`>${name}<`));
      return [...(row ?? '').matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/g)].map(([, cell = '']) =>
        cell.replace(/<[^>]*>/g, ''),
      );
    }

    describe('renderCoverage', () => {
      const { markup } = renderCoverage(SAMPLE_REPORT.results);

      it.each([
        ['filters', ['filters', '5 of 5', '2 of 2', '–']],
        ['integrity', ['integrity', '1 of 3', '–', '–']],
        ['versions', ['versions', '–', '–', '–']],
        ['All areas', ['All areas', '28 of 33', '3 of 3', '1 of 1']],
      ])('counts %s by level', (name, cells) => {
        expect(readRow(markup, name)).toEqual(cells);
      });
    });

    describe('describeCoverage', () => {
      it('counts by level', () => {
        expect(describeCoverage(SAMPLE_REPORT.results).replaceAll('\u00a0', ' ')).toBe(
          'The run decided 32 of the 37 requirements that apply: 28 of 33 MUST, 3 of 3 SHOULD, 1 of 1 MAY.',
        );
        expect(describeCoverage([])).toBe('The run decided 0 of the 0 requirements that apply.');
      });
    });
  });

  describe('measureCoverage', () => {
    it('counts what was decided among what applies', () => {
      expect(measureCoverage(SAMPLE_REPORT.results)).toEqual({ decided: 32, applicable: 37 });
      expect(measureCoverage([])).toEqual({ decided: 0, applicable: 0 });
    });
  });

  describe('renderBar', () => {
    it('gives each verdict its share', () => {
      const { markup } = renderBar(createReport({ verdicts: ['pass', 'fail', 'pass', 'pass'] }).summary);
      expect(markup).toContain('aria-label="3 passed, 1 failed"');
      expect([...markup.matchAll(/class="(\S+)" x="(\S+)" width="(\S+)"/g)].map((match) => match.slice(1))).toEqual([
        ['fill-pass', '0.00', '74.70'],
        ['fill-fail', '75.10', '24.90'],
      ]);
    });

    it('is nothing without results', () => {
      expect(renderBar(countVerdicts([])).markup).toBe('');
    });
  });
});

describe('results', () => {
  describe('renderResult', () => {
    it('has title, facts, reason and waiver', () => {
      const waiver = { id: 'a', reason: 'Known', expires: '2026-01-01' };
      const { markup } = renderResult(createResult({ verdict: 'waived', waiver, reason: 'It is `0`.' }), 'r-a');
      expect(markup).toContain('<article class="result brief" id="r-a"');
      expect(markup).toContain('<h3><span class="keyword">MUST</span> list the newest order first</h3>');
      expect(markup).toContain(
        '<code>orders.order.default</code> <span>order</span> <span>Orders API, section 3.1</span>',
      );
      expect(markup).toContain('It is <code>0</code>.');
      expect(markup).toContain('Waived until 2026-01-01: Known');
    });

    it('does without source and waiver', () => {
      const { source: _, ...result } = createResult();
      const { markup } = renderResult(result, 'r-a');
      expect(markup).toContain('<span>order</span> <span>3 requests</span>');
      expect(markup).not.toContain('class="waiver"');
    });

    it('shows ten pieces of evidence at most', () => {
      const { markup } = renderResult(createResult({ evidence: Array(12).fill(createEvidence()) }), 'r-a');
      expect(markup.match(/<dl/g)).toHaveLength(10);
      expect(markup).toContain('More evidence in the JSON report: 2.');
    });
  });

  describe('renderRequirements', () => {
    const { results } = SAMPLE_REPORT;
    const failures = new Set(results.filter(({ verdict }) => verdict === 'fail'));
    const { markup } = renderRequirements(results, createAnchors(results), failures);

    it('has every requirement, by area', () => {
      expect(markup.match(/<li /g)).toHaveLength(results.length);
      expect([...markup.matchAll(/<summary><h3>(.*?)<\/h3>/g)].map(([, area]) => area).slice(0, 3)).toEqual([
        'shape',
        'envelope',
        'totals',
      ]);
      expect(markup).toContain('<span class="quiet">4 passed, 1 failed, 2 warnings</span>');
    });

    it('says what was exercised, what is missing, and until when a waiver holds', () => {
      expect(markup).toContain('Read 412 orders on 31 pages.');
      expect(markup).toContain('One refunded order would decide it.');
      expect(markup).toContain('Waived until 2026-06-30: ');
    });

    it('links to what is described elsewhere, and names the rest', () => {
      expect(markup).toContain('<a href="#r-orders.integrity.tampered"><span class="keyword">MUST</span> reject');
      expect(markup).not.toContain('id="r-orders.integrity.tampered"');
      expect(markup).toContain('<li data-verdict="pass" id="r-orders.shape.item">');
    });

    it('offers the verdicts that there are, once there is a script', () => {
      const few = [createResult()];
      expect(renderRequirements(few, createAnchors(few), new Set()).markup).toMatch(
        /role="search" hidden>[\s\S]*<option value="">every verdict<\/option><option value="pass">passed<\/option><\/select>/,
      );
    });
  });

  describe('createAnchors', () => {
    it('names each result after its id, safely and once', () => {
      const results = ['orders.a', 'x"><b>', 'x"><c>', 'x_b_', 'orders.a'].map((id) => createResult({ id }));
      expect([...createAnchors(results).values()]).toEqual([
        'r-orders.a',
        'r-x_b_',
        'r-x_c_',
        'r-x_b_-2',
        'r-orders.a-2',
      ]);
    });
  });
});

describe('html', () => {
  describe('html', () => {
    describe('html', () => {
      it('escapes text, keeps markup, joins lists and leaves nothing out', () => {
        const items = ['<a>', '&'].map((text) => html`<li>${text}</li>`);
        expect(html`<ul title="${'"x"'}">${items}${undefined}</ul>${3}`.markup).toBe(
          '<ul title="&quot;x&quot;"><li>&lt;a&gt;</li><li>&amp;</li></ul>3',
        );
      });

      it('takes no object for markup that only looks like it', () => {
        const forged = JSON.parse('{"markup": "<script>"}') as Html;
        expect(html`${forged}`.markup).toBe('[object Object]');
      });

      it('lets no text break out', () => {
        fc.assert(
          fc.property(fc.string({ unit: codePoint }), (text) => {
            expect(html`<p title="${text}">${text}</p>`.markup).toMatch(/^<p title="[^<>"]*">[^<>"]*<\/p>$/);
          }),
        );
      });
    });

    describe('trust', () => {
      it('keeps markup of our own', () => {
        expect(html`<style>${trust('a > b {}')}</style>`.markup).toBe('<style>a > b {}</style>');
      });
    });
  });

  describe('escapeHtml', () => {
    it('escapes what starts or ends markup and attributes', () => {
      expect(escapeHtml(`<a href="x" id='y'>&amp;</a>`)).toBe(
        '&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;',
      );
    });

    it('spells out what cannot be seen', () => {
      expect(escapeHtml('a\0\u202eb')).toBe('a\\u0000\\u202eb');
    });

    it('leaves nothing that could be markup in any text', () => {
      fc.assert(
        fc.property(
          fc.string({ unit: codePoint }),
          (text) => !/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/.test(escapeHtml(text)),
        ),
      );
    });
  });

  describe('render sentence', () => {
    describe('renderSentence', () => {
      it('sets code as code and escapes everything', () => {
        expect(renderSentence('give `<a>` & `b`').markup).toBe('give <code>&lt;a&gt;</code> &amp; <code>b</code>');
      });
    });

    describe('renderTitle', () => {
      it.each([
        ['MUST give `a`', '<span class="keyword">MUST</span> give <code>a</code>'],
        ['MUST NOT change', '<span class="keyword">MUST NOT</span> change'],
        ['MAYBE later', 'MAYBE later'],
        ['<b>', '&lt;b&gt;'],
      ])('sets off the first word of %j', (title, markup) => {
        expect(renderTitle(title).markup).toBe(markup);
      });
    });
  });
});

describe('evidence', () => {
  describe('renderEvidence', () => {
    it('has a term for each part that there is', () => {
      const terms = (markup: string): string[] => [...markup.matchAll(/<dt>(.*?)<\/dt>/g)].map(([, term = '']) => term);
      expect(terms(renderEvidence(createEvidence()).markup)).toEqual(['Required']);
      const full = createEvidence({ expected: 1, received: 2, curl: ['curl x'], exchanges: [createExchange()] });
      expect(terms(renderEvidence(full).markup)).toEqual(['Required', 'Expected', 'Received', 'Reproduce', 'Exchange']);
    });

    it('marks where values differ', () => {
      const { markup } = renderEvidence(createEvidence({ expected: ['a', 'b'], received: ['a'] }));
      expect(markup).toContain('[&quot;a&quot;, <mark>&quot;b&quot;</mark>]');
      expect(markup).toContain('[&quot;a&quot;]');
    });

    it('shows values that cannot be compared as they are', () => {
      const { markup } = renderEvidence(createEvidence({ expected: 'two rows', received: [['x']] }));
      expect(markup).toContain('<pre class="value expected">two rows</pre>');
      expect(markup).toContain('<pre class="value received">[[&quot;x&quot;]]</pre>');
    });

    it('shows a dozen exchanges at most', () => {
      const { markup } = renderEvidence(createEvidence({ exchanges: Array(15).fill(createExchange()) }));
      expect(markup.match(/<details/g)).toHaveLength(12);
      expect(markup).toContain('3 more exchanges in the JSON report.');
    });
  });

  describe('render exchange', () => {
    /** What a reader sees, without markup. */
    function read(markup: string): string {
      return markup
        .replace(/<[^>]*>/g, '')
        .replaceAll('&amp;', '&')
        .replaceAll('&quot;', '"');
    }

    describe('renderExchange', () => {
      const { markup } = renderExchange(
        createExchange({ url: 'https://a.example/v2/orders?limit=3&x=1', durationMs: 41 }),
      );

      it('is folded to method, path, status and time', () => {
        expect(read(/<summary>(.*)<\/summary>/.exec(markup)?.[1] ?? '')).toBe(
          'GET /v2/orders?limit=3&x=1 200 OK 41 ms',
        );
        expect(markup).not.toContain('<details open');
      });

      it('has the whole request and the whole answer', () => {
        expect(read(markup)).toContain(
          'GET https://a.example/v2/orders?limit=3&x=1\nauthorization: ***\naccept: application/json\n',
        );
        expect(read(markup)).toContain('200 OK\ncontent-type: application/json\n{\n  "items": [],');
      });

      it.each([
        [{ status: 200 }, 'good'],
        [{ status: 404 }, 'odd'],
        [{ status: 502 }, 'bad'],
        [{ status: 0, failure: 'the connection was closed' }, 'bad'],
      ])('colours the status of %j', (parts, name) => {
        expect(renderExchange(createExchange(parts)).markup).toContain(`class="status ${name}"`);
      });

      it('shows an address that is none as it is', () => {
        const hostile = renderExchange(createExchange({ url: 'javascript:alert(1)' })).markup;
        expect(hostile).toContain('<span class="url">javascript:alert(1)</span>');
        expect(hostile).not.toContain('href');
      });
    });
  });

  describe('renderBody', () => {
    it('indents and colours JSON', () => {
      expect(renderBody('application/json', '{"a":["b",1,null]}').markup).toBe(
        '<pre class="body">{\n  <span class="k">&quot;a&quot;</span>: [\n    <span class="s">&quot;b&quot;</span>,\n    <span class="n">1</span>,\n    <span class="n">null</span>\n  ]\n}</pre>',
      );
    });

    it('shows other text as it is', () => {
      expect(renderBody('text/html', '<h1>\n  x: 1</h1>').markup).toBe(
        '<pre class="body">&lt;h1&gt;\n  x: 1&lt;/h1&gt;</pre>',
      );
    });

    it('says that there is none', () => {
      expect(renderBody('application/json', '').markup).toContain('Empty body.');
    });
  });
});
