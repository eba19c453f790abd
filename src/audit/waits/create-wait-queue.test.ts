import { describe, expect, it } from '@jest/globals';
import type { Exchange } from '../../journal/exchange.ts';
import { fc } from '../../testing/properties.ts';
import { createWaitQueue, type Wait } from './create-wait-queue.ts';

const exchange = {} as Exchange;

describe('createWaitQueue', () => {
  it('finds the first answer that a request comes too soon after, and no more when its time has come', () => {
    const queue = createWaitQueue();
    const [one, shorter, longer] = [
      { exchange, answeredAt: 0.5, until: 1000 },
      { exchange, answeredAt: 10, until: 900 },
      { exchange, answeredAt: 20, until: 2000 },
    ];
    for (const wait of [one, shorter, longer]) queue.add(wait);
    expect(queue.find(0, 0)).toBeUndefined();
    expect(queue.find(20, 0)).toBe(one);
    expect(queue.find(20, 30)).toBeUndefined();
    expect(queue.find(949, 30)).toBe(one);
    expect(queue.find(950, 30)).toBe(longer);
    expect(queue.find(1950, 30)).toBeUndefined();
  });

  it('finds one whenever a search through all would', () => {
    const step = fc.record({ pause: fc.nat(60), wait: fc.option(fc.nat(300)) });
    fc.assert(
      fc.property(fc.array(step), fc.nat(40), (steps, grace) => {
        const queue = createWaitQueue();
        const all: Wait[] = [];
        let now = 0;
        for (const { pause, wait } of steps) {
          now += pause;
          const found = all.find(({ answeredAt, until }) => now >= answeredAt + grace && now + 50 < until);
          expect(queue.find(now, grace) === undefined).toBe(found === undefined);
          if (wait === null) continue;
          all.push({ exchange, answeredAt: now, until: now + wait });
          queue.add({ exchange, answeredAt: now, until: now + wait });
        }
      }),
    );
  });
});
