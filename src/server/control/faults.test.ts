import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Mock } from '../mock.ts';
import { readGrease } from '../options.ts';
import { openSampleMock } from '../testing/sample.ts';

let mock: Mock;

describe('create fault control', () => {
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
      expect(mock.faults.add('rate-limit:times=1,retryAfter=2')).toMatchObject({
        times: 1,
        remaining: 1,
        retryAfter: 2,
      });
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
      expect(() => mock.faults.remove('x')).toThrow('Unknown fault x: none is active');
      const { id } = mock.faults.add('latency');
      expect(() => mock.faults.remove('x')).toThrow(`Unknown fault x: active are ${id}`);
    });
  });
});

describe('create grease control', () => {
  beforeEach(async () => {
    mock = await openSampleMock({ listen: false });
  });

  const askCreateGreaseControl = async (): Promise<string> =>
    (await mock.handle(new Request(mock.listUrl, { headers: mock.headers }))).text();

  describe('createGreaseControl', () => {
    it('lets answers use what is open, until it is off', async () => {
      mock.rows.remove('o2');
      expect(mock.grease.on({ seed: '3', features: ['json-spelling'] })).toEqual({
        seed: '3',
        features: ['json-spelling'],
      });
      const spellings = new Set(
        [await askCreateGreaseControl(), await askCreateGreaseControl(), await askCreateGreaseControl()].map((text) =>
          text.replaceAll(/[\w-]{36}/g, ''),
        ),
      );
      expect(spellings.size).toBeGreaterThan(1);
      mock.grease.off();
      expect(mock.grease.read()).toBeUndefined();
      const plain = await askCreateGreaseControl();
      expect(plain).toBe(JSON.stringify(JSON.parse(plain)));
      expect(mock.rows.list().total).toBe(2);
    });

    it('describes what is open', () => {
      expect(mock.grease.kinds().find(({ name }) => name === 'token-format')).toMatchObject({
        contract: 'orders',
        applies: false,
        reason: expect.any(String),
      });
    });

    it('refuses what there is not, and stays as it is', () => {
      mock.grease.on({ seed: '3' });
      expect(() => mock.grease.on({ features: ['nope'] })).toThrow(/^Unknown grease nope; known: token-format, /);
      expect(() => mock.grease.on({ seed: '' })).toThrow('Invalid seed of grease: must not be empty');
      expect(mock.grease.read()).toEqual({ seed: '3' });
    });

    it('does not hide a deviation', async () => {
      const deviant = await openSampleMock({ listen: false, deviation: 'total-of-page' });
      expect(() => deviant.grease.on()).toThrow(/^Grease cannot be combined with deviation total-of-page$/);
      deviant.grease.off();
      expect(deviant.grease.read()).toBeUndefined();
    });
  });

  describe('readGrease', () => {
    it('has a seed', () => {
      expect(readGrease({})).toEqual({ seed: '1' });
      expect(readGrease({ seed: 'x', features: ['media-type'] })).toEqual({ seed: 'x', features: ['media-type'] });
    });
  });
});
