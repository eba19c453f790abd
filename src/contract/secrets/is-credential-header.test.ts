import { describe, expect, it } from '@jest/globals';
import { isCredentialHeader, isSuspiciousHeader } from './is-credential-header.ts';

describe('isCredentialHeader', () => {
  it.each(['authorization', 'cookie', 'x-api-key', 'x-client-secret', 'wb-key', 'x-workspace', 'anything-else'])(
    'holds %s for a credential',
    (name) => {
      expect(isCredentialHeader(name, 'abc')).toBe(true);
    },
  );

  it.each(['accept', 'accept-language', 'user-agent', 'host', 'x-request-id', 'x-forwarded-proto', 'api-version'])(
    'holds %s for harmless',
    (name) => {
      expect(isCredentialHeader(name, 'abc')).toBe(false);
    },
  );

  it('holds a truth value for harmless, unless the name says otherwise', () => {
    expect(isCredentialHeader('x-test-mode', 'true')).toBe(false);
    expect(isCredentialHeader('x-test-mode', 'abc')).toBe(true);
    expect(isCredentialHeader('x-secret', 'true')).toBe(true);
  });
});

describe('isSuspiciousHeader', () => {
  it.each([
    ['set-cookie', true],
    ['x-auth-token', true],
    ['proxy-authorization', true],
    ['www-authenticate', false],
    ['content-type', false],
    ['etag', false],
    ['x-workspace', false],
  ])('%s: %s', (name, suspicious) => {
    expect(isSuspiciousHeader(name)).toBe(suspicious);
  });
});
