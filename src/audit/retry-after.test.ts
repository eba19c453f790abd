import { describe, expect, it } from '@jest/globals';
import type { Exchange } from '../journal/exchange.ts';
import { fc } from '../testing/properties.ts';
import { createWaitQueue, type Wait } from './retry-after.ts';
import { auditSession, listBroken } from './testing/audits.ts';
import { rateLimit } from './testing/interceptors.ts';
import { ask, askNext, sizeOf } from './testing/requests.ts';
import { type Client, openSession, runClients, type Sent } from './testing/session.ts';
import { CONTRACTS, openTarget, type Target } from './testing/target.ts';

describe('create wait offers', () => {
  interface Step {
    /** Milliseconds after the answer before. */
    readonly after: number;
    readonly connection?: number;
    readonly sent?: (target: Target, second: Sent) => Sent;
  }

  /** Reads a page; is told to wait two seconds on the second; and then does what the steps say. */
  function countHaste(id: string, told: readonly number[], steps: readonly Step[]): number {
    const target = openTarget(id);
    const session = openSession(target.mock, rateLimit(target, told));
    const client = function* (): Client {
      const first = { ...ask(target, sizeOf(target, 5)), connection: 1 };
      const [got] = yield [first];
      const second = got === undefined ? undefined : askNext(target, sizeOf(target, 5), first, got);
      if (second === undefined) throw new Error('there is no second page');
      let [answer] = yield [{ ...second, connection: 1 }];
      for (const { after, connection, sent } of steps) {
        const next = sent === undefined ? second : sent(target, second);
        const { connection: _, ...bare } = next;
        const notBefore = (answer?.at ?? 0) - 1 + after;
        [answer] = yield [{ ...bare, notBefore, ...(connection !== undefined && { connection }) }];
      }
    };
    runClients(session, [client()]);
    const reason = listBroken(auditSession(session))['wait-as-told'];
    return reason === undefined ? 0 : 1 + Number(/ And (\d+) more\.$/.exec(reason)?.[1] ?? 0);
  }

  const restart = (target: Target): Sent => ask(target, sizeOf(target, 5));
  const elsewhere = (target: Target): Sent =>
    ask(target, { ...sizeOf(target, 7), [target.filter[0]]: target.filter[1] });
  const asOther = (target: Target): Sent => ask({ ...target, ...target.other }, sizeOf(target, 5));

  describe.each(CONTRACTS)('of %s, a client that is told to wait', (id) => {
    it.each<[string, number, readonly Step[]]>([
      ['comes again at once', 1, [{ after: 1, connection: 1 }]],
      ['comes again as soon as it may', 0, [{ after: 1960, connection: 1 }]],
      ['begins again at once', 1, [{ after: 1, connection: 1, sent: restart }]],
      ['reads another list at once', 1, [{ after: 1, connection: 1, sent: elsewhere }]],
      ['is somebody else behind one proxy', 0, [{ after: 1, connection: 1, sent: asOther }]],
      ['begins again by another connection', 1, [{ after: 40, connection: 2, sent: restart }]],
      ['had begun elsewhere already', 0, [{ after: 20, connection: 2, sent: restart }]],
      ['comes again at once by another connection', 1, [{ after: 1, connection: 2 }]],
      ['reads another list by another connection', 0, [{ after: 40, connection: 2, sent: elsewhere }]],
      [
        'had begun elsewhere already, and begins once more',
        1,
        [
          { after: 20, connection: 2, sent: restart },
          { after: 40, connection: 3, sent: restart },
        ],
      ],
      ['comes again at once by no connection', 1, [{ after: 1 }]],
      ['begins again at once by no connection', 1, [{ after: 1, sent: restart }]],
    ])('%s', (_, count, steps) => {
      expect(countHaste(id, [2], steps)).toBe(count);
    });

    it('is held to the first answer, however often it is told again', () => {
      const steps = Array.from({ length: 20 }, (_, index) => ({ after: 5, connection: 2 + index, sent: restart }));
      const told = Array.from({ length: 30 }, (_, index) => index + 2);
      expect(countHaste(id, told, steps)).toBeGreaterThan(14);
    });
  });
});

describe('create wait queue', () => {
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
});
