import { describe, expect, it } from '@jest/globals';
import { createExchange } from '../testing/create-result.ts';
import { formatExchange } from './format-exchange.ts';

describe('formatExchange', () => {
  it('shows request and answer', () => {
    expect(formatExchange(createExchange())).toBe(
      [
        'GET https://staging.example.com/v2/orders',
        'authorization: ***',
        'accept: application/json',
        '',
        '200 OK (18 ms)',
        'content-type: application/json',
        '',
        '{',
        '  "items": [],',
        '  "total": 0,',
        '  "next": null',
        '}',
      ].join('\n'),
    );
  });

  it('ends with the headers where there is no body', () => {
    const text = formatExchange(createExchange({ method: 'HEAD', body: '' }));
    expect(text.split('\n').at(-1)).toBe('content-type: application/json');
  });
});
