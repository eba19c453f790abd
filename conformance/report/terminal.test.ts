import { describe, expect, it } from '@jest/globals';
import { countVerdicts } from '../result.ts';
import { createEvidence, createExchange, createReport, createResult } from '../testing/results.ts';
import { SAMPLE_FAILURES } from '../testing/sample-failures.ts';
import { CONFORMING_REPORT, HOSTILE_REPORT, SAMPLE_REPORT } from '../testing/sample-report.ts';
import { measureWidth } from './columns.ts';
import { diffReports } from './diff.ts';
import { createPaint, supportsColor } from './paint.ts';
import { createProgress, type Progress } from './progress.ts';
import {
  describeCost,
  describeCounts,
  describeGrounds,
  describeSubject,
  describeVerdict,
  groupByArea,
} from './summary.ts';
import { formatDiffTerminal, formatTerminal, formatTerminalFailure, formatTerminalItem } from './terminal.ts';

describe('terminal', () => {
  describe('format terminal', () => {
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
          '\n1 warning (treated as a failure).\norders does not conform: 1 warning',
        );
        const stopped = createReport({ verdict: 'pass', verdicts: ['pass'], stopped: 'stopped by the user' });
        expect(formatTerminal(stopped, plain)).toContain('The run ended early: stopped by the user.\norders conforms');
      });

      it('breaks no line but commands and the last beyond the width', () => {
        const wide = lines.slice(0, -1).filter((line) => measureWidth(line) > 80 && !line.includes('reproduce'));
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
  });

  describe('format terminal result', () => {
    const plain = createPaint(false);
    const [bound = createResult()] = SAMPLE_FAILURES;

    describe('formatTerminalFailure', () => {
      it('says what was demanded, what was seen and how to see it', () => {
        expect(formatTerminalFailure(bound, plain, 80)).toBe(
          `  ✗ MUST include orders placed exactly at \`placedFrom\`
    orders.filter.placedFrom.inclusive · Orders API, section 4.2 “Filtering by
    time”
    The order ord_0142 was placed exactly at the bound and is missing from the
    answer.

    required  An order whose \`placedAt\` equals \`placedFrom\` is part of the
              result: the bound is inclusive.
    expected  ["ord_0142", "ord_0141", "ord_0139"]
    received  ["ord_0141", "ord_0139"]
    reproduce ${bound.evidence[0]?.curl[0]}`,
        );
      });

      it('shows the exchange where there is no command', () => {
        const evidence = [createEvidence({ exchanges: [createExchange({ status: 502 })] })];
        expect(formatTerminalFailure(createResult({ evidence }), plain, 100)).toContain(
          '\n    request   GET https://staging.example.com/v2/orders → 502 Bad Gateway, 18 ms',
        );
      });

      it('cuts long values', () => {
        const evidence = [createEvidence({ received: Array.from({ length: 999 }, (_, index) => `order-${index}`) })];
        const text = formatTerminalFailure(createResult({ evidence }), plain, 80);
        expect(text.split('\n').length).toBeLessThan(20);
        expect(text).toMatch(/… \(\d+ more lines\)$/);
      });

      it('paints only where it may', () => {
        expect(formatTerminalFailure(bound, createPaint(true), 80)).toContain('\u001b[31m✗\u001b[39m');
        expect(formatTerminalFailure(bound, plain, 80)).not.toContain('\u001b');
      });
    });

    describe('formatTerminalItem', () => {
      it('has a title, an id and a reason', () => {
        expect(formatTerminalItem('SHOULD be so', 'a.b', 'It is not, and that is a pity indeed.', plain, 30)).toBe(
          '  · SHOULD be so\n    a.b\n    It is not, and that is a\n    pity indeed.',
        );
      });

      it('does without an id', () => {
        expect(formatTerminalItem('a', '', 'b', plain, 30)).toBe('  · a\n    b');
      });
    });
  });

  describe('format diff terminal', () => {
    const plain = { colors: false, width: 80 };

    describe('formatDiffTerminal', () => {
      it('shows the runs, the changes and the numbers', () => {
        const lines = formatDiffTerminal(diffReports(CONFORMING_REPORT, SAMPLE_REPORT), plain).trimEnd().split('\n');
        expect(lines.slice(0, 9)).toEqual([
          'before  orders  https://staging.example.com/v2  2026-03-15T09:26:53.589Z',
          '        Conforms: 39 passed',
          'after   orders  https://staging.example.com/v2  2026-03-14T09:26:53.589Z',
          '        Does not conform: 24 passed, 4 failed, 2 warnings, 1 note, 4 inconclusive, 2 not applicable, 1 waived, 1 error',
          '',
          'Newly failing',
          '  · MUST include orders placed exactly at `placedFrom`',
          '    orders.filter.placedFrom.inclusive · pass → fail',
          '    The order ord_0142 was placed exactly at the bound and is missing from the',
        ]);
        expect(lines.at(-1)).toBe('Worse than before: 4 newly failing, 11 otherwise changed, 24 unchanged');
      });

      it('is short where nothing changed', () => {
        const text = formatDiffTerminal(diffReports(CONFORMING_REPORT, CONFORMING_REPORT), plain);
        expect(text.trimEnd().split('\n').slice(4)).toEqual(['', 'No worse than before: 39 unchanged']);
      });

      it('says when the runs have little in common', () => {
        const text = formatDiffTerminal(diffReports(createReport(), createReport({ contract: 'others' })), plain);
        expect(text).toContain('The runs are of different contracts.');
      });

      it('lets hostile text send no control characters and no workflow commands', () => {
        const text = formatDiffTerminal(diffReports(SAMPLE_REPORT, HOSTILE_REPORT), plain);
        expect(text).not.toMatch(/(?!\n)\p{Cc}|\p{Cs}/u);
        expect(text).not.toMatch(/^\s*::|##\w*\[/m);
      });
    });
  });
});

describe('paint', () => {
  describe('createPaint', () => {
    it('styles text, or leaves it', () => {
      const { dim, accent, success, warning, error, info } = createPaint(true);
      expect([dim('x'), accent('x'), success('x'), warning('x'), error('x'), info('x')]).toEqual([
        '\u001b[2mx\u001b[22m',
        '\u001b[36mx\u001b[39m',
        '\u001b[32mx\u001b[39m',
        '\u001b[33mx\u001b[39m',
        '\u001b[31mx\u001b[39m',
        '\u001b[34mx\u001b[39m',
      ]);
      expect(createPaint(false).error('x')).toBe('x');
    });

    it('nests', () => {
      const paint = createPaint(true);
      expect(paint.bold(paint.error('x'))).toBe('\u001b[1m\u001b[31mx\u001b[39m\u001b[22m');
    });
  });

  describe('supportsColor', () => {
    it.each([
      [true, {}, true],
      [true, { NO_COLOR: '' }, true],
      [true, { NO_COLOR: '1' }, false],
      [true, { TERM: 'dumb' }, false],
      [false, {}, false],
      [undefined, {}, false],
      [false, { FORCE_COLOR: '1' }, true],
      [false, { FORCE_COLOR: '' }, true],
      [true, { FORCE_COLOR: '1', NO_COLOR: '1', TERM: 'dumb' }, true],
      [true, { FORCE_COLOR: '0' }, false],
      [true, { FORCE_COLOR: 'false' }, false],
    ])('on a terminal %p, with %p: %p', (isTTY, env, expected) => {
      expect(supportsColor({ isTTY }, env)).toBe(expected);
    });
  });
});

describe('progress', () => {
  interface Fixture {
    readonly progress: Progress;
    readonly written: string[];
    readonly clock: { now: number };
  }

  function start(isTTY: boolean, columns = 80): Fixture {
    const written: string[] = [];
    const clock = { now: 1000 };
    const stream = { isTTY, columns, write: (text: string) => written.push(text) };
    return { progress: createProgress(stream, () => clock.now), written, clock };
  }

  const half = { done: 23, total: 46, requests: 1, failed: 0, current: 'filters' };

  describe('createProgress on a terminal', () => {
    it('writes one line anew', () => {
      const { progress, written, clock } = start(true);
      progress.update(half);
      clock.now += 100;
      progress.update({ ...half, done: 46, requests: 212, failed: 2 });
      progress.finish();
      expect(written).toEqual([
        '\r━━━━━━━━┄┄┄┄┄┄┄┄ 23 of 46 requirements · 1 request · filters\u001b[K',
        '\r━━━━━━━━━━━━━━━━ 46 of 46 requirements · 212 requests · 2 failed · filters\u001b[K',
        '\r\u001b[K',
      ]);
    });

    it('does not flicker, but shows the end at once', () => {
      const { progress, written } = start(true);
      for (let done = 0; done <= 46; done += 1) progress.update({ ...half, done });
      expect(written).toHaveLength(2);
      expect(written[1]).toContain('46 of 46');
    });

    it('keeps to one line, whatever is being checked', () => {
      const { progress, written } = start(true, 40);
      progress.update({ ...half, current: `a\n\u001b[2J${'東'.repeat(50)}` });
      expect(measureWidth((written[0] ?? '').replace('\r', '').replace('\u001b[K', ''))).toBeLessThan(40);
      expect(written[0]).not.toContain('\n');
    });

    it('does without a total, and leaves nothing when nothing was shown', () => {
      const { progress, written } = start(true);
      progress.finish();
      expect(written).toEqual([]);
      progress.update({ done: 3, requests: 9, failed: 0 });
      expect(written).toEqual(['\r· 3 requirements · 9 requests\u001b[K']);
    });
  });

  describe('createProgress elsewhere', () => {
    it('writes a line now and then', () => {
      const { progress, written, clock } = start(false);
      for (let second = 0; second < 35; second += 1) {
        clock.now += 1000;
        progress.update({ ...half, done: second });
      }
      progress.finish();
      expect(written).toEqual([9, 19, 29].map((done) => `${done} of 46 requirements · 1 request · filters\n`));
    });
  });

  describe('createProgress nowhere', () => {
    it('is silent', () => {
      const progress = createProgress(undefined);
      progress.update(half);
      expect(() => progress.finish()).not.toThrow();
    });
  });
});

describe('summary', () => {
  describe('describe report', () => {
    const conforming = createReport({ verdict: 'pass', verdicts: ['pass', 'pass'] });
    const broken = createReport({ verdict: 'fail', verdicts: ['pass', 'fail', 'inconclusive', 'error'] });
    const undecided = createReport({ verdict: 'inconclusive', verdicts: ['inconclusive'] });
    const strict = createReport({ verdict: 'fail', verdicts: ['pass', 'warn'] });

    describe('describeVerdict', () => {
      it('has words for each verdict', () => {
        expect([conforming, broken, undecided].map(describeVerdict)).toEqual([
          'Conforms',
          'Does not conform',
          'Not decided',
        ]);
      });
    });

    describe('describeSubject', () => {
      it('tells a client from an implementation, and so does the verdict', () => {
        const judged = [conforming, broken, undecided].flatMap((report) => [
          report,
          { ...report, subject: 'client' } as const,
        ]);
        expect(judged.map((report) => `${describeSubject(report)} ${describeVerdict(report).toLowerCase()}`)).toEqual([
          `${conforming.contract} conforms`,
          `client of ${conforming.contract} is clean`,
          `${conforming.contract} does not conform`,
          `client of ${conforming.contract} is not clean`,
          `${conforming.contract} not decided`,
          `client of ${conforming.contract} not decided`,
        ]);
      });
    });

    describe('describeGrounds', () => {
      it('says what was violated and what stayed open', () => {
        expect([conforming, broken, undecided, strict].map(describeGrounds)).toEqual([
          'No requirement is violated.',
          '1 requirement is violated. 2 requirements could not be decided.',
          'No requirement could be decided.',
          '1 warning (treated as a failure).',
        ]);
      });

      it('says that the run ended early', () => {
        expect(describeGrounds({ ...conforming, stopped: 'stopped by the user' })).toBe(
          'No requirement is violated. The run ended early: stopped by the user.',
        );
        const some = createReport({ verdict: 'inconclusive', verdicts: ['pass', 'inconclusive'], stopped: 'enough' });
        expect(describeGrounds(some)).toBe(
          'No requirement is violated. 1 requirement could not be decided. The run ended early: enough.',
        );
      });
    });

    describe('describeCounts', () => {
      it('leaves out what did not happen', () => {
        expect(describeCounts(broken.summary)).toBe('1 passed, 1 failed, 1 inconclusive, 1 error');
        expect(describeCounts(countVerdicts([]))).toBe('no results');
      });
    });

    describe('describeCost', () => {
      it('counts requests and time', () => {
        expect(describeCost({ ...conforming, requests: 1, durationMs: 3400 })).toBe('1 request, 3.4 s');
      });
    });
  });

  describe('groupByArea', () => {
    it('keeps the order of areas and of results', () => {
      const results = [
        createResult({ id: '1', area: 'walks' }),
        createResult({ id: '2', area: 'constructor', verdict: 'fail' }),
        createResult({ id: '3', area: 'walks' }),
      ];
      const groups = groupByArea(results);
      expect(groups.map(({ area, results: group }) => [area, group.map(({ id }) => id)])).toEqual([
        ['walks', ['1', '3']],
        ['constructor', ['2']],
      ]);
      expect(groups.map(({ counts }) => [counts.pass, counts.fail])).toEqual([
        [2, 0],
        [0, 1],
      ]);
    });
  });
});
