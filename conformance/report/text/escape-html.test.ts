import { describe, expect, it } from '@jest/globals';
import { codePoint, fc } from '../../../src/testing/properties.ts';
import { escapeHtml } from './escape-html.ts';

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
