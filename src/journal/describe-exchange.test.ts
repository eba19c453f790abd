import { describe, expect, it } from '@jest/globals';
import { loadSample } from '../mock/testing/load-contract.ts';
import { toByteString } from '../store/to-byte-string.ts';
import { describeExchange } from './describe-exchange.ts';
import { createExchange } from './testing/create-exchange.ts';

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
