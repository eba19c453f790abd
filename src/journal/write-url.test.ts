import { describe, expect, it } from '@jest/globals';
import { createExchange } from './testing/create-exchange.ts';
import { writeUrl } from './write-url.ts';

describe('writeUrl', () => {
  it.each([
    ['', 'http://mock.test/sessions/a/list/'],
    ['limit=5&name=%5A+', 'http://mock.test/sessions/a/list/?limit=5&name=%5A+'],
  ])('joins what was sent, with the query %p', (query, url) => {
    const request = { origin: 'http://mock.test/sessions/a', path: '/list/', query };
    expect(writeUrl(createExchange({ request }))).toBe(url);
  });
});
