import { describe, expect, it } from '@jest/globals';
import { jsonResponse } from './json-response.ts';

describe('jsonResponse', () => {
  it('writes a value as the bytes of its JSON', () => {
    const { status, headers, body } = jsonResponse(201, { name: 'Zoë' });
    expect({ status, headers }).toEqual({ status: 201, headers: [['Content-Type', 'application/json']] });
    expect(JSON.parse(Buffer.from(body, 'latin1').toString('utf8'))).toEqual({ name: 'Zoë' });
  });

  it('keeps another media type', () => {
    const { headers } = jsonResponse(400, {}, [
      ['Allow', 'GET'],
      ['Content-Type', 'application/problem+json'],
    ]);
    expect(headers).toEqual([
      ['Allow', 'GET'],
      ['Content-Type', 'application/problem+json'],
    ]);
  });
});
