import { describe, expect, it } from '@jest/globals';
import { html } from './html.ts';
import { renderNavigation, renderSection, type Section } from './render-section.ts';

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
