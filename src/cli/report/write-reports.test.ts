import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createReport } from '../../../conformance/report/testing/create-result.ts';
import { createTestTerminal } from '../testing/create-test-terminal.ts';
import { writeReports } from './write-reports.ts';

const report = createReport({ verdict: 'fail', verdicts: ['pass', 'fail'] });

describe('writeReports', () => {
  it('shows the report beside what it writes to files', () => {
    const terminal = createTestTerminal();
    const path = join(terminal.cwd, 'r.json');
    writeReports(report, [{ format: 'json', path }], terminal);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ verdict: 'fail' });
    expect(terminal.output()).toContain('does not conform');
  });

  it('shows nothing else where a report goes to standard output', () => {
    const terminal = createTestTerminal({ env: { GITHUB_ACTIONS: 'true' } });
    writeReports(report, [{ format: 'json', path: '-' }], terminal);
    expect(JSON.parse(terminal.output())).toMatchObject({ verdict: 'fail' });
  });

  it('adds annotations and a summary in GitHub Actions', () => {
    const { cwd } = createTestTerminal();
    const summary = join(cwd, 'summary.md');
    writeFileSync(summary, 'before\n');
    const terminal = createTestTerminal({ env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary } });
    writeReports(report, [], terminal);
    expect(terminal.output()).toContain('::error ');
    expect(readFileSync(summary, 'utf8')).toMatch(/^before\n## /);
  });
});
