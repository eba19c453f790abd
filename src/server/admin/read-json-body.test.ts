import { describe, expect, it } from '@jest/globals';
import express, { type NextFunction, type Request, type Response } from 'express';
import request from 'supertest';
import { readFields, readJsonBody } from './read-json-body.ts';

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
