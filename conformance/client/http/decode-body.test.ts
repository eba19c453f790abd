import { describe, expect, it } from '@jest/globals';
import { decodeBody } from './decode-body.ts';

const UTF8 = Buffer.from('{"name":"Zoë"}', 'utf8');
const LATIN1 = Buffer.from('{"name":"Zoë"}', 'latin1');
const UTF16 = Buffer.from('{"name":"Zoë"}', 'utf16le');

describe('decodeBody', () => {
  it.each([
    ['UTF-8 without a media type', UTF8, undefined],
    ['UTF-8 that is declared', UTF8, 'application/json;charset=UTF-8'],
    ['JSON that claims another charset and is UTF-8', UTF8, 'application/json; charset=iso-8859-1'],
    ['JSON of a vendor that claims another charset', UTF8, 'application/hal+json; charset=iso-8859-1'],
    ['a charset that does not exist', UTF8, 'text/plain; charset=utf-99'],
    ['JSON in the declared charset', LATIN1, 'application/json; charset=ISO-8859-1'],
    ['text in the declared charset, quoted', LATIN1, 'text/plain; Charset="latin1"'],
    ['text of two bytes a character', UTF16, 'text/plain; charset=utf-16le'],
    ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), UTF8]), 'application/json'],
  ])('reads %s', (_, bytes, contentType) => {
    expect(decodeBody(bytes, contentType)).toBe('{"name":"Zoë"}');
  });

  it('replaces what is not in any charset', () => {
    expect(decodeBody(LATIN1, 'application/json')).toBe('{"name":"Zo\uFFFD"}');
  });
});
