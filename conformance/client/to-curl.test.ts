import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { codePoint, fc } from '../../src/testing/properties.ts';
import { runs } from '../../src/testing/runs.ts';
import type { Exchange } from './exchange.ts';
import { toCurl } from './to-curl.ts';

describe('to curl', () => {
const EXCHANGE: Exchange = {
  method: 'GET',
  url: 'https://host/x?a=1&b=2',
  requestHeaders: { accept: 'application/json', 'user-agent': 'me', authorization: '***' },
  variables: { authorization: 'AUTHORIZATION' },
  status: 200,
  responseHeaders: {},
  body: '',
  durationMs: 1,
};

/** The words that a POSIX shell makes of commands, each of which starts with `curl`. */
function runInShell(commands: readonly string[]): string[][] {
  const script = ['curl() { printf "%s\\0" "$@"; printf "\\n\\0"; }', ...commands].join('\n');
  const output = execFileSync('sh', ['-c', script], { encoding: 'utf8', env: { AUTHORIZATION: 'Bearer "$(x)` \'' } });
  return output
    .split('\n\0')
    .slice(0, -1)
    .map((words) => words.split('\0').slice(0, -1));
}

describe('toCurl', () => {
  it('is a command with secrets as variables', () => {
    expect(toCurl(EXCHANGE)).toBe(
      `curl --silent --show-error --include -H 'accept: application/json' -H 'user-agent: me' ` +
        `-H "authorization: $AUTHORIZATION" 'https://host/x?a=1&b=2'`,
    );
  });

  it('names the method that curl would not send by itself', () => {
    expect(toCurl({ ...EXCHANGE, method: 'DELETE' })).toContain("--include --request 'DELETE' ");
    expect(toCurl({ ...EXCHANGE, method: 'HEAD' })).toContain('--head -H');
  });

  it('keeps a variable’s value in one word', () => {
    const [words] = runInShell([toCurl(EXCHANGE)]);
    expect(words).toContain('authorization: Bearer "$(x)` \'');
  });

  it('asks for the head only', () => {
    expect(toCurl({ ...EXCHANGE, method: 'HEAD' })).toContain('curl --silent --show-error --head ');
  });

  it('sends nothing that was not sent', () => {
    expect(toCurl({ ...EXCHANGE, requestHeaders: {}, variables: {} })).toContain("-H 'accept:' -H 'user-agent:'");
    expect(toCurl({ ...EXCHANGE, requestHeaders: { 'x-empty': '' } })).toContain("-H 'x-empty;'");
    expect(toCurl({ ...EXCHANGE, requestHeaders: { 'accept-encoding': 'gzip, deflate' } })).toContain('--compressed');
    expect(toCurl({ ...EXCHANGE, requestHeaders: { 'accept-encoding': 'identity' } })).toContain(
      "-H 'accept-encoding: identity'",
    );
  });

  it.each([
    ['https://host/x?metadata[0]=a', '--globoff'],
    ['https://host/x?a={b}', '--globoff'],
    ['https://host/a/../b', '--path-as-is'],
    ['https://host/a/..?x', '--path-as-is'],
  ])('keeps curl from reading %s its own way', (url, option) => {
    expect(toCurl({ ...EXCHANGE, url })).toContain(option);
    expect(toCurl(EXCHANGE)).not.toContain(option);
  });

  it('gives any URL and header to curl as one word, unchanged', () => {
    const text = fc.string({ unit: codePoint }).map((raw) => raw.replace(/[\0\n\p{Surrogate}]/gu, ''));
    fc.assert(
      fc.property(fc.array(text, { minLength: 20, maxLength: 20 }), (texts) => {
        const commands = texts.map((raw) =>
          toCurl({ ...EXCHANGE, url: `https://host/${raw}`, requestHeaders: { 'x-y': `v${raw}` }, variables: {} }),
        );
        const words = runInShell(commands);
        expect(words.map((list) => list.at(-1))).toEqual(texts.map((raw) => `https://host/${raw}`));
        expect(words.map((list) => list.at(-2))).toEqual(texts.map((raw) => `x-y: v${raw}`));
      }),
      { numRuns: runs(10) },
    );
  });

  it('quotes the name of a header that a shell would read', () => {
    const exchange = { ...EXCHANGE, requestHeaders: { 'x`id`$y': '***' }, variables: { 'x`id`$y': 'AUTHORIZATION' } };
    expect(runInShell([toCurl(exchange)])[0]).toContain('x`id`$y: Bearer "$(x)` \'');
  });
});
});
