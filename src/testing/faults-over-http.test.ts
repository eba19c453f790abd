import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultKind } from '../alter/faults/kinds.ts';
import { createMock, type Mock } from '../server/mock.ts';

interface Page {
  readonly status: number;
  readonly ids: readonly string[];
  readonly total: number;
  readonly next: string | undefined;
}

/** Every fault as a client of an API with links sees it, over a socket. */
describe('faults, over HTTP', () => {
  let mock: Mock;
  beforeAll(async () => {
    mock = await createMock({ contract: 'pyng', scenario: 'demo' });
  });
  afterAll(() => mock.close());

  let sessions = 0;
  /** A session in which one fault is on, switched on as a script does. */
  async function openSession(fault: {
    readonly kind: FaultKind;
    readonly [parameter: string]: unknown;
  }): Promise<string> {
    sessions += 1;
    const response = await fetch(`${mock.url}/__admin/faults?session=s${sessions}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(fault),
    });
    expect(response.status).toBe(201);
    return mock.listUrl.replace(mock.url, `${mock.url}/__session/s${sessions}`);
  }

  const send = (url: string, init: RequestInit = {}): Promise<Response> =>
    fetch(url, { ...init, headers: { ...mock.headers, ...(init.headers as Record<string, string>) } });

  async function read(url: string): Promise<Page> {
    const response = await send(url);
    const { data } = (await response.json()) as {
      data?: { items: readonly { customerReference: string }[]; totalItems: number; nextHref?: string };
    };
    return {
      status: response.status,
      ids: data?.items.map(({ customerReference }) => customerReference) ?? [],
      total: data?.totalItems ?? 0,
      next: data?.nextHref,
    };
  }

  async function walk(url: string, most = 4): Promise<readonly Page[]> {
    const pages: Page[] = [];
    for (let next: string | undefined = url; next !== undefined && pages.length < most; next = pages.at(-1)?.next) {
      pages.push(await read(next));
    }
    return pages;
  }

  const usualWalk = (most?: number): Promise<readonly Page[]> => walk(`${mock.listUrl}?limit=10`, most);

  it('latency: others are answered first', async () => {
    const url = await openSession({ kind: 'latency', ms: 200, jitterMs: 20 });
    const order: string[] = [];
    const note = async (name: string, target: string): Promise<void> => {
      expect((await read(target)).status).toBe(200);
      order.push(name);
    };
    await Promise.all([note('slow', url), note('quick', mock.listUrl)]);
    expect(order).toEqual(['quick', 'slow']);
  });

  it('rate-limit: 429 with Retry-After in the vendor’s words, so many times', async () => {
    const url = await openSession({ kind: 'rate-limit', retryAfter: 7, times: 2 });
    for (let times = 0; times < 2; times += 1) {
      const response = await send(url);
      expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
      expect(await response.json()).toMatchObject({ errors: [{ code: expect.stringContaining('rate-limited') }] });
    }
    expect((await read(url)).status).toBe(200);
  });

  it.each([500, 502, 503])('server-error: %i, as something in between answers', async (status) => {
    const response = await send(await openSession({ kind: 'server-error', status }));
    expect(response.status).toBe(status);
    expect(response.headers.has('retry-after')).toBe(status === 503);
  });

  it('connection-reset: no answer, and the next request has one', async () => {
    const url = await openSession({ kind: 'connection-reset', times: 1 });
    await expect(send(url)).rejects.toThrow('fetch failed');
    expect((await read(url)).status).toBe(200);
  });

  it('truncated-body: the head comes, and half of what it promises', async () => {
    const response = await send(await openSession({ kind: 'truncated-body' }));
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('malformed-json: the whole body comes, and no parser takes it', async () => {
    const response = await send(await openSession({ kind: 'malformed-json' }));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json;charset=UTF-8']);
    await expect(response.json()).rejects.toMatchObject({ name: 'SyntaxError' });
  });

  it('slow-drip: the body comes in pieces, and is whole', async () => {
    const response = await send(await openSession({ kind: 'slow-drip', overMs: 60 }));
    let pieces = 0;
    let text = '';
    for await (const piece of response.body ?? []) {
      pieces += 1;
      text += Buffer.from(piece).toString();
    }
    expect(pieces).toBeGreaterThan(3);
    expect(JSON.parse(text)).toHaveProperty('data.totalItems');
  });

  it('expired-link: the documented refusal of a link that was followed', async () => {
    const [first, second] = await walk(`${await openSession({ kind: 'expired-link' })}?limit=10`);
    expect([first?.status, second?.status]).toEqual([200, 400]);
  });

  it('repeated-page: the rows of the page before, and on from there', async () => {
    const [first, second, third] = await walk(`${await openSession({ kind: 'repeated-page', page: 2 })}?limit=10`);
    expect(second?.ids).toEqual(first?.ids);
    expect(third?.ids).toEqual((await usualWalk())[2]?.ids);
  });

  it('cycle: round to the first page', async () => {
    const pages = await walk(`${await openSession({ kind: 'cycle', page: 2 })}?limit=10`);
    expect(pages[2]?.ids).toEqual(pages[0]?.ids);
    expect(pages[3]?.ids).toEqual(pages[1]?.ids);
  });

  it('empty-page: no rows, and a link to those that were to come', async () => {
    const [, second, third] = await walk(`${await openSession({ kind: 'empty-page', page: 2 })}?limit=10`);
    expect(second).toMatchObject({ status: 200, ids: [], next: expect.any(String) });
    expect(third?.ids).toEqual((await usualWalk())[1]?.ids);
  });

  it('short-page: fewer rows, and a link to the rest', async () => {
    const [first, second] = await walk(`${await openSession({ kind: 'short-page', page: 1 })}?limit=10`);
    expect(first?.ids.length).toBeLessThan(10);
    expect([...(first?.ids ?? []), ...(second?.ids ?? [])].slice(0, 10)).toEqual((await usualWalk())[0]?.ids);
  });

  it.each([
    ['row-inserted', 1],
    ['row-deleted', -1],
  ] as const)('%s: between two pages, which a walk by links does not notice', async (kind, change) => {
    const [first, second] = await walk(`${await openSession({ kind, times: 1 })}?limit=10`, 2);
    expect((second?.total ?? 0) - (first?.total ?? 0)).toBe(change);
    expect(second?.ids).toEqual((await usualWalk())[1]?.ids);
  });

  it('total-changed: another total on each page', async () => {
    const totals = (await walk(`${await openSession({ kind: 'total-changed' })}?limit=10`, 3)).map(
      ({ total }) => total,
    );
    expect(new Set(totals).size).toBe(3);
  });

  it('strikes the one request that asks for it, and no other', async () => {
    const response = await send(mock.listUrl, { headers: { Prefer: 'fault="server-error:status=503,retryAfter=9"' } });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '9']);
    expect((await read(mock.listUrl)).status).toBe(200);
  });

  it('strikes nobody in another session', async () => {
    await openSession({ kind: 'server-error' });
    expect((await read(mock.listUrl)).status).toBe(200);
  });

  it('says for a fault that cannot strike what is wrong, and why', async () => {
    const response = await send(mock.listUrl, { headers: { Prefer: 'fault=latencies' } });
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ detail: expect.stringContaining('did you mean latency?') }),
    ]);
  });
});
