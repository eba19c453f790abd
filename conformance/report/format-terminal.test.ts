import { describe, expect, it } from '@jest/globals';
import { formatTerminal } from './format-terminal.ts';
import { createEvidence, createReport, createResult } from './testing/create-result.ts';
import { HOSTILE_REPORT } from './testing/hostile-report.ts';
import { CONFORMING_REPORT, SAMPLE_REPORT } from './testing/sample-report.ts';
import { measureWidth } from './text/wrap-text.ts';

const plain = { colors: false, width: 80 };

describe('formatTerminal', () => {
  const lines = formatTerminal(SAMPLE_REPORT, plain).trimEnd().split('\n');

  it('has a line for each area, with a mark and counts', () => {
    expect(lines.slice(0, 15)).toEqual([
      '  ? shape        3 passed, 1 inconclusive',
      '  ✓ envelope     2 passed',
      '  ✓ totals       3 passed',
      '  ✓ order        2 passed, 1 note',
      '  ✗ walks        1 passed, 1 failed, 1 not applicable',
      '  ✓ limits       2 passed, 1 waived',
      '  ✗ filters      4 passed, 1 failed, 2 warnings',
      '  ✓ links        2 passed',
      '  ✗ integrity    1 failed, 2 inconclusive',
      '  ? access       1 passed, 1 inconclusive',
      '  – versions     1 not applicable',
      '  ✗ errors       1 passed, 1 failed',
      '  ! determinism  1 passed, 1 error',
      '  ✓ media        1 passed',
      '  ✓ robustness   1 passed',
    ]);
  });

  it('ends with the verdict and the totals', () => {
    expect(lines.at(-1)).toBe(
      'orders does not conform: 24 passed, 4 failed, 2 warnings, 1 note, 4 inconclusive, 2 not applicable, 1 waived, 1 error (212 requests, 3.4 s)',
    );
  });

  it('has a section for each kind that there is', () => {
    expect(lines.filter((line) => /^[A-Z]/.test(line))).toEqual([
      'Violations',
      'Warnings',
      'Errors of the suite or the network',
      'Inconclusive',
      'Notes',
      'Waived',
      'Waivers that can be removed',
    ]);
  });

  it('shows how a client came to a warning', () => {
    const evidence = [createEvidence({ curl: ['curl https://a.test'] })];
    const results = [createResult({ verdict: 'warn', evidence })];
    const report = { ...createReport({ verdict: 'fail', verdicts: ['warn'] }), results };
    expect(formatTerminal(report, plain)).not.toContain('curl');
    const text = formatTerminal({ ...report, subject: 'client' }, plain);
    expect(text).toMatch(/\nWarnings\n\n {2}! MUST list the newest order first\n[\s\S]* curl https:\/\/a\.test\n/);
    expect(text).toMatch(/\nclient of \w+ is not clean: 1 warning/);
  });

  it('puts together what is open for the same reason', () => {
    const report = createReport({ verdict: 'pass', verdicts: ['pass', 'inconclusive', 'inconclusive'] });
    const results = report.results.map((result) => ({ ...result, reason: 'No rows.' }));
    const text = formatTerminal({ ...report, results }, plain);
    const ids = results.slice(1).map(({ id }) => id);
    expect(text).toContain(`Inconclusive\n  · No rows.\n    ${ids.join(', ')}\n`);
  });

  it('is short where everything conforms', () => {
    const text = formatTerminal(CONFORMING_REPORT, plain).trimEnd().split('\n');
    expect(text).toHaveLength(17);
    expect(text.at(-1)).toBe('orders conforms: 39 passed (212 requests, 3.4 s)');
  });

  it('says what the counts do not', () => {
    const strict = createReport({ verdict: 'fail', verdicts: ['warn'] });
    expect(formatTerminal(strict, plain)).toContain(
      '\n1 warning counts as violated.\norders does not conform: 1 warning',
    );
    const stopped = createReport({ verdict: 'pass', verdicts: ['pass'], stopped: 'stopped by the user' });
    expect(formatTerminal(stopped, plain)).toContain('The run ended early: stopped by the user.\norders conforms');
  });

  it('breaks no line but commands and the last beyond the width', () => {
    const wide = lines.slice(0, -1).filter((line) => measureWidth(line) > 80 && !line.includes('show it'));
    expect(wide).toEqual([]);
  });

  it('lists a few of many', () => {
    const results = Array.from({ length: 60 }, (_, index) => createResult({ id: `a.${index}`, verdict: 'warn' }));
    expect(formatTerminal(createReport({ results }), plain)).toContain('\n  … and 40 more\n');
  });

  it('colours only where it may', () => {
    expect(lines.join('\n')).not.toContain('\u001b');
    expect(formatTerminal(SAMPLE_REPORT, { colors: true, width: 80 })).toContain('\u001b[31m✗\u001b[39m');
  });

  it('lets hostile text send no control characters and no workflow commands', () => {
    const text = formatTerminal(HOSTILE_REPORT, plain);
    expect(text).not.toMatch(/(?!\n)\p{Cc}|\p{Cs}|\u202e/u);
    expect(text).not.toMatch(/^\s*::|##\w*\[/m);
  });
});
