import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openReports } from './open-reports.ts';

const folder = mkdtempSync(join(tmpdir(), 'reports-'));

describe('openReports', () => {
  it('says where each report goes, relative to the folder', () => {
    expect(openReports({ html: 'r.html', json: '-' }, folder)).toEqual([
      { format: 'json', path: '-' },
      { format: 'html', path: join(folder, 'r.html') },
    ]);
    expect(openReports({}, folder)).toEqual([]);
  });

  it('leaves alone what a file holds until the report is there', () => {
    writeFileSync(join(folder, 'old.md'), 'old');
    openReports({ markdown: 'old.md' }, folder);
    expect(readFileSync(join(folder, 'old.md'), 'utf8')).toBe('old');
  });

  it('refuses a file that cannot be written', () => {
    expect(() => openReports({ junit: 'no/such/r.xml' }, folder)).toThrow('the report no/such/r.xml cannot be written');
  });
});
