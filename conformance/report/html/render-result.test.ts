import { describe, expect, it } from '@jest/globals';
import { createEvidence, createResult } from '../testing/create-result.ts';
import { renderResult } from './render-result.ts';

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
