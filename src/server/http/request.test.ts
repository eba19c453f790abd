import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { connectionOf, readRequestBody, readTarget, toMockRequest } from './request.ts';

describe('toMockRequest', () => {
  it('takes over what the mock looks at', () => {
    const request = { method: 'HEAD', url: '/a?b=1', headers: { x: 'y' } } as unknown as IncomingMessage;
    expect(toMockRequest(request, () => 'http://o')).toEqual({
      method: 'HEAD',
      path: '/a',
      query: 'b=1',
      headers: { x: 'y' },
      origin: 'http://o',
    });
  });
});

describe('readTarget', () => {
  it.each([
    ['/a/b?c=1', '/a/b', 'c=1'],
    ['/a', '/a', ''],
    ['/a?', '/a', ''],
    ['/a?b?c', '/a', 'b?c'],
    ['//evil.example/x', '//evil.example/x', ''],
    ['http://other:80/a/b?c', '/a/b', 'c'],
    ['HTTPS://other', '/', ''],
    ['http://other?x', '/', 'x'],
    ['*', '*', ''],
    ['', '', ''],
    ['/%zz?%', '/%zz', '%'],
  ])('splits %p', (url, path, query) => {
    expect(readTarget(url)).toEqual({ path, query });
  });
});

describe('readRequestBody', () => {
  const echo = express().use((asked, response, next) => {
    readRequestBody(asked, response)
      .then((body) => response.json({ body }))
      .catch(next);
  });

  it('reads a body as text, whatever its type says', async () => {
    const { body } = await request(echo).post('/').set('Content-Type', 'text/x').send('Zoë {');
    expect(body).toEqual({ body: 'Zoë {' });
  });

  it('gives what was parsed before as it is', async () => {
    const outer = express().use(express.json(), echo);
    expect((await request(outer).post('/').send({ id: 'x' })).body).toEqual({ body: { id: 'x' } });
  });

  it('fails for a body beyond all measure', async () => {
    expect((await request(echo).post('/').send('x'.repeat(11_000_000))).status).toBe(413);
  });
});

describe('connectionOf', () => {
  it('tells connections apart, and knows each again', () => {
    const [one, other] = [new Socket(), new Socket()];
    expect(connectionOf(one)).toBe(connectionOf(one));
    expect(connectionOf(other)).not.toBe(connectionOf(one));
  });
});
