import { describe, expect, it } from '@jest/globals';
import { codePoint, fc } from '../../src/testing/properties.ts';
import { createReport, createResult } from '../testing/results.ts';
import { CONFORMING_REPORT, HOSTILE_REPORT, SAMPLE_REPORT } from '../testing/sample-report.ts';
import { defuseCommands, formatGithubAnnotations } from './github.ts';

describe('formatGithubAnnotations', () => {
  const lines = formatGithubAnnotations(SAMPLE_REPORT).trimEnd().split('\n');

  it('has an error for each violation and a warning for each warning and error of the suite', () => {
    expect(lines.map((line) => /^::(\w+) title=([^:]*)::/.exec(line)?.slice(1))).toEqual([
      ['error', 'orders.filter.placedFrom.inclusive'],
      ['error', 'orders.walk.ties.forward'],
      ['error', 'orders.integrity.tampered'],
      ['error', 'orders.errors.traceId.unique'],
      ['warning', 'orders.filter.customer.case'],
      ['warning', 'orders.filter.placedFrom.zone'],
      ['warning', 'orders.determinism.concurrency'],
    ]);
  });

  it('says what was demanded and what was seen', () => {
    expect(lines[2]).toContain('::MUST reject a pagination link that was altered%0A3 of 8 altered links');
    expect(lines[2]).toContain(
      '%0AExpected: {"status": 400, "code": "invalid-link"}%0AReceived: {"status": 200, "items": 20}%0Acurl ',
    );
  });

  it('says nothing where there is nothing to say', () => {
    expect(formatGithubAnnotations(CONFORMING_REPORT)).toBe('');
  });

  it('keeps to what GitHub shows', () => {
    const results = Array.from({ length: 30 }, (_, index) => createResult({ id: `orders.${index}`, verdict: 'fail' }));
    const many = formatGithubAnnotations(createReport({ verdict: 'fail', results }))
      .trimEnd()
      .split('\n');
    expect(many).toHaveLength(10);
    expect(many.at(-1)).toBe('::error title=orders::21 more violations. Does not conform: 30 failed.');
  });

  it('escapes what is special in titles', () => {
    const results = [createResult({ id: 'a:b,c%d', verdict: 'fail' })];
    expect(formatGithubAnnotations(createReport({ results }))).toMatch(/^::error title=a%3Ab%2Cc%25d::/);
  });

  it('lets hostile text start no command of its own', () => {
    const all = formatGithubAnnotations(HOSTILE_REPORT).trimEnd().split('\n');
    expect(all.map((line) => line.slice(0, 9))).toEqual(['::error t', '::warning', '::warning']);
  });

  it('has one line for each result, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: codePoint }), (text) => {
        const results = [createResult({ id: text, title: text, reason: text, verdict: 'fail' })];
        expect(formatGithubAnnotations(createReport({ results }))).toMatch(/^::error title=[^:\r\n]*::[^\r\n]*\n$/);
      }),
    );
  });
});

describe('defuseCommands', () => {
  it.each([
    ['::error::x', ': :error::x'],
    ['a\n  ::add-mask::x', 'a\n  : :add-mask::x'],
    ['say ##[error]x', 'say # #[error]x'],
    ['##vso[task.complete]', '# #vso[task.complete]'],
    ["##teamcity[message text='x']", "# #teamcity[message text='x']"],
    ['a::b, ## heading, ###', 'a::b, ## heading, ###'],
  ])('turns %j into %j', (text, safe) => {
    expect(defuseCommands(text)).toBe(safe);
  });
});
