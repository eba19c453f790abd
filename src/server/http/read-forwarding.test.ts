import { describe, expect, it } from '@jest/globals';
import { readForwarding } from './read-forwarding.ts';

describe('readForwarding', () => {
  it('reads X-Forwarded-*, of several proxies the first', () => {
    const headers = {
      'x-forwarded-proto': 'https, http',
      'x-forwarded-host': 'api.example.com, inner',
      'x-forwarded-prefix': '/mock/',
    };
    expect(readForwarding(headers)).toEqual({ protocol: 'https', host: 'api.example.com', prefix: '/mock' });
  });

  it('reads Forwarded, which counts before the others', () => {
    const forwarded = 'for=192.0.2.43;Proto=HTTPS;host="api.example.com:8443", for=10.0.0.1;proto=http';
    expect(readForwarding({ forwarded, 'x-forwarded-host': 'other' })).toEqual({
      protocol: 'https',
      host: 'api.example.com:8443',
    });
  });

  it.each([
    [{ 'x-forwarded-proto': 'javascript' }],
    [{ 'x-forwarded-host': 'a"b' }],
    [{ 'x-forwarded-host': 'a/b' }],
    [{ 'x-forwarded-prefix': 'no-slash' }],
    [{ 'x-forwarded-prefix': '/a"b' }],
    [{ forwarded: ';;;=' }],
    [{}],
  ])('leaves out what is malformed: %p', (headers) => {
    expect(readForwarding(headers)).toEqual({});
  });
});
