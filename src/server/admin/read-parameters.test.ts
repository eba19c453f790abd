import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { readParameters } from './read-parameters.ts';

function read(url: string): object {
  return readParameters({ url } as IncomingMessage, ['limit', 'collection']);
}

describe('readParameters', () => {
  it('reads parameters that are known', () => {
    expect(read('/x?collection=a%20b&limit=2')).toEqual({ collection: 'a b', limit: '2' });
    expect(read('/x')).toEqual({});
  });

  it.each([
    ['/x?limits=2', 'there is no parameter limits; expected limit, collection'],
    ['/x?limit=1&limit=2', 'limit is given twice'],
    ['/x?__proto__=1', 'there is no parameter __proto__; expected limit, collection'],
  ])('refuses %s', (url, message) => {
    expect(() => read(url)).toThrow(message);
  });

  it('says where there are none', () => {
    expect(() => readParameters({ url: '/x?a=1' } as IncomingMessage, [])).toThrow(
      'there is no parameter a; there are none here',
    );
  });
});
