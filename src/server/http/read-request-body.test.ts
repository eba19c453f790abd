import { describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { readRequestBody } from './read-request-body.ts';

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
