import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import type { NextFunction, Request, Response } from 'express';
import express from 'express';
import request from 'supertest';
import { readFields, readInteger, readJsonBody, readParameters, readText } from './call.ts';

describe('read parameters', () => {
  function read(url: string): object {
    return readParameters({ url } as IncomingMessage, ['limit', 'collection']);
  }

  describe('readParameters', () => {
    it('reads parameters that are known', () => {
      expect(read('/x?collection=a%20b&limit=2')).toEqual({ collection: 'a b', limit: '2' });
      expect(read('/x')).toEqual({});
    });

    it.each([
      ['/x?limits=2', 'Unknown parameter limits; did you mean limit?'],
      ['/x?limit=1&limit=2', 'Invalid limit: must be given only once'],
      ['/x?__proto__=1', 'Unknown parameter __proto__; known: limit, collection'],
    ])('refuses %s', (url, message) => {
      expect(() => read(url)).toThrow(message);
    });

    it('says where there are none', () => {
      expect(() => readParameters({ url: '/x?a=1' } as IncomingMessage, [])).toThrow('Unknown parameter a');
    });
  });
});

describe('read values', () => {
  describe('readInteger', () => {
    it('reads a number, if there is one', () => {
      expect([readInteger('limit', '0'), readInteger('limit', '042'), readInteger('limit', undefined)]).toEqual([
        0,
        42,
        undefined,
      ]);
    });

    it.each(['', ' 1', '-1', '+1', '1.5', '1e3', '0x1', 'x', '٣', '1'.repeat(16)])('refuses %p', (text) => {
      expect(() => readInteger('limit', text)).toThrow(`Invalid limit ${JSON.stringify(text)}: must be a whole number`);
    });
  });

  describe('readText', () => {
    it('reads a text', () => {
      expect(readText('name', 'a', '"b"')).toBe('a');
    });

    it.each([
      [undefined, 'Missing name'],
      ['', 'Invalid name ""'],
      [7, 'Invalid name 7'],
      [null, 'Invalid name null'],
      [['a'], 'Invalid name ["a"]'],
    ])('refuses %p', (value, found) => {
      expect(() => readText('name', value, '"b"')).toThrow(`${found}: must be a string, for example "b"`);
    });
  });
});

describe('read json body', () => {
  /** Answers with what was read, or with the status of the error. */
  function build(): express.Express {
    const app = express();
    app.post('/', ...readJsonBody, (asked, response) => {
      response.json({ read: asked.body });
    });
    app.use((error: { status?: number }, _asked: Request, response: Response, _next: NextFunction) => {
      response.status(error.status ?? 500).end();
    });
    return app;
  }

  describe('readJsonBody', () => {
    it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON', 'application/problem+json'])(
      'reads %s',
      async (type) => {
        const { body } = await request(build()).post('/').set('Content-Type', type).send('{"a":1}');
        expect(body).toEqual({ read: { a: 1 } });
      },
    );

    it('takes a request without a body, whatever type it states', async () => {
      expect((await request(build()).post('/')).status).toBe(200);
      expect((await request(build()).post('/').set('Content-Type', 'text/plain')).status).toBe(200);
    });

    it.each([
      ['text/plain', '{}', 415],
      ['application/x-www-form-urlencoded', 'a=1', 415],
      ['multipart/form-data; boundary=x', 'a', 415],
      ['application/jsonp', '{}', 415],
      ['application/json', '{', 400],
      ['application/json', `"${'x'.repeat(2 ** 20)}"`, 413],
      ['application/json; charset=klingon', '{}', 415],
    ])('refuses %s', async (type, body, status) => {
      expect((await request(build()).post('/').set('Content-Type', type).send(body)).status).toBe(status);
    });

    it('refuses a body of no stated type', async () => {
      const sent = request(build()).post('/').set('Content-Type', '');
      expect((await sent.send('{}')).status).toBe(415);
    });
  });

  describe('readFields', () => {
    it('takes those that are known', () => {
      expect(readFields({ a: 1 }, ['a', 'b'])).toEqual({ a: 1 });
      expect(readFields({ c: 1 }, ['*'])).toEqual({ c: 1 });
      expect(readFields(undefined, ['a'])).toEqual({});
    });

    it('refuses any other', () => {
      expect(() => readFields({ a: 1, c: 2 }, ['a', 'b'])).toThrow('Unknown field c');
    });

    it.each([null, 7, 'a', true, [1]])('refuses %p', (body) => {
      expect(() => readFields(body, ['a', 'b'])).toThrow('Invalid body: must be a JSON object with a, b');
      expect(() => readFields(body, ['*'])).toThrow('Invalid body: must be a JSON object such as {"name": "value"}');
    });
  });
});
