import { describe, expect, it } from '@jest/globals';
import { countVerdicts } from '../../result.ts';
import { createReport } from '../../testing/results.ts';
import { SAMPLE_REPORT } from '../../testing/sample-report.ts';

import { describeCoverage, measureCoverage, renderBar, renderCoverage } from './coverage.ts';

describe('render coverage', () => {
  function readRow(markup: string, name: string): string[] {
    const row = [...markup.matchAll(/<tr>.*?<\/tr>/g)]
      .map(([match]) => match)
      .find((match) => match.includes(`>${name}<`));
    return [...(row ?? '').matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/g)].map(([, cell = '']) =>
      cell.replace(/<[^>]*>/g, ''),
    );
  }

  describe('renderCoverage', () => {
    const { markup } = renderCoverage(SAMPLE_REPORT.results);

    it.each([
      ['filters', ['filters', '5 of 5', '2 of 2', '–']],
      ['integrity', ['integrity', '1 of 3', '–', '–']],
      ['versions', ['versions', '–', '–', '–']],
      ['All areas', ['All areas', '28 of 33', '3 of 3', '1 of 1']],
    ])('counts %s by level', (name, cells) => {
      expect(readRow(markup, name)).toEqual(cells);
    });
  });

  describe('describeCoverage', () => {
    it('counts by level', () => {
      expect(describeCoverage(SAMPLE_REPORT.results).replaceAll('\u00a0', ' ')).toBe(
        'The run decided 32 of the 37 requirements that apply: 28 of 33 MUST, 3 of 3 SHOULD, 1 of 1 MAY.',
      );
      expect(describeCoverage([])).toBe('The run decided 0 of the 0 requirements that apply.');
    });
  });
});

describe('measureCoverage', () => {
  it('counts what was decided among what applies', () => {
    expect(measureCoverage(SAMPLE_REPORT.results)).toEqual({ decided: 32, applicable: 37 });
    expect(measureCoverage([])).toEqual({ decided: 0, applicable: 0 });
  });
});

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
