import { describe, expect, it } from '@jest/globals';
import { countVerdicts } from '../count-verdicts.ts';
import { createReport } from '../testing/create-result.ts';
import { renderBar } from './render-bar.ts';

describe('renderBar', () => {
  it('gives each verdict its share', () => {
    const { markup } = renderBar(createReport({ verdicts: ['pass', 'fail', 'pass', 'pass'] }).summary);
    expect(markup).toContain('aria-label="3 passed, 1 failed"');
    expect([...markup.matchAll(/class="(\S+)" x="(\S+)" width="(\S+)"/g)].map((match) => match.slice(1))).toEqual([
      ['fill-pass', '0.00', '74.70'],
      ['fill-fail', '75.10', '24.90'],
    ]);
  });

  it('is nothing without results', () => {
    expect(renderBar(countVerdicts([])).markup).toBe('');
  });
});
