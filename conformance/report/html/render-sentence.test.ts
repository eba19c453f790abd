import { describe, expect, it } from '@jest/globals';
import { renderSentence, renderTitle } from './render-sentence.ts';

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
