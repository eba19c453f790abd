import { describe, expect, it } from '@jest/globals';
import { CONFORMING_REPORT, SAMPLE_REPORT } from '../testing/sample-report.ts';
import { listSections } from './list-sections.ts';

describe('listSections', () => {
  it('has what is wrong first, and what there is only', () => {
    expect(listSections(SAMPLE_REPORT).map(({ title, count }) => [title, count])).toEqual([
      ['Violations', 4],
      ['Errors', 1],
      ['Warnings', 2],
      ['Inconclusive', 4],
      ['Waived', 1],
      ['Notes', 1],
      ['Unused waivers', 1],
      ['Coverage', undefined],
      ['Requirements', 39],
    ]);
    expect(listSections(CONFORMING_REPORT).map(({ anchor }) => anchor)).toEqual(
      ['unused-waivers', 'coverage', 'requirements'].slice(1),
    );
  });
});
