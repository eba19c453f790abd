import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { sendResponse } from './send-response.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

describe('sendResponse', () => {
  it('sends status, headers and the bytes of the body', async () => {
    const body = Buffer.from('{"name":"Zoë"}').toString('latin1');
    const handler: Handler = (asked, response) =>
      sendResponse(asked, response, {
        status: 201,
        headers: [
          ['Content-Type', 'application/json'],
          ['X-A', '1'],
        ],
        body,
      });
    const { status, headers, body: received } = await request(createServer(handler)).get('/');
    expect({ status, received }).toEqual({ status: 201, received: { name: 'Zoë' } });
    expect(headers).toMatchObject({ 'content-length': '15', 'x-a': '1' });
  });

  it('sends no body to HEAD, but its length', async () => {
    const handler: Handler = (asked, response) =>
      sendResponse(asked, response, { status: 200, headers: [], body: 'abc' });
    const { text, headers } = await request(createServer(handler)).head('/');
    expect(text ?? '').toBe('');
    expect(headers['content-length']).toBe('3');
  });

  it('says no length where there can be no body', async () => {
    const handler: Handler = (asked, response) => sendResponse(asked, response, { status: 204, headers: [], body: '' });
    const { status, headers } = await request(createServer(handler)).get('/');
    expect({ status, length: headers['content-length'] }).toEqual({ status: 204, length: undefined });
  });

  it('keeps headers that were set before', async () => {
    const handler: Handler = (asked, response) => {
      response.setHeader('X-Before', 'yes');
      sendResponse(asked, response, { status: 200, headers: [['X-A', '1']], body: '' });
    };
    const { headers } = await request(createServer(handler)).get('/');
    expect(headers).toMatchObject({ 'x-before': 'yes', 'x-a': '1', 'content-length': '0' });
  });
});
