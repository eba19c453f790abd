import { describe, expect, it } from '@jest/globals';
import { codePoint, fc } from '../../../src/testing/properties.ts';
import { type Html, html, trust } from './html.ts';

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
