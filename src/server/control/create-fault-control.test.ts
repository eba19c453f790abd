import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Mock } from '../mock.ts';
import { openSampleMock } from '../testing/open-sample-mock.ts';

let mock: Mock;
beforeEach(async () => {
  mock = await openSampleMock({ listen: false });
});

const ask = async (): Promise<number> =>
  (await mock.handle(new Request(mock.listUrl, { headers: mock.headers }))).status;

describe('createFaultControl', () => {
  it('switches faults on that strike, and off', async () => {
    const { id } = mock.faults.add({ kind: 'server-error', status: 503 });
    expect(await ask()).toBe(503);
    expect(mock.faults.list()).toEqual([{ kind: 'server-error', status: 503, id, struck: 1 }]);
    mock.faults.remove(id);
    expect([await ask(), mock.faults.list()]).toEqual([200, []]);
  });

  it('takes one as text, and forgets one that is used up', async () => {
    expect(mock.faults.add('rate-limit:times=1,retryAfter=2')).toMatchObject({ times: 1, remaining: 1, retryAfter: 2 });
    expect([await ask(), await ask(), mock.faults.list()]).toEqual([429, 200, []]);
  });

  it('switches all of them off', () => {
    mock.faults.add('latency');
    mock.faults.add('503');
    mock.faults.clear();
    expect(mock.faults.list()).toEqual([]);
  });

  it('describes those that there are', () => {
    expect(mock.faults.kinds().find(({ kind }) => kind === 'cycle')).toMatchObject({
      parameters: { times: expect.any(String) },
      contracts: { orders: { verdict: 'not-applicable' } },
    });
  });

  it.each([
    ['storm', /there is no fault "storm"/],
    ['latency:ms=-1', /ms/],
    ['cycle', /can strike no list/],
    ['latency:contract=nope', /no contract nope is served/],
  ])('refuses %p', (fault, message) => {
    expect(() => mock.faults.add(fault)).toThrow(message);
    expect(mock.faults.list()).toEqual([]);
  });

  it('names those that are on when another one is to be switched off', () => {
    expect(() => mock.faults.remove('x')).toThrow('no fault x is on; none is on');
    const { id } = mock.faults.add('latency');
    expect(() => mock.faults.remove('x')).toThrow(`no fault x is on; those that are on: ${id}`);
  });
});
