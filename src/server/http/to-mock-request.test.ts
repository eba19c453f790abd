import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { toMockRequest } from './to-mock-request.ts';

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
