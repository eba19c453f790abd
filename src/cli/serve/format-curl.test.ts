import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { fc } from '../../testing/properties.ts';
import { runs } from '../../testing/runs.ts';
import { formatCurl, quoteForShell } from './format-curl.ts';

describe('formatCurl', () => {
  it('quotes what needs it, and nothing else', () => {
    const command = formatCurl('http://127.0.0.1:4010/a?b=1&c=2', { Authorization: "Bearer it's", 'x-key': '$HOME' });
    expect(command).toBe(
      `curl -H 'Authorization: Bearer it'\\''s' -H 'x-key: $HOME' 'http://127.0.0.1:4010/a?b=1&c=2'`,
    );
    expect(formatCurl('http://127.0.0.1:4010/customers/', {})).toBe('curl http://127.0.0.1:4010/customers/');
  });
});

describe('quoteForShell', () => {
  it('writes words that a shell reads as they are', () => {
    const words = fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replaceAll('\0', ''));
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 50 }), (list) => {
        const script = `printf '%s\\0' ${list.map(quoteForShell).join(' ')}`;
        const read = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
        expect(read.split('\0').slice(0, -1)).toEqual(list.map((word) => Buffer.from(word, 'utf8').toString('utf8')));
      }),
      { numRuns: runs(20) },
    );
  });
});
