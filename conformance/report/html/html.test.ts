import { describe, expect, it } from '@jest/globals';
import { codePoint, fc } from '../../../src/testing/properties.ts';
import { escapeHtml, type Html, html, renderSentence, renderTitle, trust } from './html.ts';

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
