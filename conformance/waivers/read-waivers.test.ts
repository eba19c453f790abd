import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readWaivers } from './read-waivers.ts';
import { WaiverError } from './waiver-error.ts';

describe('read waivers', () => {
let file = '';

beforeAll(() => {
  file = join(mkdtempSync(join(tmpdir(), 'waivers-')), 'waivers.yaml');
});

afterAll(() => {
  rmSync(join(file, '..'), { recursive: true });
});

describe('readWaivers', () => {
  it('reads a file', () => {
    writeFileSync(file, '- { id: a, reason: x, expires: 2026-01-01 }\n');
    expect(readWaivers(file)).toEqual([{ id: 'a', reason: 'x', expires: '2026-01-01' }]);
  });

  it('names the place of a mistake', () => {
    writeFileSync(file, '- id: a\n  reason: x\n  expires: soon\n');
    expect(() => readWaivers(file)).toThrow(`${file}:3:3 expected a day as YYYY-MM-DD, got "soon"`);
  });

  it('says that a file is missing, or not YAML, as its own error', () => {
    expect(() => readWaivers('/no/such.yaml')).toThrow('/no/such.yaml:1:1 cannot be read: there is no such file');
    writeFileSync(file, '- [\n');
    expect(() => readWaivers(file)).toThrow(/:2:1 not valid YAML/);
    expect(() => readWaivers(file)).toThrow(WaiverError);
  });
});
});
