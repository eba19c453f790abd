import { describe, expect, it } from '@jest/globals';
import { createEvidence, createResult } from '../../testing/results.ts';
import { SAMPLE_REPORT } from '../../testing/sample-report.ts';

import { createAnchors, renderRequirements, renderResult } from './results.ts';

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
