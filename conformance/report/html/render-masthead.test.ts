import { describe, expect, it } from '@jest/globals';
import { HOSTILE_REPORT } from '../testing/hostile-report.ts';
import { SAMPLE_REPORT } from '../testing/sample-report.ts';
import { renderMasthead } from './render-masthead.ts';

describe('renderMasthead', () => {
  const { markup } = renderMasthead(SAMPLE_REPORT);

  it('says the verdict, what it rests on and what was checked', () => {
    const text = markup.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    expect(text).toContain('Conformance report orders does not conform 4 requirements are violated.');
    expect(text).toContain('Target https://staging.example.com/v2');
    expect(text).toContain('Requests 212 Took 3.4 s');
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
