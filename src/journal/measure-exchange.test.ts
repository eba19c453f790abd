import { describe, expect, it } from '@jest/globals';
import { measureExchange } from './measure-exchange.ts';
import { createExchange, type ExchangeParts } from './testing/create-exchange.ts';

const TEXT = 'x'.repeat(100);
const EMPTY = { request: { path: '' }, response: { headers: [], body: '' } } satisfies ExchangeParts;

describe('measureExchange', () => {
  it.each<[string, ExchangeParts, number]>([
    ['nothing', EMPTY, 0],
    ['a reset connection', { ...EMPTY, response: null }, 0],
    ['a path', { ...EMPTY, request: { path: TEXT } }, 100],
    ['a query', { ...EMPTY, request: { path: '', query: TEXT } }, 100],
    ['a header', { ...EMPTY, request: { path: '', headers: { accept: TEXT, cookie: undefined } } }, 112],
    ['a header given twice', { ...EMPTY, request: { path: '', headers: { cookie: [TEXT, TEXT] } } }, 206],
    ['a header of the response', { ...EMPTY, response: { headers: [['etag', TEXT]], body: '' } }, 104],
    ['a body', { ...EMPTY, response: { headers: [], body: TEXT } }, 100],
  ])('counts %s', (_, parts, size) => {
    const allowance = measureExchange(createExchange(EMPTY));
    expect(allowance).toBeGreaterThan(0);
    expect(measureExchange(createExchange(parts)) - allowance).toBe(size);
  });
});
