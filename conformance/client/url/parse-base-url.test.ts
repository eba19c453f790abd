import { describe, expect, it } from '@jest/globals';
import { parseBaseUrl } from './parse-base-url.ts';

describe('parseBaseUrl', () => {
  it.each([
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010', ''],
    ['http://127.0.0.1:4010/', 'http://127.0.0.1:4010', ''],
    ['https://Staging.Example:443/api/v2/', 'https://staging.example', '/api/v2'],
    ['http://[::1]:8080/a%20b', 'http://[::1]:8080', '/a%20b'],
  ])('takes %s apart', (text, origin, prefix) => {
    expect(parseBaseUrl(text)).toEqual({ origin, prefix });
  });

  it('turns a user and a password into Basic credentials', () => {
    const authorization = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
    expect(parseBaseUrl('https://me:p%40ss@staging.example')).toEqual({
      origin: 'https://staging.example',
      prefix: '',
      authorization,
    });
  });

  it.each(['', 'staging.example', '/api', 'ftp://host', 'localhost:3000'])('says what is wrong with %j', (text) => {
    expect(() => parseBaseUrl(text)).toThrow('must start with http:// or https://');
  });

  it('refuses a query and a fragment without repeating the password', () => {
    expect(() => parseBaseUrl('https://me:hunter22@host/api?x=1')).toThrow(
      'the base URL https://host/api must have neither a query nor a fragment',
    );
    expect(() => parseBaseUrl('https://me:%zz@host')).toThrow('not properly percent-encoded');
  });
});
