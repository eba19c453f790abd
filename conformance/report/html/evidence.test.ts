import { describe, expect, it } from '@jest/globals';
import { fc } from '../../../src/testing/properties.ts';
import { createEvidence, createExchange } from '../../testing/results.ts';
import { type ComparedPiece, compareValues, renderBody, renderEvidence, renderExchange } from './evidence.ts';

describe('renderEvidence', () => {
  it('has a term for each part that there is', () => {
    const terms = (markup: string): string[] => [...markup.matchAll(/<dt>(.*?)<\/dt>/g)].map(([, term = '']) => term);
    expect(terms(renderEvidence(createEvidence()).markup)).toEqual(['Demanded']);
    const full = createEvidence({ expected: 1, received: 2, curl: ['curl x'], exchanges: [createExchange()] });
    expect(terms(renderEvidence(full).markup)).toEqual(['Demanded', 'Expected', 'Received', 'Show it', 'Exchange']);
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

describe('compare values', () => {
  function mark(pieces: readonly ComparedPiece[] | undefined): string | undefined {
    return pieces?.map(({ text, differs }) => (differs ? `«${text}»` : text)).join('');
  }

  describe('compareValues', () => {
    it.each([
      ['what is missing', ['a', 'b', 'c'], ['a', 'c'], '["a", «"b"», "c"]', '["a", "c"]'],
      ['what is more', ['a'], ['a', 'x'], '["a"]', '["a", «"x"»]'],
      ['what stands twice', [1, 2], [1, 1, 2], '[1, 2]', '[1, «1», 2]'],
      ['what is out of order', [1, 2, 3], [1, 3, 2], '[1, «2», «3»]', '[1, «3», «2»]'],
      ['another type', [1], ['1'], '[«1»]', '[«"1"»]'],
      ['members', { a: 1, b: 2 }, { a: 1, b: 3, c: null }, '{"a": 1, "b": «2»}', '{"a": 1, "b": «3», "c": «null»}'],
      ['nothing', [], {}, undefined, undefined],
      ['nothing of what is nested', [[1]], [[2]], undefined, undefined],
      ['nothing of text', 'a', 'b', undefined, undefined],
    ])('marks %s', (_, expected, received, left, right) => {
      const comparison = compareValues(expected, received);
      expect([mark(comparison?.expected), mark(comparison?.received)]).toEqual([left, right]);
    });

    it('is not fooled by members that every object inherits', () => {
      expect(mark(compareValues({ constructor: null }, {})?.expected)).toBe('{"constructor": «null»}');
    });

    it('leaves long lists alone', () => {
      expect(compareValues(Array(201).fill(1), [1])).toBeUndefined();
    });

    const lists = fc.array(fc.integer({ min: 0, max: 5 }));

    it('marks nothing exactly where values are the same', () => {
      fc.assert(
        fc.property(lists, lists, (left, right) => {
          const { expected = [], received = [] } = compareValues(left, right) ?? {};
          const isSame = JSON.stringify(left) === JSON.stringify(right);
          expect([...expected, ...received].some(({ differs }) => differs)).toBe(!isSame);
        }),
      );
    });
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
    expect(renderBody('application/json', '').markup).toContain('No body.');
  });
});
