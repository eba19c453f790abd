import { describe, expect, it } from '@jest/globals';
import { layOutBody } from './lay-out-body.ts';

function listTexts(contentType: string, body: string): string[] {
  return layOutBody(contentType, body).map(({ tokens }) => tokens.map(({ text }) => text).join(''));
}

describe('layOutBody', () => {
  it('indents JSON, and nothing else', () => {
    expect(layOutBody('application/json', '[1]').map(({ depth }) => depth)).toEqual([0, 1, 0]);
    expect(listTexts('text/html', '<a>\n {"a":1}\n')).toEqual(['<a>', ' {"a":1}']);
    expect(layOutBody('text/html', '\n')).toEqual([]);
  });

  it('shows control characters', () => {
    expect(listTexts('text/plain', 'a\u001b[2Jb')).toEqual(['a\\u001b[2Jb']);
  });

  it.each([
    ['many lines', 'application/json', JSON.stringify(Array(5000).fill(1))],
    ['much text', 'text/plain', 'x'.repeat(7000)],
    ['much JSON on few lines', 'application/json', JSON.stringify(['x'.repeat(7000), 1])],
    ['depth', 'application/json', '['.repeat(100_000)],
  ])('cuts %s, and says so', (_, contentType, body) => {
    const lines = listTexts(contentType, body);
    expect(lines.at(-1)).toBe('… (cut here)');
    expect(lines.length).toBeLessThanOrEqual(120);
    expect(lines.join('').length).toBeLessThan(6100);
  });
});
