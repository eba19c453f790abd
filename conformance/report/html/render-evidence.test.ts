import { describe, expect, it } from '@jest/globals';
import { createEvidence, createExchange } from '../testing/create-result.ts';
import { renderEvidence } from './render-evidence.ts';

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
