import { describe, expect, it } from '@jest/globals';
import { createAjv } from '../contract/json-schema.ts';
import { createExchange, type ExchangeParts } from '../testing/exchange.ts';
import { codePoint, fc } from '../testing/properties.ts';
import { toHar } from './har.ts';
import { createExchangeDescriber, type JournalEntry } from './journal-entry.ts';

describe('to har', () => {
  const TEXT = { type: 'string' };
  const SIZE = { type: 'integer', minimum: -1 };
  const DURATION = { type: 'number', minimum: 0 };

  const NAMED_VALUE = object({ name: TEXT, value: TEXT }, { comment: TEXT });

  const COOKIE = object(
    { name: TEXT, value: TEXT },
    {
      path: TEXT,
      domain: TEXT,
      expires: { type: ['string', 'null'] },
      httpOnly: { type: 'boolean' },
      secure: { type: 'boolean' },
      comment: TEXT,
    },
  );

  const MESSAGE = {
    httpVersion: TEXT,
    cookies: { type: 'array', items: COOKIE },
    headers: { type: 'array', items: NAMED_VALUE },
    headersSize: SIZE,
    bodySize: SIZE,
  };

  const REQUEST = object(
    {
      ...MESSAGE,
      method: { type: 'string', minLength: 1 },
      url: { type: 'string', format: 'uri' },
      queryString: { type: 'array', items: NAMED_VALUE },
    },
    { comment: TEXT },
  );

  const CONTENT = object(
    { size: { type: 'integer' }, mimeType: TEXT },
    { compression: { type: 'integer' }, text: TEXT, encoding: TEXT, comment: TEXT },
  );

  const RESPONSE = object(
    { ...MESSAGE, status: { type: 'integer' }, statusText: TEXT, content: CONTENT, redirectURL: TEXT },
    { comment: TEXT },
  );

  const TIMINGS = object(
    { send: DURATION, wait: DURATION, receive: DURATION },
    {
      blocked: { type: 'number' },
      dns: { type: 'number' },
      connect: { type: 'number' },
      ssl: { type: 'number' },
      comment: TEXT,
    },
  );

  const ENTRY = object(
    {
      startedDateTime: { type: 'string', format: 'date-time' },
      time: DURATION,
      request: REQUEST,
      response: RESPONSE,
      cache: object({}, { beforeRequest: {}, afterRequest: {}, comment: TEXT }),
      timings: TIMINGS,
    },
    { pageref: TEXT, serverIPAddress: { type: 'string', format: 'ipv4' }, connection: TEXT, comment: TEXT },
  );

  const PROGRAM = object({ name: TEXT, version: TEXT }, { comment: TEXT });

  /** HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/) without pages and posted data, which we never write, as JSON Schema. */
  const HAR_SCHEMA: object = object(
    {
      log: object(
        { version: { const: '1.2' }, creator: PROGRAM, entries: { type: 'array', items: ENTRY } },
        { browser: PROGRAM, comment: TEXT },
      ),
    },
    {},
  );

  const validate = createAjv().compile(HAR_SCHEMA);

  function describeParts(parts: ExchangeParts): JournalEntry {
    return createExchangeDescriber({ secrets: [], contracts: [] })(createExchange(parts));
  }

  describe('toHar', () => {
    it('writes an archive', () => {
      const entry = describeParts({
        id: 3,
        faults: ['latency'],
        request: { query: 'name=Z%C3%B6%20e&tag=a&tag=b+c&flag', headers: { accept: '*/*' } },
        response: { status: 404, body: '"\u00c3\u00ab"' },
      });
      expect(toHar([entry], { version: '1.2.3' })).toEqual({
        log: {
          version: '1.2',
          creator: { name: 'pagewright', version: '1.2.3' },
          entries: [
            {
              startedDateTime: '2026-05-05T09:30:00.000Z',
              time: 1.5,
              request: {
                method: 'GET',
                url: 'http://mock.test/customers?name=Z%C3%B6%20e&tag=a&tag=b+c&flag',
                httpVersion: 'HTTP/1.1',
                cookies: [],
                headers: [{ name: 'accept', value: '*/*' }],
                queryString: [
                  { name: 'name', value: 'Zö e' },
                  { name: 'tag', value: 'a' },
                  { name: 'tag', value: 'b c' },
                  { name: 'flag', value: '' },
                ],
                headersSize: -1,
                bodySize: -1,
              },
              response: {
                status: 404,
                statusText: 'Not Found',
                httpVersion: 'HTTP/1.1',
                cookies: [],
                headers: [{ name: 'content-type', value: 'application/json' }],
                content: { size: 4, mimeType: 'application/json', text: '"ë"' },
                redirectURL: '',
                headersSize: -1,
                bodySize: 4,
              },
              cache: {},
              timings: { send: 0, wait: 1.5, receive: 0 },
              _id: 3,
              _session: 'default',
              _clock: '2026-01-01T00:00:00.000Z',
              _faults: ['latency'],
            },
          ],
        },
      });
    });

    it('shows a reset connection as an exchange without an answer', () => {
      const { log } = toHar([describeParts({ response: null, faults: ['connection-reset'] })], { version: '1' });
      expect(log.entries[0]?.response).toMatchObject({ status: 0, headers: [], _error: 'net::ERR_CONNECTION_RESET' });
    });

    it('says where a redirect leads', () => {
      const entry = describeParts({ response: { status: 307, headers: [['Location', '/customers/']], body: '' } });
      expect(toHar([entry], { version: '1' }).log.entries[0]?.response).toMatchObject({
        redirectURL: '/customers/',
        content: { size: 0, mimeType: '', text: '' },
      });
    });

    it('writes HAR 1.2, whatever was exchanged', () => {
      const pairs = fc.array(fc.tuple(fc.string({ unit: codePoint }), fc.string({ unit: codePoint })));
      const query = pairs.map((list) => new URLSearchParams(list).toString());
      const header = fc.tuple(fc.constantFrom('content-type', 'location', 'set-cookie', 'x-a'), fc.string());
      const parts = fc.record({
        at: fc.integer({ min: 0, max: 4e12 }),
        durationMs: fc.double({ min: 0, max: 1e6, noNaN: true }),
        faults: fc.array(fc.string()),
        request: fc.record({
          method: fc.constantFrom('GET', 'PURGE'),
          query: fc.oneof(
            query,
            fc.string({ unit: fc.constantFrom('%25', '%C3%A9', '%FF', '%00', '&', '=', '+', 'a') }),
          ),
          headers: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.array(fc.string()), fc.constant(undefined))),
        }),
        response: fc.option(
          fc.record({
            status: fc.integer({ min: 200, max: 999 }),
            headers: fc.array(header),
            body: fc.string({ unit: 'binary-ascii' }),
          }),
        ),
      });
      fc.assert(
        fc.property(fc.array(parts, { maxLength: 5 }), (list) => {
          const har = toHar(list.map(describeParts), { version: '1' });
          validate(JSON.parse(JSON.stringify(har)));
          expect(validate.errors ?? []).toEqual([]);
          expect(har.log.entries).toHaveLength(list.length);
        }),
      );
    });

    it('is held against a schema that can fail', () => {
      const har = toHar([describeParts({})], { version: '1' });
      const [entry] = har.log.entries;
      const broken = {
        log: { ...har.log, entries: [{ ...entry, time: -1, cookies: [], request: { method: 'GET' } }] },
      };
      expect(validate(broken)).toBe(false);
      expect(validate.errors?.map(({ message }) => message)).toEqual(
        expect.arrayContaining([
          'must be >= 0',
          'must NOT have additional properties',
          "must have required property 'url'",
        ]),
      );
    });
  });
});

/** An object of these members and no others, apart from those that begin with an underscore. */
function object(required: Readonly<Record<string, unknown>>, optional: Readonly<Record<string, unknown>>): object {
  return {
    type: 'object',
    required: Object.keys(required),
    properties: { ...required, ...optional },
    patternProperties: { '^_': {} },
    additionalProperties: false,
  };
}
