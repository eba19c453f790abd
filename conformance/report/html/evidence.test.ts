import { describe, expect, it } from '@jest/globals';
import { createEvidence, createExchange } from '../../testing/results.ts';
import { renderBody, renderEvidence, renderExchange } from './evidence.ts';

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
      expect(read(/<summary>(.*)<\/summary>/.exec(markup)?.[1] ?? '')).toBe('GET /v2/orders?limit=3&x=1 200 OK 41 ms');
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
