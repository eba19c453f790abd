import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatJson } from './format-json.ts';
import { readReport } from './read-report.ts';
import { SAMPLE_REPORT } from './testing/sample-report.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('readReport', () => {
  it('reads a file', () => {
    const file = join(folder, 'report.json');
    writeFileSync(file, formatJson(SAMPLE_REPORT));
    expect(readReport(file).results).toHaveLength(SAMPLE_REPORT.results.length);
  });

  it('names a file that is missing, or is none', () => {
    expect(() => readReport('/no/such.json')).toThrow('/no/such.json: cannot be read: there is no such file');
    expect(() => readReport(folder)).toThrow(/: cannot be read: EISDIR/);
  });

  it('names a file that is not a report', () => {
    const file = join(folder, 'other.json');
    writeFileSync(file, 'null');
    expect(() => readReport(file)).toThrow(`${file}: expected an object, got null`);
  });
});
