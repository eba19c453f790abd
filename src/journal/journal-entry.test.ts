import { describe, expect, it } from '@jest/globals';
import { usualSchemes } from '../contract/credentials.ts';
import { loadContract, loadSample } from '../mock/testing/load-contract.ts';
import { toByteString } from '../store/body.ts';
import { createExchange } from '../testing/exchange.ts';
import { fc } from '../testing/properties.ts';
import { runs } from '../testing/runs.ts';
import { writeUrl } from './exchange.ts';
import { toHar } from './har.ts';
import { createExchangeDescriber, describeExchange } from './journal-entry.ts';

describe('create exchange describer', () => {
  const NOTHING_KNOWN = { secrets: [], contracts: [] };

  /** A contract whose credential is named like nothing of the kind, and whose scope is named like a credential. */
  const misleading = loadSample(
    ['name: X-Site', 'name: X-Site-Key'],
    ['parameter: x-site', 'parameter: x-site-key'],
    ['      parameters:', '      security: [{ visitor: [] }]\n      parameters:'],
    ['  schemas:', '  securitySchemes: { visitor: { type: apiKey, in: header, name: X-Visitor } }\n  schemas:'],
  );

  /** Ways in which a client or a server may spell a text. */
  const SPELLINGS: Readonly<Record<string, (text: string) => string>> = {
    plain: (text) => text,
    'upper case': (text) => text.toUpperCase(),
    'for a URL': encodeURIComponent,
    'for a URL twice': (text) => encodeURIComponent(encodeURIComponent(text)),
    'for a form': (text) => new URLSearchParams([['', text]]).toString().slice(1),
    'every byte': (text) => Buffer.from(text).toString('hex').replace(/../g, '%$&'),
    'for a URL in part': (text) => encodeURI(text).replaceAll('a', '%61'),
    'for JSON': (text) => JSON.stringify(text).slice(1, -1),
    'for JSON in ASCII': (text) =>
      JSON.stringify(text)
        .slice(1, -1)
        .replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    'for JSON in a URL': (text) => encodeURIComponent(JSON.stringify(text).slice(1, -1)),
  };

  /** All texts in a value, however deep. */
  function listTexts(value: unknown): readonly string[] {
    if (typeof value === 'string') return [value];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listTexts) : [];
  }

  describe('createExchangeDescriber', () => {
    it.each(['pyng', 'piriod', 'wingback', 'devdraft'])('hides the credentials of %s, and nothing else', (id) => {
      const contract = loadContract(id);
      const { scope, version, partition } = contract.access;
      const credentials = usualSchemes(contract);
      const shown = [scope, version?.parameter, partition?.parameter].flatMap((parameter) => {
        return parameter?.in === 'header' ? [parameter.name.toLowerCase()] : [];
      });
      const headers = Object.fromEntries([
        ...credentials.map(({ parameter: header, word = '' }) => [header, `${word} credential-of-${header}`.trim()]),
        ...[...shown, 'user-agent', 'accept', 'x-request-id'].map((name) => [name, `${name}-value`]),
      ]);
      const body = credentials.map(({ parameter }) => `credential-of-${parameter}`).join(' ');
      const secrets = shown.map((name) => `${name}-value-that-goes-on`);
      const { request, response } = createExchangeDescriber({ secrets, contracts: [contract] })(
        createExchange({ contract, request: { headers }, response: { body } }),
      );
      const names = credentials.map(({ parameter }) => parameter);
      expect(request.headers).toEqual({ ...headers, ...Object.fromEntries(names.map((name) => [name, '***'])) });
      expect(response?.body).toBe(names.map(() => '***').join(' '));
    });

    it('goes by what the contract says of a header, not by its name', () => {
      const headers = { 'x-visitor': 'visitor-0123', 'x-site-key': 'site-0123', 'x-other-key': 'other-0123' };
      const exchange = createExchange({
        contract: misleading,
        request: { headers },
        response: { headers: [['X-Site-Key', 'site-0123']], body: 'visitor-0123 site-0123 other-0123' },
      });
      expect(createExchangeDescriber(NOTHING_KNOWN)(exchange)).toMatchObject({
        request: { headers: { 'x-visitor': '***', 'x-site-key': 'site-0123', 'x-other-key': '***' } },
        response: { headers: { 'x-site-key': 'site-0123' }, body: '*** site-0123 ***' },
      });
    });

    it('hides the credentials of every served contract where no contract is concerned', () => {
      const describeIt = createExchangeDescriber({ secrets: [], contracts: [misleading] });
      const exchange = createExchange({ request: { path: '/x-0123', headers: { 'x-visitor': 'x-0123' } } });
      expect(describeIt(exchange).request).toMatchObject({
        url: 'http://mock.test/***',
        headers: { 'x-visitor': '***' },
      });
    });

    it('hides a known secret in any header, altered ones too', () => {
      const describeIt = createExchangeDescriber({ secrets: ['secret_of_a_tenant'], contracts: [] });
      const headers = { 'x-note': 'secret_of_a_tenan', accept: 'secret_of_a_tenant', 'x-other': 'secretary' };
      const { request } = describeIt(createExchange({ request: { headers, query: 'k=secret_of_a_tenant' } }));
      expect(request).toMatchObject({
        url: 'http://mock.test/customers?k=***',
        headers: { 'x-note': '***', accept: '***', 'x-other': 'secretary' },
      });
    });

    it('hides what a query calls a credential, wherever it stands, and no position', () => {
      const contract = loadContract('pyng');
      const describe = createExchangeDescriber({ secrets: [], contracts: [contract] });
      const request = { query: 'access_token=urltoken-5555&cursor=position-1' };
      const entry = describe(createExchange({ contract, request, response: { body: '"urltoken-5555 position-1"' } }));
      expect(entry.request.url).toMatch(/\?access_token=\*\*\*&cursor=position-1$/);
      expect(entry.response?.body).toBe('"*** position-1"');
    });

    it('hides cookies that are given and taken', () => {
      const exchange = createExchange({
        request: { headers: { cookie: 'theme=twilight; session=given-0123' } },
        response: {
          headers: [
            ['Set-Cookie', 'session=taken-0123; Path=/'],
            ['set-cookie', 'other=taken-4567'],
          ],
          body: 'twilight given-0123 taken-0123 taken-4567 Path',
        },
      });
      expect(createExchangeDescriber(NOTHING_KNOWN)(exchange)).toMatchObject({
        request: { headers: { cookie: '***' } },
        response: { headers: { 'set-cookie': '***' }, body: '*** *** *** *** Path' },
      });
    });

    it.each(['null', 'undefined', 'True'])(
      'leaves bodies alone when a client without a credential sends %s',
      (word) => {
        const body = '{"a":null,"b":true,"c":"undefined"}';
        const exchange = createExchange({
          request: { headers: { authorization: `Bearer ${word}` } },
          response: { body },
        });
        const { request, response } = createExchangeDescriber(NOTHING_KNOWN)(exchange);
        expect(request.headers).toEqual({ authorization: '***' });
        expect(response?.body).toBe(body);
      },
    );

    it('does not take the secrets of one exchange for those of the next', () => {
      const describeIt = createExchangeDescriber({ secrets: ['known-0123'], contracts: [] });
      const bodies = ['first-0123', 'other-0123', 'first-0123', undefined].map((secret) => {
        const headers = secret === undefined ? {} : { authorization: `Bearer ${secret}` };
        const exchange = createExchange({
          request: { headers },
          response: { body: 'known-0123 first-0123 other-0123' },
        });
        return describeIt(exchange).response?.body;
      });
      expect(bodies).toEqual([
        '*** *** other-0123',
        '*** first-0123 ***',
        '*** *** other-0123',
        '*** first-0123 other-0123',
      ]);
    });

    it('lets no secret through, wherever it comes from, wherever it stands and however it is spelled', () => {
      const secret = fc
        .string({
          unit: fc.oneof(fc.constantFrom(...'abc+/=% "\\&?é😀'), fc.string({ minLength: 1, maxLength: 1 })),
          minLength: 8,
          maxLength: 20,
        })
        .map((text) => `s${text.replace(/[*;]/g, '-')}s`);
      const origins = ['credential', 'cookie', 'known'] as const;
      const spelling = fc.constantFrom(...Object.keys(SPELLINGS));
      fc.assert(
        fc.property(secret, fc.constantFrom(...origins), spelling, (hidden, origin, name) => {
          const spelled = SPELLINGS[name]?.(hidden) ?? '';
          const exchange = createExchange({
            request: {
              path: `/a/${spelled}/b`,
              query: `k=${spelled}&l=1`,
              headers: {
                'x-note': `(${spelled})`,
                ...(origin === 'credential' ? { authorization: `Bearer ${hidden}` } : {}),
              },
            },
            response: {
              headers: [
                ['location', `http://mock.test/?k=${spelled}`],
                ['set-cookie', `session=${origin === 'cookie' ? hidden : ''}`],
              ],
              body: toByteString(`{"k":"${spelled}","l":1}`),
            },
          });
          const entry = createExchangeDescriber({ secrets: origin === 'known' ? [hidden] : [], contracts: [] })(
            exchange,
          );
          const texts = listTexts([entry, toHar([entry], { version: '1' })]);
          expect(texts.filter((text) => text.includes(hidden) || text.includes(spelled))).toEqual([]);
          expect(entry.response?.body).toBe('{"k":"***","l":1}');
        }),
        { numRuns: runs(500) },
      );
    });
  });
});

describe('describe exchange', () => {
  const OPEN = { hidden: new Set<string>(), redact: (text: string) => text };

  describe('describeExchange', () => {
    it('says all there is to say', () => {
      const contract = loadSample();
      const exchange = createExchange({
        id: 7,
        session: 'a',
        contract,
        durationMs: 2.5,
        faults: ['latency'],
        request: { origin: 'http://mock.test/s/a', query: 'name=%5A', headers: { accept: '*/*', cookie: undefined } },
        response: { status: 201, headers: [['ETag', '"1"']], body: toByteString('{"name":"Zoë 😀"}') },
      });
      expect(describeExchange(exchange, OPEN)).toEqual({
        id: 7,
        session: 'a',
        contract: contract.id,
        at: '2026-05-05T09:30:00.000Z',
        clock: '2026-01-01T00:00:00.000Z',
        durationMs: 2.5,
        faults: ['latency'],
        request: { method: 'GET', url: 'http://mock.test/s/a/customers?name=%5A', headers: { accept: '*/*' } },
        response: { status: 201, headers: { etag: '"1"' }, body: '{"name":"Zoë 😀"}' },
      });
    });

    it('leaves out what there was not', () => {
      const entry = describeExchange(createExchange({ response: null }), OPEN);
      expect(Object.keys(entry)).toEqual(['id', 'session', 'at', 'clock', 'durationMs', 'request']);
    });

    it('joins the values of a header that was sent several times', () => {
      const exchange = createExchange({
        request: { headers: { 'x-a': ['1', '2'] } },
        response: {
          headers: [
            ['Vary', 'origin'],
            ['x-b', ''],
            ['vary', 'accept'],
          ],
        },
      });
      expect(describeExchange(exchange, OPEN)).toMatchObject({
        request: { headers: { 'x-a': '1, 2' } },
        response: { headers: { vary: 'origin, accept', 'x-b': '' } },
      });
    });

    it('redacts the URL, headers and the decoded body', () => {
      const exchange = createExchange({
        request: { path: '/é', query: 'é', headers: { 'x-a': 'é', 'x-hidden': 'e' } },
        response: {
          headers: [
            ['X-B', 'é'],
            ['X-Hidden', 'e'],
          ],
          body: toByteString('"é"'),
        },
      });
      const secrecy = { hidden: new Set(['x-hidden']), redact: (text: string) => text.replaceAll('é', '_') };
      expect(describeExchange(exchange, secrecy)).toMatchObject({
        request: { url: 'http://mock.test/_?_', headers: { 'x-a': '_', 'x-hidden': '***' } },
        response: { headers: { 'x-b': '_', 'x-hidden': '***' }, body: '"_"' },
      });
    });
  });
});

describe('writeUrl', () => {
  it.each([
    ['', 'http://mock.test/sessions/a/list/'],
    ['limit=5&name=%5A+', 'http://mock.test/sessions/a/list/?limit=5&name=%5A+'],
  ])('joins what was sent, with the query %p', (query, url) => {
    const request = { origin: 'http://mock.test/sessions/a', path: '/list/', query };
    expect(writeUrl(createExchange({ request }))).toBe(url);
  });
});
