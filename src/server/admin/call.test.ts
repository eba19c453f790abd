import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import type { NextFunction, Request, Response } from 'express';
import express from 'express';
import request from 'supertest';
import { readFields, readJsonBody, readParameters, readText, readWhole } from './call.ts';

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
      ['/x?limits=2', 'there is no parameter limits; expected limit, collection'],
      ['/x?limit=1&limit=2', 'limit is given twice'],
      ['/x?__proto__=1', 'there is no parameter __proto__; expected limit, collection'],
    ])('refuses %s', (url, message) => {
      expect(() => read(url)).toThrow(message);
    });

    it('says where there are none', () => {
      expect(() => readParameters({ url: '/x?a=1' } as IncomingMessage, [])).toThrow(
        'there is no parameter a; there are none here',
      );
    });
  });
});

describe('read values', () => {
  describe('readWhole', () => {
    it('reads a number, if there is one', () => {
      expect([readWhole('limit', '0'), readWhole('limit', '042'), readWhole('limit', undefined)]).toEqual([
        0,
        42,
        undefined,
      ]);
    });

    it.each(['', ' 1', '-1', '+1', '1.5', '1e3', '0x1', 'x', '٣', '1'.repeat(16)])('refuses %p', (text) => {
      expect(() => readWhole('limit', text)).toThrow(`limit is ${JSON.stringify(text)}; expected a whole number`);
    });
  });

  describe('readText', () => {
    it('reads a text', () => {
      expect(readText('name', 'a', '"b"')).toBe('a');
    });

    it.each([
      [undefined, 'name is missing'],
      ['', 'name is ""'],
      [7, 'name is 7'],
      [null, 'name is null'],
      [['a'], 'name is ["a"]'],
    ])('refuses %p', (value, found) => {
      expect(() => readText('name', value, '"b"')).toThrow(`${found}; expected a text, such as "b"`);
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
      expect(() => readFields({ a: 1, c: 2 }, ['a', 'b'])).toThrow('there is no field c; expected a, b');
    });

    it.each([null, 7, 'a', true, [1]])('refuses %p', (body) => {
      expect(() => readFields(body, ['a', 'b'])).toThrow('the body is no JSON object; expected an object with a, b');
      expect(() => readFields(body, ['*'])).toThrow('the body is no JSON object; expected {"name": "value"}');
    });
  });
});
