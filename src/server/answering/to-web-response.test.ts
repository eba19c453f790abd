import { describe, expect, it } from '@jest/globals';
import type { Delivery } from '../../fault/delivery.ts';
import { toWebResponse } from './to-web-response.ts';

const BODY = JSON.stringify({ name: 'Zoë', more: 'x'.repeat(100) });

function convert(delivery?: Delivery, method = 'GET'): Promise<Response> {
  const body = Buffer.from(BODY).toString('latin1');
  const headers = [['X-A', '1']] as const;
  return toWebResponse(method, { status: 201, headers, body, ...(delivery && { delivery }) });
}

describe('toWebResponse', () => {
  it.each([undefined, { delayMs: 5 }, { dripMs: 20 }])('gives the whole answer, delivered as %p', async (delivery) => {
    const response = await convert(delivery);
    expect([response.status, response.headers.get('x-a'), await response.text()]).toEqual([201, '1', BODY]);
  });

  it('fails as fetch does when the connection breaks before the answer', async () => {
    await expect(convert({ breaks: 'before-head' })).rejects.toMatchObject({
      name: 'TypeError',
      message: 'fetch failed',
      cause: { code: 'ECONNRESET' },
    });
  });

  it('breaks off amid the body', async () => {
    const response = await convert({ breaks: 'amid-body' });
    expect(response.status).toBe(201);
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('gives no body to HEAD', async () => {
    expect(await (await convert({ breaks: 'amid-body' }, 'HEAD')).text()).toBe('');
  });
});
