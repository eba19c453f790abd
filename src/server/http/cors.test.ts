import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { createCors } from './cors.ts';

function preflight(headers: Record<string, string>, method = 'OPTIONS'): Record<string, string> | undefined {
  const answer = createCors().answerPreflight({ method, headers } as unknown as IncomingMessage);
  return answer && { status: String(answer.status), ...Object.fromEntries(answer.headers) };
}

describe('createCors', () => {
  it('lets every page read every header of an answer', () => {
    expect(Object.fromEntries(createCors().headers)).toEqual({
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Expose-Headers': '*',
    });
  });

  it('allows the method and the headers that a browser asks for', () => {
    const asked = {
      origin: 'http://a.test',
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization,x-key',
    };
    expect(preflight(asked)).toMatchObject({
      status: '204',
      'Access-Control-Allow-Methods': 'GET',
      'Access-Control-Allow-Headers': 'authorization,x-key',
    });
  });

  it('allows a public page to reach a private network when it asks', () => {
    const asked = { origin: 'http://a.test', 'access-control-request-method': 'GET' };
    expect(preflight(asked)).not.toHaveProperty('Access-Control-Allow-Private-Network');
    expect(preflight({ ...asked, 'access-control-request-private-network': 'true' })).toHaveProperty(
      'Access-Control-Allow-Private-Network',
      'true',
    );
  });

  it.each([
    ['OPTIONS', { origin: 'http://a.test' }],
    ['OPTIONS', { 'access-control-request-method': 'GET' }],
    ['GET', { origin: 'http://a.test', 'access-control-request-method': 'GET' }],
  ])('takes %s with %p for no such question', (method, headers) => {
    expect(preflight(headers as Record<string, string>, method)).toBeUndefined();
  });
});
