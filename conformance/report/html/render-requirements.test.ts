import { describe, expect, it } from '@jest/globals';
import { createResult } from '../testing/create-result.ts';
import { SAMPLE_REPORT } from '../testing/sample-report.ts';
import { createAnchors } from './create-anchors.ts';
import { renderRequirements } from './render-requirements.ts';

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
