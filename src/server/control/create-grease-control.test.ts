import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Mock } from '../mock.ts';
import { openSampleMock } from '../testing/open-sample-mock.ts';
import { readGrease } from './create-grease-control.ts';

let mock: Mock;
beforeEach(async () => {
  mock = await openSampleMock({ listen: false });
});

const ask = async (): Promise<string> =>
  (await mock.handle(new Request(mock.listUrl, { headers: mock.headers }))).text();

describe('createGreaseControl', () => {
  it('lets answers use what is open, until it is off', async () => {
    mock.rows.remove('o2');
    expect(mock.grease.on({ seed: '3', features: ['json-spelling'] })).toEqual({
      seed: '3',
      features: ['json-spelling'],
    });
    const spellings = new Set([await ask(), await ask(), await ask()].map((text) => text.replaceAll(/[\w-]{36}/g, '')));
    expect(spellings.size).toBeGreaterThan(1);
    mock.grease.off();
    expect(mock.grease.read()).toBeUndefined();
    const plain = await ask();
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
    expect(() => mock.grease.on({ features: ['nope'] })).toThrow(/^there is no grease nope; there are token-format, /);
    expect(() => mock.grease.on({ seed: '' })).toThrow('the seed of grease is empty');
    expect(mock.grease.read()).toEqual({ seed: '3' });
  });

  it('does not hide a deviation', async () => {
    const deviant = await openSampleMock({ listen: false, deviation: 'total-of-page' });
    expect(() => deviant.grease.on()).toThrow(/grease and the deviation total-of-page are asked for/);
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
