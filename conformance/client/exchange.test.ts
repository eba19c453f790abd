import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { createRedactor } from '../../src/contract/redactor.ts';
import { codePoint, fc } from '../../src/testing/properties.ts';
import { runs } from '../../src/testing/runs.ts';
import {
  describeVariables,
  type Exchange,
  quoteForShell,
  recordExchange,
  type SentRequest,
  toCurl,
} from './exchange.ts';
import { mergeHeaders } from './settings.ts';
import type { AttemptAnswer, AttemptFailure } from './transport.ts';

describe('record exchange', () => {
  const REDACTOR = createRedactor(['real-token-0123456789', 'expired-token-98765']);

  const ANSWER: AttemptAnswer = {
    kind: 'answered',
    status: 200,
    headers: { 'content-type': 'application/json' },
    text: '{}',
    durationMs: 3,
  };

  const FAILURE: AttemptFailure = {
    kind: 'failed',
    error: 'timeout',
    reason: 'no answer for real-token-0123456789',
    transient: true,
    durationMs: 5,
  };

  function build(parts: Partial<SentRequest> = {}): SentRequest {
    const headers = mergeHeaders([
      { variablePrefix: '', headers: { accept: 'a/b', authorization: 'Bearer real-token-0123456789' } },
    ]);
    return {
      method: 'GET',
      url: 'http://host/x',
      headers,
      credentialHeaders: new Set(['x-tenant']),
      publicHeaders: new Set(),
      ...parts,
    };
  }

  describe('recordExchange', () => {
    it('records what was sent and what came', () => {
      expect(recordExchange(build(), ANSWER, REDACTOR)).toEqual({
        method: 'GET',
        url: 'http://host/x',
        requestHeaders: { accept: 'a/b', authorization: '***' },
        variables: { authorization: 'AUTHORIZATION' },
        status: 200,
        responseHeaders: { 'content-type': 'application/json' },
        body: '{}',
        durationMs: 3,
      });
    });

    it('records why nothing came', () => {
      expect(recordExchange(build(), FAILURE, REDACTOR)).toMatchObject({
        status: 0,
        responseHeaders: {},
        body: '',
        failure: 'no answer for ***',
        durationMs: 5,
      });
    });

    it('shows no secret that comes back', () => {
      const token = 'real-token-0123456789';
      const headers = { 'x-echo': token, 'set-cookie': 'session=c00kie-value; Path=/', 'x-new-token': 'abc' };
      const text = JSON.stringify({ token, session: 'c00kie-value' });
      const exchange = recordExchange(
        build({ url: `http://host/x?t=${token}` }),
        { ...ANSWER, headers, text },
        REDACTOR,
      );
      expect(exchange.url).toBe('http://host/x?t=***');
      expect(exchange.responseHeaders).toEqual({ 'x-echo': '***', 'set-cookie': '***', 'x-new-token': '***' });
      expect(exchange.body).toBe('{"token":"***","session":"***"}');
    });

    it('names variables after the header and whose it is', () => {
      const headers = mergeHeaders([
        { variablePrefix: '', headers: { 'x-key': 'one-one-one', '2fa-token': 'two-two-two' } },
        { variablePrefix: 'other-tenant_', headers: { 'x-client-secret': 'three-three', 'x-tenant': 'acme' } },
        { variablePrefix: 'OTHER_', headers: { authorization: 'four-four' } },
      ]);
      expect(recordExchange(build({ headers }), ANSWER, REDACTOR).variables).toEqual({
        'x-key': 'X_KEY',
        '2fa-token': '_2FA_TOKEN',
        'x-client-secret': 'OTHER_TENANT_X_CLIENT_SECRET',
        'x-tenant': 'OTHER_TENANT_X_TENANT',
        authorization: 'OTHER_AUTHORIZATION',
      });
    });

    it('shows what is neither named nor given as a credential', () => {
      const headers = mergeHeaders([{ variablePrefix: 'OTHER_', headers: { 'x-mode': 'none', 'x-note': 'hello' } }]);
      expect(recordExchange(build({ headers }), ANSWER, REDACTOR)).toMatchObject({
        requestHeaders: { 'x-mode': 'none', 'x-note': 'hello' },
        variables: {},
      });
    });

    it('hides a credential that was made up and comes back, unless it is said to be public', () => {
      const headers = mergeHeaders([{ variablePrefix: 'OTHER_', headers: { authorization: 'Bearer made-up-token' } }]);
      const answer = { ...ANSWER, text: 'made-up-token' };
      expect(recordExchange(build({ headers }), answer, REDACTOR)).toMatchObject({
        requestHeaders: { authorization: '***' },
        body: '***',
      });
      const publicHeaders = new Set(['authorization']);
      expect(recordExchange(build({ headers, publicHeaders }), answer, REDACTOR)).toMatchObject({
        requestHeaders: { authorization: 'Bearer made-up-token' },
        variables: {},
        body: 'made-up-token',
      });
    });

    it('hides an altered credential even if it is said to be public', () => {
      const headers = mergeHeaders([
        { variablePrefix: 'OTHER_', headers: { authorization: 'Bearer real-token-012345678' } },
      ]);
      const publicHeaders = new Set(['authorization']);
      expect(recordExchange(build({ headers, publicHeaders }), ANSWER, REDACTOR)).toMatchObject({
        requestHeaders: { authorization: '***' },
        variables: { authorization: 'OTHER_AUTHORIZATION' },
      });
    });

    it('keeps the caller’s own variables', () => {
      const variables = { authorization: `Bearer $\{STAGING_TOKEN}` };
      const headers = mergeHeaders([
        { variablePrefix: '', headers: { authorization: 'Bearer real-token-0123456789' }, variables },
        { variablePrefix: 'OTHER_', headers: { 'x-tenant': 'acme' } },
      ]);
      expect(recordExchange(build({ headers }), ANSWER, REDACTOR).variables).toEqual({
        authorization: `Bearer $\{STAGING_TOKEN}`,
        'x-tenant': 'OTHER_X_TENANT',
      });
    });

    it('has a variable for a parameter that is a credential, and another one where it was altered', () => {
      const secretQuery = new Map([['api_key', `$\{KEY}`]]);
      const record = (url: string): Exchange => recordExchange(build({ url, secretQuery }), ANSWER, REDACTOR);
      expect(record('http://host/x?limit=2&api_key=real-token-0123456789')).toMatchObject({
        url: 'http://host/x?limit=2&api_key=***',
        variables: { '?api_key': `$\{KEY}` },
      });
      expect(record('http://host/x?api_key=real-token-012345678x')).toMatchObject({
        url: 'http://host/x?api_key=***',
        variables: { '?api_key': `$\{OTHER_API_KEY}` },
      });
      expect(record('http://host/x?api_key=made-up&a=1').url).toBe('http://host/x?api_key=made-up&a=1');
    });

    it('is bounded however much was sent or came, and no command repeats what was cut', () => {
      const endless = 'x'.repeat(5_000_000);
      const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`x-${index}`, endless]));
      const exchange = recordExchange(
        build({ url: `http://host/x?cursor=${endless}`, body: endless }),
        { ...ANSWER, headers: many, text: endless },
        REDACTOR,
      );
      expect(JSON.stringify(exchange).length).toBeLessThan(1_000_000);
      expect(exchange.url).toMatch(/x… \(4,967,\d{3} more characters\)$/);
      expect(exchange.body).toMatch(/\n… \(4,991,808 more characters\)$/);
      expect(exchange.responseHeaders['…']).toBe('4,900 more headers');
      expect(toCurl(exchange)).toMatch(/^# Too long for a command: GET http:\/\/host\/x\?cursor=x{1,200}…$/);
    });

    it('cuts a long body, and no secret in two', () => {
      const text = `${'x'.repeat(8182)}real-token-0123456789${'y'.repeat(1000)}`;
      const { body } = recordExchange(build(), { ...ANSWER, text }, REDACTOR);
      expect(body.slice(8180)).toBe(`xx***yyyyyyy\n… (993 more characters)`);
    });
  });
});

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
      const posted = toCurl({ ...EXCHANGE, method: 'POST', requestBody: `{"name":"O'Hara"}` });
      expect(posted).not.toContain('--request');
      expect(posted).toContain(`--data-raw '{"name":"O'\\''Hara"}' `);
    });

    it('has the caller’s own variables within their text, and parameters that curl encodes', () => {
      const exchange = {
        ...EXCHANGE,
        url: 'https://host/x?a=1&key=***',
        variables: { '?key': `$\{AUTHORIZATION}`, authorization: `Token \\$\\\`\\"$\{AUTHORIZATION}` },
      };
      const [words = []] = runInShell([toCurl(exchange)]);
      expect(words).toContain('authorization: Token $`"Bearer "$(x)` \'');
      expect(words.slice(-4)).toEqual(['--get', '--data-urlencode', 'key=Bearer "$(x)` \'', 'https://host/x?a=1']);
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

describe('describeVariables', () => {
  it('says what each stands for, unless the caller has set it', () => {
    const variables = {
      authorization: 'AUTHORIZATION',
      'x-key': `Key $\{MY_KEY}`,
      'x-tenant': 'OTHER_X_TENANT',
      'x-client-id': 'OTHER_TENANT_X_CLIENT_ID',
      '?api_key': `$\{API_KEY}`,
      '?token': `$\{TOKEN_OF_STAGING}`,
    };
    expect(describeVariables({ variables })).toEqual([
      { text: '$AUTHORIZATION is the value of the header authorization', isOwn: true },
      { text: '$OTHER_X_TENANT is what this request has as the header x-tenant, in place of your own', isOwn: false },
      { text: '$OTHER_TENANT_X_CLIENT_ID is the header x-client-id of the role other-tenant', isOwn: false },
      { text: '$API_KEY is the value of the query parameter api_key', isOwn: true },
    ]);
  });
});

describe('quoteForShell', () => {
  it('writes words that a shell reads as they are', () => {
    const words = fc.string({ unit: codePoint, maxLength: 20 }).map((text) => text.replaceAll('\0', ''));
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
