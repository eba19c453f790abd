import { describe, expect, it } from '@jest/globals';
import { createExchange } from '../testing/create-result.ts';
import { renderExchange } from './render-exchange.ts';

/** What a reader sees, without markup. */
function read(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, '')
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"');
}

describe('renderExchange', () => {
  const { markup } = renderExchange(createExchange({ url: 'https://a.example/v2/orders?limit=3&x=1', durationMs: 41 }));

  it('is folded to method, path, status and time', () => {
    expect(read(/<summary>(.*)<\/summary>/.exec(markup)?.[1] ?? '')).toBe('GET /v2/orders?limit=3&x=1 200 OK 41 ms');
    expect(markup).not.toContain('<details open');
  });

  it('has the whole request and the whole answer', () => {
    expect(read(markup)).toContain(
      'GET https://a.example/v2/orders?limit=3&x=1\nauthorization: ***\naccept: application/json\n',
    );
    expect(read(markup)).toContain('200 OK\ncontent-type: application/json\n{\n  "items": [],');
  });

  it.each([
    [{ status: 200 }, 'good'],
    [{ status: 404 }, 'odd'],
    [{ status: 502 }, 'bad'],
    [{ status: 0, failure: 'the connection was closed' }, 'bad'],
  ])('colours the status of %j', (parts, name) => {
    expect(renderExchange(createExchange(parts)).markup).toContain(`class="status ${name}"`);
  });

  it('shows an address that is none as it is', () => {
    const hostile = renderExchange(createExchange({ url: 'javascript:alert(1)' })).markup;
    expect(hostile).toContain('<span class="url">javascript:alert(1)</span>');
    expect(hostile).not.toContain('href');
  });
});
