import { describe, expect, it } from '@jest/globals';
import { toRequestTarget } from './to-request-target.ts';

describe('toRequestTarget', () => {
  it.each(['/x?a=+&b=%3d&c=%zz&d=[0]', `/x/../y?'<>"\\^\`{}|`, '/é?ü=😀', '/%2e%2E//'])(
    'leaves %j as it is',
    (text) => {
      expect(toRequestTarget(text)).toBe(text);
    },
  );

  it.each([
    ['/a b', '/a%20b'],
    ['/a\r\nHost: evil', '/a%0D%0AHost:%20evil'],
    ['/a\u0000\t\u007f', '/a%00%09%7F'],
    ['/a#b', '/a%23b'],
    ['/a\uDC00', '/a\uFFFD'],
  ])('encodes what cannot stand in a request line: %j', (text, target) => {
    expect(toRequestTarget(text)).toBe(target);
  });
});
